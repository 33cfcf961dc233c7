using Gatehouse.Server.Clients;

using OpenIddict.Server;

using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth;

/// <summary>RFC 7009. Takes the place of OpenIddict's own, which looks for a token row that our access tokens do not have.</summary>
sealed class Revocation(BearerTokens tokens) : IOpenIddictServerHandler<HandleRevocationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleRevocationRequestContext>()
            .UseScopedHandler<Revocation>()
            .SetOrder(OpenIddictServerHandlers.Revocation.RevokeToken.Descriptor.Order)
            .Build();

    public async ValueTask HandleAsync(HandleRevocationRequestContext context) =>
        await tokens.RevokeAsync(context.Request.Token ?? "", context.CancellationToken);
}
