using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.AspNetCore.Builder;

using Npgsql;

[assembly: AssemblyFixture(typeof(SqliteServer))]
[assembly: AssemblyFixture(typeof(PostgreSqlServer))]

namespace Gatehouse.Server.Tests.OAuth;

/// <summary>The real host on a port of its own, with a public URL that is not the address it listens on, as behind a proxy.</summary>
public abstract class OAuthServer : IAsyncLifetime
{
    readonly DirectoryInfo data = System.IO.Directory.CreateTempSubdirectory("gatehouse-oauth-");
    WebApplication? app;

    internal HttpClient Http { get; private set; } = new();

    internal IServiceProvider Services =>
        app?.Services ?? throw new InvalidOperationException("The server has not started.");

    internal virtual string? MissingBecause => null;

    internal virtual LimitOptions Limits => new();

    internal virtual Uri PublicUrl => new("https://accounts.contoso.example");

    public async ValueTask InitializeAsync()
    {
        if (MissingBecause is not null)
            return;

        var options = new GatehouseOptions
        {
            PublicUrl = PublicUrl,
            DataDirectory = data.FullName,
            Database = await CreateDatabaseAsync(data.FullName),
            Limits = Limits,
            // Applications of the tests listen on this machine.
            Outbound = new([System.Net.IPNetwork.Parse("127.0.0.0/8")]),
        };
        new Migrator(options.Database).Prepare();
        app = GatehouseHost.Build(options, "http://127.0.0.1:0");
        Map(app);
        await app.StartAsync();
        Http.BaseAddress = new Uri(app.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Http.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        data.Delete(recursive: true);
        await DropDatabasesAsync();
    }

    /// <summary>Endpoints beside those of the product.</summary>
    internal virtual void Map(WebApplication app)
    {
    }

    /// <summary>A new, empty database, gone when all tests have run.</summary>
    internal abstract Task<DatabaseOptions> CreateDatabaseAsync(string folder);

    internal virtual Task DropDatabasesAsync() => Task.CompletedTask;
}

public sealed class SqliteServer : OAuthServer
{
    internal override Task<DatabaseOptions> CreateDatabaseAsync(string folder) => Task.FromResult(DatabaseOptions.SqliteIn(folder));
}

/// <summary>A server whose organizations may ask for little.</summary>
public sealed class NarrowServer : OAuthServer
{
    internal override LimitOptions Limits => new() { OrganizationRequestsPerSecond = 25, ClientRequestsPerSecond = 25, OrganizationRequestsAtOnce = 2 };

    internal override Task<DatabaseOptions> CreateDatabaseAsync(string folder) => Task.FromResult(DatabaseOptions.SqliteIn(folder));
}

public sealed class PostgreSqlServer : OAuthServer
{
    const string Variable = "GATEHOUSE_TEST_POSTGRES";

    readonly string? server = Environment.GetEnvironmentVariable(Variable);
    readonly List<string> databases = [];

    internal override string? MissingBecause => server is null ? $"{Variable} names no PostgreSQL server" : null;

    internal override async Task<DatabaseOptions> CreateDatabaseAsync(string folder)
    {
        var database = $"oauth_{Guid.NewGuid():N}";
        await RunAsync($"create database {database}");
        lock (databases)
            databases.Add(database);
        return new DatabaseOptions(
            DatabaseProvider.PostgreSql, new NpgsqlConnectionStringBuilder(server) { Database = database }.ConnectionString);
    }

    internal override async Task DropDatabasesAsync()
    {
        foreach (var database in databases)
            await RunAsync($"drop database {database} with (force)");
    }

    async Task RunAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(server ?? "");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
