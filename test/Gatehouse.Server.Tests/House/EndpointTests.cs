using Gatehouse.Server.Tests.OAuth;

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Server.Tests.House;

/// <summary>Who may call what is said at every endpoint. OpenIddict's endpoints are none of these: it authenticates clients itself.</summary>
public sealed class EndpointTests(SqliteServer server) : OAuthTest(server)
{
    static readonly string[] Public =
    [
        "/healthz", "/readyz", "/scim/v2/ResourceTypes", "/scim/v2/ResourceTypes/{name}", "/scim/v2/Schemas", "/scim/v2/Schemas/{urn}",
        "/scim/v2/ServiceProviderConfig",
    ];

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

    [Fact]
    public void These_endpoints_and_no_others_are_open_to_everybody() => Assert.Equal(
        Public,
        Endpoints
            .Where(static endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(static endpoint => endpoint.RoutePattern.RawText!)
            .Distinct()
            .Order(StringComparer.Ordinal));
}
