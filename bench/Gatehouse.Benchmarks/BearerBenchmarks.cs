using System.Text.Json;

using BenchmarkDotNet.Attributes;

using Gatehouse.Server;
using Gatehouse.Server.Clients;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Benchmarks;

/// <summary>What a bearer token adds to a request once it was seen: on embedded SQLite, with the client's state asked for again as it gets old.</summary>
public class BearerBenchmarks
{
    DirectoryInfo folder = null!; // Set before anything runs.
    WebApplication app = null!; // Set before anything runs.
    BearerTokens tokens = null!; // Set before anything runs.
    string signed = "";
    string longLived = "";

    [GlobalSetup]
    public async Task StartAsync()
    {
        folder = Directory.CreateTempSubdirectory("gatehouse-bearer-");
        var options = new GatehouseOptions
        {
            PublicUrl = new Uri("https://id.contoso.example"), DataDirectory = folder.FullName, Database = DatabaseOptions.SqliteIn(folder.FullName),
        };
        new Migrator(options.Database).Prepare();
        app = GatehouseHost.Build(options, "http://127.0.0.1:0");
        await app.StartAsync();
        tokens = app.Services.GetRequiredService<BearerTokens>();

        var organization = OrganizationId.New(TimeProvider.System);
        var register = app.Services.GetRequiredService<ClientRegister>();
        var (client, secret) = await app.Services.GetRequiredService<Database>().WriteAsync(organization, async db =>
        {
            await app.Services.GetRequiredService<OrganizationRegister>().CreateAsync(db, "Contoso", SchemaProfile.EntraDefault, default);
            var created = await register.CreateAsync(db, "Entra", ScimScopes.Default, TimeSpan.FromHours(1), default);
            longLived = (await register.AddBearerTokenAsync(db, created, DateTimeOffset.UtcNow.AddDays(1), default)).Token;
            return (created, (await register.AddSecretAsync(db, created, null, default))!.Value.Secret);
        }, default);

        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = client.ToString(), ["client_secret"] = secret,
        });
        using var answer = await http.PostAsync(new Uri("/oauth/v2/token", UriKind.Relative), form);
        signed = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString()!;
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Benchmark(Description = "signed token")]
    public async Task<bool> Signed() => await tokens.AuthenticateAsync(signed, default) is not null;

    [Benchmark(Description = "long-lived token")]
    public async Task<bool> LongLived() => await tokens.AuthenticateAsync(longLived, default) is not null;
}
