using OpenIddict.Server;

using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth;

/// <summary>
/// Access and identity tokens are no rows: a JWT is verified locally, and ends early by its jti, its client, its user's sign-in or its
/// organization. What works once is a row.
/// </summary>
sealed class TokenRows : IOpenIddictServerHandler<GenerateTokenContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<GenerateTokenContext>()
            .UseSingletonHandler<TokenRows>()
            .SetOrder(OpenIddictServerHandlers.Protection.CreateTokenEntry.Descriptor.Order - 500)
            .Build();

    public ValueTask HandleAsync(GenerateTokenContext context)
    {
        if (context.TokenType is TokenTypeIdentifiers.AccessToken or TokenTypeIdentifiers.IdentityToken)
            context.CreateTokenEntry = false;

        // A code carries its contents, encrypted, and its row says only whether it was used: the text names the organization. What is a
        // reference is shown together with a client, which names it, and keeps its contents in the row.
        if (context.TokenType is not (TokenTypeIdentifiers.Private.RequestToken or TokenTypeIdentifiers.Private.DeviceCode or TokenTypeIdentifiers.Private.UserCode))
            context.PersistTokenPayload = false;
        return ValueTask.CompletedTask;
    }
}
