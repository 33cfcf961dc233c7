using Gatehouse.Server.Clients;

using OpenIddict.Abstractions;
using OpenIddict.Server;

using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth;

/// <summary>
/// Adds scopes and organization to the answer (RFC 7662 §2.2). OpenIddict would keep them from a client that is not the audience.
/// </summary>
sealed class Introspection : IOpenIddictServerHandler<HandleIntrospectionRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleIntrospectionRequestContext>()
            .UseSingletonHandler<Introspection>()
            .SetOrder(OpenIddictServerHandlers.Introspection.AttachApplicationClaims.Descriptor.Order + 500)
            .Build();

    public ValueTask HandleAsync(HandleIntrospectionRequestContext context)
    {
        context.Scopes.UnionWith(context.GenericTokenPrincipal.GetScopes());
        context.Claims[AccessTokens.OrganizationClaim] = context.GenericTokenPrincipal.GetClaim(AccessTokens.OrganizationClaim);
        return ValueTask.CompletedTask;
    }
}
