using Microsoft.AspNetCore.Antiforgery;

namespace Gatehouse.Server.Ui;

/// <summary>How endpoints become pages: with their headers, and with writes that only our own forms can send.</summary>
static class PageRoutes
{
    /// <summary>A group for pages below one path. Its endpoints return <c>RazorComponentResult&lt;T&gt;</c> or a redirect.</summary>
    public static RouteGroupBuilder MapPages(this IEndpointRouteBuilder routes, string prefix) =>
        routes.MapGroup(prefix).WithMetadata(PagePolicy.Default, new RequireAntiforgeryTokenAttribute());

    /// <summary>Lets the page of this endpoint run our script.</summary>
    public static TBuilder WithScript<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(PagePolicy.Default with { HasScript = true });
}
