using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

using Gatehouse.Server;
using Gatehouse.Server.Clients;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>
/// An independent implementation of the client side (npm oauth4webapi) that is told the issuer and its credentials and nothing else:
/// it discovers the endpoints, authenticates, checks the token as RFC 9068 asks, introspects and revokes it.
/// </summary>
public sealed class Oauth4WebApiTests : IAsyncLifetime
{
    readonly DirectoryInfo data = System.IO.Directory.CreateTempSubdirectory("gatehouse-oauth4webapi-");
    readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    WebApplication? app;
    string issuer = "";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("client_secret_post")]
    [InlineData("client_secret_basic")]
    [InlineData("private_key_jwt")]
    public async Task Each_way_of_authentication_works_for_a_client_written_by_others(string method)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        var client = await CreateClientAsync();

        var learned = await RunAsync(new
        {
            issuer,
            clientId = client.Id.ToString(),
            clientSecret = client.Secret,
            privateKey = Convert.ToBase64String(key.ExportPkcs8PrivateKey()),
            method,
            audience = $"{issuer}scim/v2",
        });

        Assert.Equal(3600, learned.GetProperty("expiresIn").GetInt32());
        Assert.Equal(client.Id.ToString(), learned.GetProperty("claims").GetProperty("client_id").GetString());
        Assert.Equal(client.Id.Organization.ToString(), learned.GetProperty("claims").GetProperty("org").GetString());
        Assert.True(learned.GetProperty("activeBefore").GetBoolean());
        Assert.False(learned.GetProperty("activeAfter").GetBoolean());
    }

    static string? Missing =>
        System.IO.Directory.Exists(Path.Combine(Folder, "node_modules")) ? null : $"run 'npm ci' in {Path.GetFileName(Folder)} first";

    static string Folder { get; } = Path.Combine(RepositoryRoot(), "test", "Gatehouse.EndToEnd.Tests", "oauth4webapi");

    static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gatehouse.slnx")))
            folder = folder.Parent;

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    async Task<(ClientId Id, string Secret)> CreateClientAsync()
    {
        var services = app?.Services ?? throw new InvalidOperationException("The server has not started.");
        var clients = services.GetRequiredService<ClientRegister>();
        return await services.GetRequiredService<Database>().WriteAsync(OrganizationId.New(TimeProvider.System), async db =>
        {
            await services.GetRequiredService<OrganizationRegister>().CreateAsync(db, "Contoso", "minimal", Stop);
            var client = await clients.CreateAsync(db, "Provisioning", ScimScopes.Default, AccessTokens.DefaultLifetime, Stop);
            await clients.AddPublicKeyAsync(db, client, PublicKeyFile.ToJwk(key.ExportSubjectPublicKeyInfoPem()), Stop);
            var secret = await clients.AddSecretAsync(db, client, expiresAt: null, Stop);
            return (client, secret?.Secret ?? "");
        }, Stop);
    }

    static async Task<JsonElement> RunAsync(object arguments)
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("client.mjs");
        start.ArgumentList.Add(JsonSerializer.Serialize(arguments));

        using var node = Process.Start(start) ?? throw new InvalidOperationException("node does not start.");
        var problem = node.StandardError.ReadToEndAsync(Stop);
        var output = await node.StandardOutput.ReadToEndAsync(Stop);
        await node.WaitForExitAsync(Stop);
        Assert.True(node.ExitCode == 0, await problem);
        return JsonDocument.Parse(output).RootElement;
    }

    public async ValueTask InitializeAsync()
    {
        var port = FreePort();
        issuer = $"http://127.0.0.1:{port}/";
        var options = new GatehouseOptions
        {
            PublicUrl = new Uri(issuer), DataDirectory = data.FullName, Database = DatabaseOptions.SqliteIn(data.FullName),
        };
        new Migrator(options.Database).Prepare();
        app = GatehouseHost.Build(options, issuer);
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        key.Dispose();
        data.Delete(recursive: true);
    }
}
