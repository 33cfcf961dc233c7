using Gatehouse.Server.Clients;
using Gatehouse.Server.Keys;

using Microsoft.Extensions.Options;

using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace Gatehouse.Server.OAuth;

/// <summary>
/// Replaces OpenIddict's single slow hash: our secrets are 256 random bits, so SHA-256 is enough, and several may be
/// valid while one replaces another (S27).
/// </summary>
sealed class ApplicationManager(
    IOpenIddictApplicationCache<OAuthClient> cache,
    ILogger<OpenIddictApplicationManager<OAuthClient>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<OAuthClient> store,
    CredentialUses uses,
    TimeProvider clock)
    : OpenIddictApplicationManager<OAuthClient>(cache, logger, options, store)
{
    public override ValueTask<bool> ValidateClientSecretAsync(
        OAuthClient application, string secret, CancellationToken cancellationToken = default)
    {
        var presented = Secrets.Hash(secret);
        var now = clock.GetUtcNow();
        ClientSecret? match = null;

        // Every stored hash is compared, so that the time taken does not tell which one came close.
        foreach (var candidate in application.Secrets)
        {
            if (Secrets.Matches(candidate.Hash, presented) && candidate.IsValid(now))
                match = candidate;
        }

        if (match is not null && application.Provisioning is { } client)
            uses.Note(client.Id, match.CredentialId);

        return new(match is not null);
    }
}
