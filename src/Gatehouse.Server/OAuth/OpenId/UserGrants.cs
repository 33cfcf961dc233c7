using System.Security.Claims;

using Gatehouse.Server.Clients;
using Gatehouse.Server.Directory;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;

using OpenIddict.Abstractions;

using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Server.OAuth.OpenId;

/// <summary>Whether what was granted to an application still stands: the user is active, and the sign-in it came from was not ended.</summary>
sealed class UserGrants(Database database, Users users, GrantedSignIns signIns, Consents consents, VerifiedAddresses verified)
{
    /// <returns>The user behind a token with the ids of their groups, or null when it does not stand any more.</returns>
    public async Task<GrantedUser?> FindAsync(ClaimsPrincipal principal, CancellationToken stop)
    {
        if (!OrganizationId.TryParse(principal.GetClaim(AccessTokens.OrganizationClaim), out var organization)
            || !UserId.TryParse(principal.GetClaim(Claims.Subject), out var user)
            || !Guid.TryParseExact(principal.GetClaim(UserClaims.SignInClaim), "D", out var signIn))
            return null;

        return await database.ReadAsync(organization, async db =>
            await users.FindAsync(db, user, stop) is { } found && new Account(organization, user, found.User.Read()) is { IsActive: true } account
                && await signIns.StandsAsync(db, user, signIn, stop) && await consents.StandsAsync(db, principal.GetAuthorizationId(), stop)
                ? new GrantedUser(
                    account, [.. found.Groups.Select(static group => group.GroupId.ToString("D"))],
                    await verified.IsVerifiedAsync(db, user, account.Address, stop))
                : null, stop);
    }
}

/// <summary>The user behind a grant, as the directory knows them now.</summary>
sealed record GrantedUser(Account Account, IReadOnlyList<string?> Groups, bool IsAddressVerified);
