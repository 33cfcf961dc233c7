using System.Security.Claims;

using Gatehouse.Server.Clients;
using Gatehouse.Server.OAuth.Applications;

using OpenIddict.Abstractions;
using OpenIddict.Server;

using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth;

/// <summary>
/// Resolves the token that is asked about at introspection and revocation with the same class that guards SCIM, so that
/// "active" means "works". Whoever did not get the token learns nothing (S29).
/// </summary>
sealed class TokenLookup(BearerTokens tokens) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseScopedHandler<TokenLookup>()
            .SetOrder(ClientAssertions.Descriptor.Order + 100)
            .Build();

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        // Applications ask about tokens of people, which OpenIddict verifies itself (UserTokenLookup).
        if (!IsAskedAbout(context) || ApplicationClientId.TryParse(context.Request?.ClientId, out _))
            return;

        var token = await tokens.FindAsync(context.Token, context.CancellationToken);
        if (token is null || token.Caller.Client.ToString() != context.Request?.ClientId)
        {
            context.Reject(Errors.InvalidToken, "The token is unknown, dead, or another client's.");
            return;
        }

        context.Principal = PrincipalOf(token);
    }

    /// <summary>Whether a token is validated because a client asks about it, not because it authenticates the client.</summary>
    public static bool IsAskedAbout(ValidateTokenContext context) =>
        context.EndpointType is OpenIddictServerEndpointType.Introspection or OpenIddictServerEndpointType.Revocation
        && !context.ValidTokenTypes.Contains(TokenTypeIdentifiers.Private.ClientAssertion);

    static ClaimsPrincipal PrincipalOf(AccessToken token)
    {
        var principal = new ClaimsPrincipal(new ClaimsIdentity("token"));
        principal.SetTokenType(TokenTypeIdentifiers.AccessToken);
        principal.SetClaim(Claims.Subject, token.Caller.Client.ToString());
        principal.SetClaim(Claims.ClientId, token.Caller.Client.ToString());
        principal.SetClaim(Claims.JwtId, token.Id);
        principal.SetClaim(AccessTokens.OrganizationClaim, token.Caller.Organization.ToString());
        principal.SetPresenters(token.Caller.Client.ToString());
        principal.SetAudiences(token.Audience);
        principal.SetScopes(token.Caller.Scopes);
        principal.SetCreationDate(token.IssuedAt);
        principal.SetExpirationDate(token.ExpiresAt);
        return principal;
    }
}
