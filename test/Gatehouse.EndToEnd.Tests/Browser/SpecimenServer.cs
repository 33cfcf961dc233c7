using Gatehouse.Server;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;
using Gatehouse.Server.Ui.Pieces;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gatehouse.EndToEnd.Tests.Browser;

/// <summary>The product with two pages more, which show every piece that pages are made of.</summary>
public sealed class SpecimenServer : IAsyncLifetime
{
    readonly DirectoryInfo data = Directory.CreateTempSubdirectory("gatehouse-specimen-");
    WebApplication? app;

    internal Uri Address { get; private set; } = new("http://localhost");

    public async ValueTask InitializeAsync()
    {
        var port = Installation.FreePort();
        Address = new($"http://localhost:{port}");
        var options = new GatehouseOptions
        {
            PublicUrl = Address,
            DataDirectory = data.FullName,
            Database = DatabaseOptions.SqliteIn(data.FullName),
            Pages = new(new("https://help.contoso.example"), new("https://www.contoso.example/privacy")),
        };
        new Migrator(options.Database).Prepare();
        app = GatehouseHost.Build(options, $"http://127.0.0.1:{port}");

        var pages = app.MapPages("/specimen");
        pages.MapGet("/gate", ShowGate).AllowAnonymous();
        pages.MapPost("/gate", ReceiveAsync).AllowAnonymous();
        pages.MapGet("/portal", static (Language language) => new RazorComponentResult<PortalSpecimen>(new { Language = language })).AllowAnonymous();
        await app.StartAsync();
    }

    static RazorComponentResult<GateSpecimen> ShowGate(Language language) => new(new { Language = language });

    static async Task<RazorComponentResult<GateSpecimen>> ReceiveAsync(Language language, HttpRequest request)
    {
        var address = (await request.ReadFormAsync(request.HttpContext.RequestAborted))["address"].ToString();
        if (address.Length > 0)
            return new(new { Language = language, Value = address, Received = address });

        FieldError[] errors = [new("address", "Enter the address you sign in with, such as name@company.example.")];
        return new(new { Language = language, Errors = errors }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
        data.Delete(recursive: true);
    }
}
