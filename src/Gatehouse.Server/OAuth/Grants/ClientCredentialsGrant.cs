
using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.Server;

using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth.Grants;

/// <summary>RFC 6749 §4.4. The client has been authenticated; what remains is its scopes. There is no refresh token (§4.4.3).</summary>
sealed class ClientCredentialsGrant(OpenIddictApplicationManager<OAuthClient> applications, TokenClaims claims)
    : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleTokenRequestContext>()
            .UseScopedHandler<ClientCredentialsGrant>()
            .SetOrder(OpenIddictServerHandlers.Exchange.AttachPrincipal.Descriptor.Order + 500)
            .Build();

    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (!context.Request.IsClientCredentialsGrantType())
            return;

        // Answered from OpenIddict's cache of this request: the client was read when it was authenticated.
        var client = (await applications.FindByClientIdAsync(context.ClientId ?? "", context.CancellationToken))?.Provisioning
            ?? throw new InvalidOperationException("A client that was authenticated is gone from the cache of its own request.");

        var requested = context.Request.GetScopes();
        if (requested.FirstOrDefault(scope => !client.Scopes.Contains(scope)) is not null)
        {
            context.Reject(
                Errors.InvalidScope, $"This client may ask for: {string.Join(' ', client.Scopes)}. Without a scope it gets all of them.");
            return;
        }

        context.SignIn(claims.ForClient(client, requested is [] ? client.Scopes : requested));
    }
}
