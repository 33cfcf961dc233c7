using Gatehouse.Server.Clients;
using Gatehouse.Server.Directory;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.SignIn.Passkeys;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Federation;

/// <summary>Who stands behind an account.</summary>
static class AccountState
{
    /// <summary>A provisioning client made it and keeps it.</summary>
    public const string Provisioned = "provisioned";

    /// <summary>Made at a sign-in; provisioning has not delivered it.</summary>
    public const string JustInTime = "just-in-time";

    /// <summary>Made at a sign-in, and kept by a provisioning client since.</summary>
    public const string Both = "both";

    /// <summary>Made here, with something to sign in with.</summary>
    public const string Local = "local";

    /// <summary>Nobody keeps it any more: its client is revoked or its federation off duty, and nothing here opens it.</summary>
    public const string Orphan = "orphan";
}

/// <summary>Who somebody is at an identity provider, for pages and commands.</summary>
sealed record KnownElsewhere(IdentityProvider Provider, FederatedIdentity Identity);

/// <summary>Tells where an account comes from and who stands behind it.</summary>
sealed class AccountStates(
    IdentityProviders providers, FederatedIdentities identities, ClientRegister clients, LocalCredentials credentials, PasskeyRegister passkeys)
{
    /// <summary>Who the user is at the organization's identity providers.</summary>
    public async Task<IReadOnlyList<KnownElsewhere>> ElsewhereAsync(DbScope db, UserId user, CancellationToken stop)
    {
        var known = new List<KnownElsewhere>();
        foreach (var identity in await identities.ListAsync(db, user, stop))
        {
            if (await providers.FindAsync(db, identity.IdentityProviderId, stop) is { } provider)
                known.Add(new(provider, identity));
        }

        return known;
    }

    /// <returns>One of <see cref="AccountState"/>.</returns>
    public async Task<string> OfAsync(DbScope db, StoredUser user, CancellationToken stop)
    {
        var id = new UserId(user.UserId);
        if (user.ProvisionedBy is not null)
            return !ClientId.TryParse(user.ProvisionedBy, out var client) || !await clients.IsActiveAsync(db, client, stop) ? AccountState.Orphan
                : user.Origin == AccountLinker.Origin ? AccountState.Both : AccountState.Provisioned;

        var isFederated = (await ElsewhereAsync(db, id, stop)).Any(static one => one.Provider.State == IdentityProvider.Active);
        if (user.Origin == AccountLinker.Origin && isFederated)
            return AccountState.JustInTime;

        var hasCredentials = (await credentials.ListAsync(db, id, stop)).Count > 0 || (await passkeys.ListAsync(db, id, stop)).Count > 0;
        return isFederated || hasCredentials ? AccountState.Local : AccountState.Orphan;
    }
}
