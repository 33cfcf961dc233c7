using Gatehouse.Server.Clients;
using Gatehouse.Server.OAuth.OpenId;
using Gatehouse.Server.OAuth.Stores;
using Gatehouse.Server.Storage;

using OpenIddict.Abstractions;
using OpenIddict.Server;

using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth;

/// <summary>
/// RFC 7009. Takes the place of OpenIddict's own, which looks for a token row that our access tokens do not have. A token of a person ends with
/// everything that was granted with it (§2.1).
/// </summary>
sealed class Revocation(Database database, BearerTokens tokens, Consents consents) : IOpenIddictServerHandler<HandleRevocationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleRevocationRequestContext>()
            .UseScopedHandler<Revocation>()
            .SetOrder(OpenIddictServerHandlers.Revocation.RevokeToken.Descriptor.Order)
            .Build();

    public async ValueTask HandleAsync(HandleRevocationRequestContext context)
    {
        if (StoredIds.TryParse(context.GenericTokenPrincipal.GetAuthorizationId(), out var organization, out var grant))
            await database.WriteAsync(organization, db => consents.RevokeGrantAsync(db, grant, context.CancellationToken), context.CancellationToken);
        else
            await tokens.RevokeAsync(context.Request.Token ?? "", context.CancellationToken);
    }
}
