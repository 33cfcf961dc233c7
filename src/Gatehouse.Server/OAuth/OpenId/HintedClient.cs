using Gatehouse.Server.Clients;

using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;

using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth.OpenId;

/// <summary>
/// Applications may sign people out with id_token_hint alone (OpenID Connect RP-Initiated Logout §2): the token names the application.
/// Read here without trust, because OpenIddict verifies the token afterwards, and that it is this application's.
/// </summary>
sealed class HintedClient : IOpenIddictServerHandler<ExtractEndSessionRequestContext>
{
    const int LongestToken = 16 * 1024;

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ExtractEndSessionRequestContext>()
            .UseSingletonHandler<HintedClient>()
            .SetOrder(OpenIddictServerAspNetCoreHandlers.ExtractGetOrPostRequest<ExtractEndSessionRequestContext>.Descriptor.Order + 500)
            .Build();

    public ValueTask HandleAsync(ExtractEndSessionRequestContext context)
    {
        if (context.Request is { ClientId: null, IdTokenHint: { Length: <= LongestToken } hint })
            context.Request.ClientId = JwtParts.Read(hint)?.SingleAudience();
        return ValueTask.CompletedTask;
    }
}
