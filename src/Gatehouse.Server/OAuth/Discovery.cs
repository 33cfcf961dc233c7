using System.Collections.Immutable;

using OpenIddict.Server;

using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth;

/// <summary>Completes the metadata with the algorithms of client assertions (RFC 8414 §2), which OpenIddict leaves out.</summary>
sealed class Discovery : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
            .UseSingletonHandler<Discovery>()
            .SetOrder(OpenIddictServerHandlers.Discovery.AttachAdditionalMetadata.Descriptor.Order + 500)
            .Build();

    static readonly ImmutableArray<string?> Algorithms = [.. AssertionRules.Algorithms];

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        context.Metadata["token_endpoint_auth_signing_alg_values_supported"] = Algorithms;
        context.Metadata["introspection_endpoint_auth_signing_alg_values_supported"] = Algorithms;
        context.Metadata["revocation_endpoint_auth_signing_alg_values_supported"] = Algorithms;
        return ValueTask.CompletedTask;
    }
}
