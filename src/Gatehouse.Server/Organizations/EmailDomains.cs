using System.Text.RegularExpressions;

using Gatehouse.Server.Keys;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Organizations;

/// <summary>What came of a claim to a domain.</summary>
enum DomainClaim
{
    Claimed,

    /// <summary>The organization had it already.</summary>
    Ours,

    /// <summary>Another organization has it.</summary>
    Taken,
}

/// <summary>The email_domains table. A domain belongs to one organization, and counts from the moment it is proven.</summary>
sealed partial class EmailDomains(Database database, TimeProvider clock)
{
    const string ChallengePrefix = "gatehouse-";

    /// <summary>How often a proof by DNS is looked at, and one that is missing or was not answered for.</summary>
    static readonly TimeSpan Weekly = TimeSpan.FromDays(7);
    static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    const string Columns = "name, organization_id, challenge, proof, verified_at, lost_at, is_federated, is_enforced";

    const string ClaimSql = """
        insert into email_domains (name, organization_id, challenge, is_federated, is_enforced, created_at)
        values (@domain, @organization, @challenge, false, false, @now)
        on conflict (name) do nothing
        """;

    /// <summary>Claims a domain. Claimed is not verified: nothing is routed by it yet.</summary>
    public async Task<DomainClaim> ClaimAsync(DbScope db, string domain, CancellationToken stop)
    {
        var name = Fold(domain);
        if (await db.ExecuteAsync(ClaimSql, new { domain = name, challenge = Secrets.Text(ChallengePrefix), now = clock.GetUtcNow() }, stop) == 1)
            return DomainClaim.Claimed;

        return await FindAsync(db, name, stop) is null ? DomainClaim.Taken : DomainClaim.Ours;
    }

    const string ListSql = $"""
        select {Columns}
        from email_domains
        where organization_id = @organization
        order by name
        """;

    /// <summary>The domains that an organization has claimed.</summary>
    public Task<IReadOnlyList<EmailDomain>> ListAsync(DbScope db, CancellationToken stop) => db.ListAsync<EmailDomain>(ListSql, null, stop);

    const string FindSql = $"""
        select {Columns}
        from email_domains
        where organization_id = @organization
          and name = @domain
        """;

    /// <summary>A domain, if the organization has claimed it.</summary>
    public Task<EmailDomain?> FindAsync(DbScope db, string domain, CancellationToken stop) =>
        db.FindAsync<EmailDomain>(FindSql, new { domain = Fold(domain) }, stop);

    const string FindOfAnySql = $"""
        select {Columns}
        from email_domains
        where name = @domain
        """;

    /// <summary>A domain, whoever has claimed it. The answer is the same whether or not anybody has an address there.</summary>
    public Task<EmailDomain?> FindOfAnyAsync(string domain, CancellationToken stop) =>
        database.Instance.ReadAsync(db => db.FindAsync<EmailDomain>(FindOfAnySql, new { domain = Fold(domain) }, stop), stop);

    const string VerifySql = """
        update email_domains
        set proof = @proof, verified_at = coalesce(verified_at, @now), checked_at = @now, lost_at = null
        where organization_id = @organization
          and name = @domain
        """;

    /// <summary>Notes that the organization owns the domain.</summary>
    /// <param name="db">The organization's scope, writing.</param>
    /// <param name="domain">One that it has claimed.</param>
    /// <param name="proof">How that is known.</param>
    /// <param name="stop">Gives up.</param>
    public Task VerifyAsync(DbScope db, string domain, string proof, CancellationToken stop) =>
        db.ExecuteAsync(VerifySql, new { domain = Fold(domain), proof, now = clock.GetUtcNow() }, stop);

    const string MissSql = """
        update email_domains
        set checked_at = @now, lost_at = coalesce(lost_at, @now)
        where organization_id = @organization
          and name = @domain
        """;

    /// <summary>Notes that the DNS record was not there.</summary>
    public Task MissAsync(DbScope db, string domain, CancellationToken stop) => db.ExecuteAsync(MissSql, new { domain, now = clock.GetUtcNow() }, stop);

    const string PostponeSql = """
        update email_domains
        set checked_at = case when lost_at is null then @untilTomorrow else @now end
        where organization_id = @organization
          and name = @domain
        """;

    /// <summary>Has a domain about which the DNS says nothing looked at tomorrow, so that those nobody answers for do not stay first in line.</summary>
    public Task PostponeAsync(DbScope db, string domain, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return db.ExecuteAsync(PostponeSql, new { domain, now, untilTomorrow = now - Weekly + Daily }, stop);
    }

    const string SuspendSql = """
        update email_domains
        set proof = null, verified_at = null, checked_at = @now
        where organization_id = @organization
          and name = @domain
        """;

    /// <summary>Takes the proof back: the domain stays claimed and counts no more.</summary>
    public Task SuspendAsync(DbScope db, string domain, CancellationToken stop) => db.ExecuteAsync(SuspendSql, new { domain, now = clock.GetUtcNow() }, stop);

    const string SetFederatedSql = """
        update email_domains
        set is_federated = @isFederated
        where organization_id = @organization
          and name = @domain
        """;

    /// <summary>Notes whether an identity provider is on duty for it.</summary>
    public Task SetFederatedAsync(DbScope db, string domain, bool isFederated, CancellationToken stop) =>
        db.ExecuteAsync(SetFederatedSql, new { domain, isFederated }, stop);

    const string SetEnforcedSql = """
        update email_domains
        set is_enforced = @isEnforced
        where organization_id = @organization
          and name = @domain
        """;

    /// <returns>False when the organization has no such domain.</returns>
    public async Task<bool> SetEnforcedAsync(DbScope db, string domain, bool isEnforced, CancellationToken stop) =>
        await db.ExecuteAsync(SetEnforcedSql, new { domain = Fold(domain), isEnforced }, stop) == 1;

    const string ListDueSql = $"""
        select {Columns}
        from email_domains
        where proof = 'dns'
          and (checked_at < @weekly or lost_at is not null and checked_at < @daily)
        order by checked_at
        limit @take
        """;

    /// <summary>Domains whose DNS record has not been looked at for a week, or for a day since it is missing, of all organizations.</summary>
    public Task<IReadOnlyList<EmailDomain>> ListDueAsync(int take, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return database.Instance.ReadAsync(
            db => db.ListAsync<EmailDomain>(ListDueSql, new { weekly = now - Weekly, daily = now - Daily, take }, stop), stop);
    }

    /// <summary>Whether a text is a domain name as mail addresses have it (letters, digits and hyphens, two labels or more), and one that an
    /// organization can own: not a mail provider's, and not one below which everybody can have a domain.</summary>
    public static bool IsClaimable(string text) => text.Length <= 253 && DomainPattern().IsMatch(Fold(text)) && !PublicDomains.Contains(Fold(text));

    /// <summary>What to say of one that is not.</summary>
    public static string Refusal(string text) => $"'{text}' is not the name of a domain that an organization can own. Write it like contoso.example.";

    /// <summary>The domain of a mail address in its canonical form.</summary>
    public static string OfAddress(string address) => address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..];

    static string Fold(string domain) => domain.Trim().ToLowerInvariant();

    [GeneratedRegex("^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex DomainPattern();
}
