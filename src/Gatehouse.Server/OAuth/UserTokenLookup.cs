using Gatehouse.Server.OAuth.OpenId;

using OpenIddict.Abstractions;
using OpenIddict.Server;

using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth;

/// <summary>
/// The second half of introspection and revocation for tokens of people, which OpenIddict has verified: the one who asks must be the
/// application they were made for, and "active" means that user and sign-in still are (S29).
/// </summary>
sealed class UserTokenLookup(UserGrants grants) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseScopedHandler<UserTokenLookup>()
            .SetOrder(OpenIddictServerHandlers.Protection.ValidatePrincipal.Descriptor.Order + 500)
            .Build();

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (!TokenLookup.IsAskedAbout(context) || context.Principal?.GetClaim(UserClaims.SignInClaim) is null)
            return;

        var client = context.Request?.ClientId;
        if (client is null || !(context.Principal.HasPresenter(client) || context.Principal.GetClaim(Claims.ClientId) == client))
            context.Reject(Errors.InvalidToken, "The token is another client's.");
        else if (context.EndpointType == OpenIddictServerEndpointType.Introspection && await grants.FindAsync(context.Principal, context.CancellationToken) is null)
            context.Reject(Errors.InvalidToken, "The sign-in that the token was granted in has ended.");
    }
}
