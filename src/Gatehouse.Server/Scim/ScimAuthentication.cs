using System.Security.Claims;
using System.Text.Encodings.Web;

using Gatehouse.Server.Clients;

using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Gatehouse.Server.Scim;

/// <summary>
/// Bearer tokens at /scim/v2 (RFC 6750), from the Authorization header only. The organization comes from the token and from nowhere else.
/// </summary>
sealed class ScimAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, BearerTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "scim";

    /// <summary>Policy of requests that read: <c>scim.read</c>, or <c>scim.write</c>, which includes it.</summary>
    public const string Read = "scim.read";

    /// <summary>Policy of requests that write.</summary>
    public const string Write = "scim.write";

    const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return AuthenticateResult.NoResult();

        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.Fail("The Authorization header holds no bearer token.");

        if (await tokens.AuthenticateAsync(header[Prefix.Length..].Trim(), Context.RequestAborted) is not { } caller)
            return AuthenticateResult.Fail("The token is unknown, expired or revoked.");

        Context.Features.Set(caller);
        Claim[] claims =
        [
            .. caller.CanRead ? [new Claim("scope", Read)] : Array.Empty<Claim>(),
            .. caller.CanWrite ? [new Claim("scope", Write)] : Array.Empty<Claim>(),
        ];
        return AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name)), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = Request.Headers.Authorization.Count == 0
            ? "Bearer realm=\"scim\""
            : "Bearer realm=\"scim\", error=\"invalid_token\"";
        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        Response.Headers.WWWAuthenticate = "Bearer realm=\"scim\", error=\"insufficient_scope\"";
        return Task.CompletedTask;
    }
}
