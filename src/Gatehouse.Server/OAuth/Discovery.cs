using System.Collections.Immutable;

using OpenIddict.Server;

using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth;

/// <summary>Completes the metadata with what OpenIddict leaves out: algorithms of client assertions (RFC 8414 §2), back-channel logout.</summary>
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
        context.Metadata["backchannel_logout_supported"] = true;
        context.Metadata["backchannel_logout_session_supported"] = true;
        return ValueTask.CompletedTask;
    }
}
