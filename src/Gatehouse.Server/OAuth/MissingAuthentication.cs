using OpenIddict.Abstractions;
using OpenIddict.Server;

using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth;

/// <summary>RFC 6749 §5.2 counts "no client authentication included" as invalid_client; OpenIddict would say invalid_request.</summary>
sealed class MissingAuthentication : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenRequestContext>()
            .UseSingletonHandler<MissingAuthentication>()
            .SetOrder(OpenIddictServerHandlers.Exchange.ValidateGrantType.Descriptor.Order + 500)
            .Build();

    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        var request = context.Request;
        var hasSecret = !string.IsNullOrEmpty(request.ClientId) && !string.IsNullOrEmpty(request.ClientSecret);
        if (request.IsClientCredentialsGrantType() && !hasSecret && string.IsNullOrEmpty(request.ClientAssertion))
            context.Reject(Errors.InvalidClient, "The client must authenticate: client_id with client_secret, or client_assertion.");

        return ValueTask.CompletedTask;
    }
}
