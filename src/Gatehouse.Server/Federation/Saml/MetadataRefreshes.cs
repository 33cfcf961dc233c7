using System.Collections.Concurrent;

using Gatehouse.Saml.Metadata;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Federation.Saml;

/// <summary>
/// Fetches a SAML identity provider's metadata anew and keeps the last good copy: daily, and when a response is signed with a key that is not
/// known, a few times a minute at most.
/// </summary>
sealed class MetadataRefreshes(Database database, MetadataSource source, ProviderWatch watch, TimeProvider clock, ILogger<MetadataRefreshes> log)
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    readonly ConcurrentDictionary<FederationId, long> forced = new();

    /// <summary>Fetches anew because a key is not known.</summary>
    /// <returns>The federation with other keys, or null when there are none.</returns>
    public async Task<IdentityProvider?> ForKeyAsync(IdentityProvider provider, CancellationToken stop)
    {
        if (provider.Settings.Saml?.MetadataUrl is null || forced.TryGetValue(provider.Id, out var at) && clock.GetElapsedTime(at) < Pause)
            return null;

        forced[provider.Id] = clock.GetTimestamp();
        return await RefreshAsync(provider, stop) is { } renewed && renewed.Metadata != provider.Metadata ? renewed : null;
    }

    /// <summary>Fetches anew, and notes what came of it.</summary>
    /// <returns>The federation as it is then, or null when the metadata could not be fetched.</returns>
    public async Task<IdentityProvider?> RefreshAsync(IdentityProvider provider, CancellationToken stop)
    {
        if (provider.Settings.Saml?.MetadataUrl is not { } url)
            return provider;

        string document;
        IdentityProviderMetadata metadata;
        try
        {
            (document, metadata) = await source.FetchAsync(url, stop);
            if (metadata.EntityId != SamlConnections.MetadataOf(provider).EntityId)
                throw new FederationException(FederationFault.Untrusted, $"The metadata are another identity provider's by now ({ClaimReader.Line(metadata.EntityId, 200)}). Add a federation for it.");
        }
        catch (FederationException problem)
        {
            log.MetadataUnreachable(provider.Id.ToString(), problem.Message);
            await database.WriteAsync(provider.Id.Organization, db => watch.UnreachableAsync(db, provider, problem.Message, stop), stop);
            return null;
        }

        var renewed = provider with { Metadata = document };
        await database.WriteAsync(provider.Id.Organization, async db =>
        {
            if (document != provider.Metadata)
                await watch.ChangedAsync(db, renewed, metadata, stop);
            await watch.ReachableAsync(db, renewed, stop);
        }, stop);
        if (document != provider.Metadata)
            log.MetadataChanged(provider.Id.ToString());
        return renewed;
    }
}
