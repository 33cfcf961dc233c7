using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;
using Gatehouse.Server.Tests.Ui;
using Gatehouse.Server.Ui;
using Gatehouse.Server.Ui.Pieces;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

[assembly: AssemblyFixture(typeof(PageServer))]
[assembly: AssemblyFixture(typeof(PlainPageServer))]

namespace Gatehouse.Server.Tests.Ui;

/// <summary>The product with pages that do what pages can do: forms, script, targets elsewhere, failures.</summary>
public class PageServer : SqliteHostedServer
{
    internal override void Map(WebApplication app)
    {
        var pages = app.MapPages("/pages");
        pages.MapGet("/form", static () => new RazorComponentResult<PageForm>(new { ChildContent = Nothing })).AllowAnonymous();
        pages.MapPost("/form", static (HttpRequest request) => Results.Text($"got {request.Form["name"]}")).AllowAnonymous();
        pages.MapDelete("/form", static () => Results.Text("gone")).AllowAnonymous();
        pages.MapGet("/script", static () => Results.Text("")).AllowAnonymous().WithScript();
        pages.MapGet("/elsewhere", Elsewhere).AllowAnonymous();
        pages.MapGet("/closed", static () => Results.Text("")).RequireAuthorization();
        pages.MapGet("/status/{status:int}", static (int status) => Results.StatusCode(status)).AllowAnonymous();
        pages.MapGet("/failure", static IResult () => throw new InvalidOperationException("secret of the implementation")).AllowAnonymous();
        pages.MapGet("/outage", static IResult () => throw new DatabaseUnavailableException(new TimeoutException("secret of the implementation"))).AllowAnonymous();
        pages.MapGet("/broken", static () => new RazorComponentResult<PageForm>(new { ChildContent = Broken })).AllowAnonymous();
    }

    static readonly RenderFragment Nothing = static _ => { };

    static readonly RenderFragment Broken = static _ => throw new InvalidOperationException("secret of the implementation");

    static IResult Elsewhere(HttpContext http)
    {
        PagePolicy.AllowFormTarget(http, new("https://app.fabrikam.example:8443/callback?x=1"));
        return Results.Text("");
    }
}

/// <summary>The same below a public address without https.</summary>
public sealed class PlainPageServer : PageServer
{
    internal override Uri PublicUrl => new("http://localhost:5080");
}

public abstract class SqliteHostedServer : OAuthServer
{
    internal override Task<DatabaseOptions> CreateDatabaseAsync(string folder) =>
        Task.FromResult(DatabaseOptions.SqliteIn(folder));
}
