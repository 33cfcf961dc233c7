using OpenIddict.Abstractions;
using OpenIddict.Server;

using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth;

/// <summary>
/// Says the whole lifetime in expires_in. OpenIddict subtracts the milliseconds it took and would answer 3599, which
/// Entra's gallery test refuses: it wants 60 minutes at least (R3).
/// </summary>
sealed class Expiry : IOpenIddictServerHandler<ProcessSignInContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseSingletonHandler<Expiry>()
            .SetOrder(OpenIddictServerHandlers.AttachSignInParameters.Descriptor.Order + 500)
            .Build();

    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.AccessTokenPrincipal is { } token && token.GetExpirationDate() - token.GetCreationDate() is { } lifetime)
            context.Response.ExpiresIn = (long)lifetime.TotalSeconds;

        return ValueTask.CompletedTask;
    }
}
