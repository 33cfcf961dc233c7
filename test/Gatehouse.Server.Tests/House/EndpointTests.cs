using Gatehouse.Server.Tests.OAuth;

using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Server.Tests.House;

/// <summary>Who may call what is said at every endpoint. OpenIddict's endpoints are none of these: it authenticates clients itself.</summary>
public sealed class EndpointTests(SqliteServer server) : OAuthTest(server)
{
    static readonly string[] Public =
    [
        "/", "/account/{link}", "/assets/brand/{hex}.css", "/assets/{name}", "/console/first-operator/{code}", "/federation/arrived", "/federation/go/{federation}",
        "/federation/proof", "/federation/sign-out", "/federation/signed-out", "/federation/start", "/federation/try/{link}", "/federation/try/{link}/go",
        "/federation/{federation}/jwks.json", "/healthz", "/idps/{federation}/saml/acs", "/idps/{federation}/saml/logout", "/idps/{federation}/saml/metadata",
        "/logos/{organization}/{hash}", "/oauth/v2/authorize", "/oidc/v1/end_session", "/readyz", "/scim/v2/ResourceTypes", "/scim/v2/ResourceTypes/{name}", "/scim/v2/Schemas", "/scim/v2/Schemas/{urn}",
        "/scim/v2/ServiceProviderConfig", "/sign-in/", "/sign-in/done", "/sign-in/factor", "/sign-in/factor/send", "/sign-in/forgotten",
        "/sign-in/passkey", "/sign-in/password", "/sign-in/set-up/", "/sign-in/set-up/authenticator", "/sign-in/set-up/email", "/sign-in/set-up/passkey",
        "/sign-in/set-up/qr.svg", "/sign-out/",
        "/sign-out/done", "/ui/login/login/externalidp/callback",
    ];

    /// <summary>
    /// OpenID Connect lets applications post there from their own pages; what ends a sign-in there is a token that names it. Identity providers
    /// post what they say of somebody; what it answers is a request that only this browser knows.
    /// </summary>
    static readonly string[] ForOtherSites = ["/oauth/v2/authorize", "/oidc/v1/end_session", "/idps/{federation}/saml/acs"];

    IEnumerable<RouteEndpoint> Endpoints =>
        Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>();

    [Fact]
    public void Every_endpoint_has_a_policy_or_is_open_on_purpose()
    {
        Assert.NotEmpty(Endpoints);
        Assert.Empty(Endpoints
            .Where(static endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(static endpoint => endpoint.DisplayName));
    }

    /// <summary>S82: who has a bearer token needs no proof that the form is ours; whoever has a cookie does.</summary>
    [Fact]
    public void Every_endpoint_for_browsers_that_changes_something_asks_for_the_token_of_the_form() => Assert.Empty(Endpoints
        .Where(static endpoint => !endpoint.RoutePattern.RawText!.StartsWith("/scim/v2", StringComparison.Ordinal))
        .Where(static endpoint => !ForOtherSites.Contains(endpoint.RoutePattern.RawText))
        .Where(static endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Any(IsWrite) is not false)
        .Where(static endpoint => endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>() is not { RequiresValidation: true })
        .Select(static endpoint => endpoint.DisplayName));

    static bool IsWrite(string method) => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method);

    [Fact]
    public void These_endpoints_and_no_others_are_open_to_everybody() => Assert.Equal(
        Public,
        Endpoints
            .Where(static endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(static endpoint => endpoint.RoutePattern.RawText!)
            .Distinct()
            .Order(StringComparer.Ordinal));
}
