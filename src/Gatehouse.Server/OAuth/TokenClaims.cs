using System.Security.Claims;

using Gatehouse.Server.Clients;

using OpenIddict.Abstractions;

using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Server.OAuth;

/// <summary>Decides what goes into a token. Issuer, client, times and the token's own id are OpenIddict's part.</summary>
sealed class TokenClaims(AccessTokens accessTokens)
{
    public ClaimsPrincipal ForClient(AuthenticatingClient client, IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity(
            authenticationType: "client", nameType: Claims.Name, roleType: Claims.Role);
        identity.SetClaim(Claims.Subject, client.Id.ToString());
        identity.SetClaim(AccessTokens.OrganizationClaim, client.Id.Organization.ToString());
        identity.SetScopes(scopes.Distinct(StringComparer.Ordinal));

        // S8: a token works only at the door it was made for.
        identity.SetResources(accessTokens.ScimAudience);
        identity.SetAccessTokenLifetime(client.TokenLifetime);
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        return new ClaimsPrincipal(identity);
    }
}
