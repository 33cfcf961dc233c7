using System.Collections.Immutable;

using OpenIddict.Server;

using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth;

/// <summary>Completes the metadata with what RFC 8414 §2 requires and OpenIddict leaves out without the code flow.</summary>
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
        context.Metadata["response_types_supported"] = ImmutableArray<string?>.Empty;
        context.Metadata["token_endpoint_auth_signing_alg_values_supported"] = Algorithms;
        context.Metadata["introspection_endpoint_auth_signing_alg_values_supported"] = Algorithms;
        context.Metadata["revocation_endpoint_auth_signing_alg_values_supported"] = Algorithms;
        return ValueTask.CompletedTask;
    }
}
