using Gatehouse.Server.Clients;

using Microsoft.AspNetCore;

using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;

using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth;

/// <summary>Puts the public URL in the place of the one the request named: no answer repeats a Host header (S87).</summary>
sealed class PublicAddress(AccessTokens accessTokens) : IOpenIddictServerHandler<ProcessRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessRequestContext>()
            .UseSingletonHandler<PublicAddress>()
            .SetOrder(OpenIddictServerAspNetCoreHandlers.ResolveRequestUri.Descriptor.Order + 100)
            .Build();

    public ValueTask HandleAsync(ProcessRequestContext context)
    {
        var request = context.Transaction.GetHttpRequest()
            ?? throw new InvalidOperationException("OpenIddict runs outside of a request.");

        context.BaseUri = new Uri(accessTokens.Issuer);
        context.RequestUri = new Uri(
            accessTokens.Issuer.TrimEnd('/') + request.Path.ToUriComponent() + request.QueryString.ToUriComponent());
        return ValueTask.CompletedTask;
    }
}
