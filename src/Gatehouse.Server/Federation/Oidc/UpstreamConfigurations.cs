using System.Collections.Concurrent;

using Microsoft.IdentityModel.Protocols;

using OpenIddict.Abstractions;
using OpenIddict.Client;

namespace Gatehouse.Server.Federation.Oidc;

/// <summary>
/// What OpenID providers say of themselves, with their keys: kept for an hour, the last good copy for a day when they do not answer, and read
/// again for a key that is not known, a few times a minute at most (S49). One that is slow or broken holds up only its own people.
/// </summary>
sealed class UpstreamConfigurations(TimeProvider clock)
{
    const int MostKept = 10_000;
    const int MostForcedAMinute = 5;

    static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    static readonly TimeSpan Usable = TimeSpan.FromHours(24);
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>Feeds a registration.</summary>
    public IConfigurationManager<OpenIddictConfiguration> For(OpenIddictClientService service, OpenIddictClientRegistration registration) =>
        new Manager(this, service, registration);

    /// <exception cref="FederationException">The provider does not answer, or what it says cannot be used.</exception>
    public async Task<OpenIddictConfiguration> GetAsync(OpenIddictClientService service, OpenIddictClientRegistration registration, CancellationToken stop)
    {
        var entry = EntryOf(registration);
        var known = entry.Known;
        if (known is not null && clock.GetElapsedTime(known.ReadAt) < Fresh)
            return known.Configuration;

        await entry.Gate.WaitAsync(stop);
        try
        {
            known = entry.Known;
            if (known is not null && clock.GetElapsedTime(known.ReadAt) < Fresh)
                return known.Configuration;
            if (entry.Failure is { } failure && clock.GetElapsedTime(failure.At) < Pause)
                return UsableOr(known, failure.Problem);

            return await ReadAsync(entry, service, registration, stop);
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    /// <summary>Reads again because a key is not known, unless that was done often enough in this minute.</summary>
    public async Task<OpenIddictConfiguration> ForKeyAsync(
        OpenIddictClientService service, OpenIddictClientRegistration registration, string keyId, CancellationToken stop)
    {
        var entry = EntryOf(registration);
        await entry.Gate.WaitAsync(stop);
        try
        {
            // Somebody else may have read it meanwhile.
            if (entry.Known is { } known && (Has(known.Configuration, keyId) || !entry.MayForce(clock)))
                return known.Configuration;

            return await ReadAsync(entry, service, registration, stop);
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    public static bool Has(OpenIddictConfiguration configuration, string keyId) =>
        configuration.SigningKeys.Any(key => string.Equals(key.KeyId, keyId, StringComparison.Ordinal));

    Entry EntryOf(OpenIddictClientRegistration registration)
    {
        if (entries.Count >= MostKept)
            entries.Clear();
        return entries.GetOrAdd(registration.Issuer!.OriginalString, static _ => new Entry()); // Every registration of ours has one.
    }

    async Task<OpenIddictConfiguration> ReadAsync(Entry entry, OpenIddictClientService service, OpenIddictClientRegistration registration, CancellationToken stop)
    {
        try
        {
            IConfigurationRetriever<OpenIddictConfiguration> retriever = new OpenIddictClientRetriever(service, registration);
            var read = await retriever.GetConfigurationAsync(AddressOf(registration), null!, stop); // It has its own way to documents.
            Check(read, registration);

            // Some, such as Microsoft Entra ID, take a challenge without announcing it; the others pass it over (RFC 6749 §3.1).
            read.CodeChallengeMethodsSupported.Add(OpenIddictConstants.CodeChallengeMethods.Sha256);
            entry.Known = new(read, clock.GetTimestamp());
            entry.Failure = null;
            return read;
        }
        catch (Exception problem) when (IsUpstreams(problem, stop))
        {
            entry.Failure = new(Upstream.Of(problem), clock.GetTimestamp());
            return UsableOr(entry.Known, entry.Failure.Problem);
        }
    }

    static bool IsUpstreams(Exception problem, CancellationToken stop) =>
        Upstream.IsFailure(problem) && !(problem is OperationCanceledException && stop.IsCancellationRequested);

    OpenIddictConfiguration UsableOr(Known? known, FederationException problem) =>
        known is not null && clock.GetElapsedTime(known.ReadAt) < Usable ? known.Configuration : throw problem;

    static string AddressOf(OpenIddictClientRegistration registration) =>
        $"{registration.Issuer!.OriginalString.TrimEnd('/')}/.well-known/openid-configuration";

    /// <summary>A browser follows what stands here, so it must not lead anywhere but to a page, and not to one in the open.</summary>
    static void Check(OpenIddictConfiguration read, OpenIddictClientRegistration registration)
    {
        Uri?[] addresses = [read.AuthorizationEndpoint, read.TokenEndpoint, read.UserInfoEndpoint, read.EndSessionEndpoint, read.JsonWebKeySetUri, read.PushedAuthorizationEndpoint];
        var isPlain = registration.Issuer!.Scheme == Uri.UriSchemeHttp;
        if (addresses.OfType<Uri>().FirstOrDefault(address => address.Scheme != Uri.UriSchemeHttps && !(isPlain && address.Scheme == Uri.UriSchemeHttp)) is { } bad)
            throw new FederationException(FederationFault.Untrusted, $"The provider's discovery document names an address that is not https: {ClaimReader.Line(bad.OriginalString, 200)}");
        if (read.AuthorizationEndpoint is null || read.TokenEndpoint is null)
            throw new FederationException(FederationFault.Misconfigured, "The provider's discovery document names no authorization or token endpoint.");
    }

    sealed record Known(OpenIddictConfiguration Configuration, long ReadAt);

    sealed record Failure(FederationException Problem, long At);

    sealed class Entry
    {
        readonly Queue<long> forced = new();

        public SemaphoreSlim Gate { get; } = new(1);

        public Known? Known { get; set; }

        public Failure? Failure { get; set; }

        public bool MayForce(TimeProvider clock)
        {
            while (forced.TryPeek(out var at) && clock.GetElapsedTime(at) > TimeSpan.FromMinutes(1))
                forced.Dequeue();
            if (forced.Count >= MostForcedAMinute)
                return false;

            forced.Enqueue(clock.GetTimestamp());
            return true;
        }
    }

    sealed class Manager(UpstreamConfigurations all, OpenIddictClientService service, OpenIddictClientRegistration registration)
        : IConfigurationManager<OpenIddictConfiguration>
    {
        public Task<OpenIddictConfiguration> GetConfigurationAsync(CancellationToken cancel) => all.GetAsync(service, registration, cancel);

        public void RequestRefresh()
        {
            // KnownKeys reads again before a token is judged, not after.
        }
    }
}
