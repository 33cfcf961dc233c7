using DnsClient;
using DnsClient.Protocol;

using Gatehouse.Server.Organizations;

namespace Gatehouse.Server.Federation.Domains;

/// <summary>What the DNS says of who owns a domain.</summary>
enum DomainProof
{
    Found,
    Missing,

    /// <summary>No name server answers, which says nothing about the domain.</summary>
    Unknown,
}

/// <summary>Asks the DNS for the record that only the owner of a domain can put there.</summary>
sealed class DomainProofs(GatehouseOptions options)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    readonly LookupClient dns = new(With(options.Domains.DnsServers is { Count: > 0 } servers ? new LookupClientOptions([.. servers]) : new LookupClientOptions()));

    // A record that was entered a minute ago must not be missing because of an answer of before.
    static LookupClientOptions With(LookupClientOptions settings)
    {
        (settings.UseCache, settings.Timeout, settings.Retries, settings.ThrowDnsErrors) = (false, Patience, 1, false);
        return settings;
    }

    public async Task<DomainProof> LookAsync(EmailDomain domain, CancellationToken stop)
    {
        try
        {
            var answer = await dns.QueryAsync(domain.RecordName, QueryType.TXT, cancellationToken: stop);
            if (answer.Answers.OfType<TxtRecord>().Any(record => string.Concat(record.Text).Trim() == domain.Challenge))
                return DomainProof.Found;

            return answer.HasError && answer.Header.ResponseCode != DnsHeaderResponseCode.NotExistentDomain ? DomainProof.Unknown : DomainProof.Missing;
        }
        catch (DnsResponseException)
        {
            return DomainProof.Unknown;
        }
    }
}
