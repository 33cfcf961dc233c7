using System.Net.Http.Headers;

using Gatehouse.Server.Clients;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Scim;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

using Npgsql;

namespace Gatehouse.Server.Tests.Http;

/// <summary>A database that goes away takes its answers along, not the server (L7). Each test has a server of its own to hurt.</summary>
public sealed class OutageTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_its_file_a_server_on_SQLite_is_alive_and_not_ready()
    {
        await using var server = new SqliteServer();
        await server.InitializeAsync();
        var data = server.Services.GetRequiredService<GatehouseOptions>().DataDirectory;

        System.IO.Directory.Move(data, data + "-away");
        try
        {
            Assert.Equal(503, await StatusAsync(server.Http, "/readyz"));
            Assert.Equal(200, await StatusAsync(server.Http, "/healthz"));
        }
        finally
        {
            System.IO.Directory.Move(data + "-away", data);
        }

        Assert.Equal(200, await StatusAsync(server.Http, "/readyz"));
    }

    [Fact]
    public async Task While_PostgreSQL_is_away_every_door_says_so_and_opens_again_by_itself()
    {
        await using var server = await StartAsync();
        var (client, secret, token) = await CreateClientAsync(server);
        server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Equal(200, await StatusAsync(server.Http, "/scim/v2/Users"));

        await SwitchAsync(server, on: false);
        await UnavailableAsync(await server.Http.GetAsync("/scim/v2/Users", Stop), "application/scim+json");
        await UnavailableAsync(await PostUserAsync(server), "application/scim+json");
        await UnavailableAsync(await PostTokenAsync(server, client, secret), "application/json");
        Assert.Equal(503, await StatusAsync(server.Http, "/readyz"));
        Assert.Equal(200, await StatusAsync(server.Http, "/healthz"));

        await SwitchAsync(server, on: true);
        await UntilAsync(async () => await StatusAsync(server.Http, "/scim/v2/Users") == 200);
        Assert.Equal(201, (int)(await PostUserAsync(server)).StatusCode);
        Assert.Equal(200, (int)(await PostTokenAsync(server, client, secret)).StatusCode);
        Assert.Equal(200, await StatusAsync(server.Http, "/readyz"));
    }

    [Fact]
    public async Task Rows_of_the_request_log_that_cannot_be_written_do_not_end_the_server()
    {
        await using var server = await StartAsync();
        var (_, _, token) = await CreateClientAsync(server);
        server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Equal(200, await StatusAsync(server.Http, "/scim/v2/Users"));

        await SwitchAsync(server, on: false);
        Assert.Equal(503, await StatusAsync(server.Http, "/scim/v2/Users"));
        await server.Services.GetRequiredService<ScimRequestLog>().FlushAsync(Stop);
        await SwitchAsync(server, on: true);

        Assert.False(server.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        await UntilAsync(async () => await StatusAsync(server.Http, "/scim/v2/Users/none") == 404);
        await UntilAsync(async () => await CountLogAsync(server, 404) == 1);
    }

    [Fact]
    public async Task Rows_of_the_request_log_that_are_being_written_at_the_stop_are_not_lost()
    {
        await using var server = await StartAsync();
        var (_, _, token) = await CreateClientAsync(server);
        server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await using var source = NpgsqlDataSource.Create(ConnectionStringOf(server));
        await using var other = await source.OpenConnectionAsync(Stop);
        await using var locking = await other.BeginTransactionAsync(Stop);
        await RunAsync(other, "lock table scim_requests in exclusive mode");

        Assert.Equal(404, await StatusAsync(server.Http, "/scim/v2/Users/none"));
        await UntilAsync(async () => await ScalarAsync(other, "select count(*) from pg_locks where not granted and relation = 'scim_requests'::regclass") == 1);
        var stopping = server.Services.GetRequiredService<ScimRequestLog>().StopAsync(Stop);
        await locking.RollbackAsync(Stop);
        await stopping;

        Assert.Equal(1, await ScalarAsync(other, "select count(*) from scim_requests where status = 404"));
    }

    static async Task<PostgreSqlServer> StartAsync()
    {
        var server = new PostgreSqlServer();
        Assert.SkipWhen(server.MissingBecause is not null, server.MissingBecause ?? "");
        await server.InitializeAsync();
        return server;
    }

    static async Task<(ClientId Client, string Secret, string Token)> CreateClientAsync(OAuthServer server)
    {
        var clients = server.Services.GetRequiredService<ClientRegister>();
        return await server.Services.GetRequiredService<Database>().WriteAsync(OrganizationId.New(TimeProvider.System), async db =>
        {
            await server.Services.GetRequiredService<OrganizationRegister>().CreateAsync(db, "Contoso", "minimal", Stop);
            var client = await clients.CreateAsync(db, "Entra", ScimScopes.Default, AccessTokens.DefaultLifetime, Stop);
            var secret = await clients.AddSecretAsync(db, client, null, Stop);
            var token = await clients.AddBearerTokenAsync(db, client, DateTimeOffset.UtcNow.AddDays(1), Stop);
            return (client, secret!.Value.Secret, token.Token);
        }, Stop);
    }

    /// <summary>Shuts the server's own database for everybody, or opens it again. The other tests' databases do not notice.</summary>
    static async Task SwitchAsync(OAuthServer server, bool on)
    {
        var own = new NpgsqlConnectionStringBuilder(ConnectionStringOf(server));
        var name = own.Database!;
        own.Database = "postgres";
        await using var source = NpgsqlDataSource.Create(own);
        await using var connection = await source.OpenConnectionAsync(Stop);
        await RunAsync(connection, $"alter database {name} with allow_connections {(on ? "true" : "false")}");
        if (!on)
            await RunAsync(connection, $"select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '{name}'");
    }

    static string ConnectionStringOf(OAuthServer server) => server.Services.GetRequiredService<GatehouseOptions>().Database.ConnectionString;

    static async Task UnavailableAsync(HttpResponseMessage answer, string mediaType)
    {
        Assert.True((int)answer.StatusCode == 503, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Stop)}");
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal(mediaType, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        answer.Dispose();
    }

    static Task<HttpResponseMessage> PostUserAsync(OAuthServer server) =>
        server.Http.PostAsync("/scim/v2/Users", Tests.Scim.ScimClient.Content(System.Text.Encoding.UTF8.GetBytes(Tests.Scim.ScimClient.User("ann"))), Stop);

    static async Task<HttpResponseMessage> PostTokenAsync(OAuthServer server, ClientId client, string secret)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = client.ToString(), ["client_secret"] = secret,
        });
        return await server.Http.PostAsync("/oauth/v2/token", form, Stop);
    }

    static async Task<int> StatusAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path, Stop);
        return (int)answer.StatusCode;
    }

    static async Task<long> CountLogAsync(OAuthServer server, int status)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionStringOf(server));
        await using var connection = await source.OpenConnectionAsync(Stop);
        return await ScalarAsync(connection, $"select count(*) from scim_requests where status = {status}");
    }

    static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }

    static async Task<long> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Stop))!;
    }

    static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        deadline.CancelAfter(Patience);
        while (!await condition())
            await Task.Delay(20, deadline.Token);
    }
}
