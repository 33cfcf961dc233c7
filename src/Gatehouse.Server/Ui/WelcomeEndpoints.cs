using Microsoft.AspNetCore.Http.HttpResults;

namespace Gatehouse.Server.Ui;

/// <summary>The page at the root: what this server is, for those who come by its bare address.</summary>
static class WelcomeEndpoints
{
    const string Portal = "/portal";

    public static void MapWelcome(this WebApplication app) =>
        app.MapPages("").MapMethods("/", [HttpMethods.Get, HttpMethods.Head], Get).AllowAnonymous();

    static RazorComponentResult<WelcomePage> Get(Language language, GatehouseOptions options, EndpointDataSource endpoints) => new(new
    {
        Language = language,
        Texts = WelcomeTexts.For(language),
        Host = options.PublicUrl.Authority,
        Portal = endpoints.Endpoints.OfType<RouteEndpoint>().Any(IsPortal) ? Portal : null,
    });

    static bool IsPortal(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText?.TrimEnd('/') == Portal;
}
