using System.Security.Cryptography;
using System.Text;

using Microsoft.AspNetCore;

using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;

using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth.OpenId;

/// <summary>
/// response_mode=form_post: the answer is a page whose one line of script sends it on to the application. All other answers forbid script, and
/// this one allows that line alone.
/// </summary>
sealed class FormPost : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    /// <summary>As OpenIddict writes it.</summary>
    const string Script = "document.form.submit();";

    static readonly string Policy =
        $"default-src 'none'; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))}'; frame-ancestors 'none'; base-uri 'none'";

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyAuthorizationResponseContext>()
            .UseSingletonHandler<FormPost>()
            .SetOrder(OpenIddictServerAspNetCoreHandlers.Authentication.ProcessFormPostResponse.Descriptor.Order - 500)
            .Build();

    public ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (context is { ResponseMode: ResponseModes.FormPost, RedirectUri: not null } && context.Transaction.GetHttpRequest() is { } request)
            request.HttpContext.Response.Headers.ContentSecurityPolicy = Policy;
        return ValueTask.CompletedTask;
    }
}
