using System.Net;
using System.Net.Sockets;
using System.Text.Json;

using Gatehouse.Server.Storage;

using Npgsql;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>A folder and a database of their own, with the program that an operator runs on them.</summary>
sealed class Installation : IAsyncDisposable
{
    const string Variable = "GATEHOUSE_TEST_POSTGRES";

    static readonly string? PostgreSql = Environment.GetEnvironmentVariable(Variable);

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gatehouse-installation-");
    readonly Dictionary<string, string> settings = [];
    Database? database;

    Installation(DatabaseOptions? postgreSql)
    {
        Options = postgreSql ?? DatabaseOptions.SqliteIn(Path.Combine(folder.FullName, "data"));
        if (postgreSql is null)
            return;

        settings["Database__Provider"] = "PostgreSql";
        settings["ConnectionStrings__Gatehouse"] = postgreSql.ConnectionString;
    }

    public DatabaseOptions Options { get; }

    public string Folder => folder.FullName;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Why there can be no installation here, or null.</summary>
    public static string? MissingBecause(bool onPostgreSql) => onPostgreSql && PostgreSql is null ? $"{Variable} names no PostgreSQL server" : null;

    public static async Task<Installation> CreateAsync(bool onPostgreSql)
    {
        if (!onPostgreSql)
            return new(null);

        Assert.SkipWhen(PostgreSql is null, MissingBecause(onPostgreSql) ?? "");
        var name = $"endtoend_{Guid.NewGuid():N}";
        await AdministerAsync($"create database {name}");
        return new(new DatabaseOptions(DatabaseProvider.PostgreSql, new NpgsqlConnectionStringBuilder(PostgreSql) { Database = name }.ConnectionString));
    }

    /// <summary>Gives every process that starts from now on an environment variable.</summary>
    public void Set(string name, string value) => settings[name] = value;

    /// <summary>Starts a command and does not wait for its end.</summary>
    public GatehouseProcess Start(params IEnumerable<string> args) => GatehouseProcess.Start(Folder, settings, args);

    /// <summary>Runs a command to its end, with settings beside those of the installation.</summary>
    public async Task<(int Status, string Output, string Error)> RunAsync(
        IEnumerable<string> args, params (string Name, string Value)[] more)
    {
        var all = new Dictionary<string, string>(settings);
        foreach (var (name, value) in more)
            all[name] = value;
        await using var process = GatehouseProcess.Start(Folder, all, args);
        return (await process.EndsAsync(), process.Output, process.Error);
    }

    /// <summary>Runs a command to its end that reads a line, such as a secret.</summary>
    public async Task<(int Status, string Output, string Error)> RunWithInputAsync(IEnumerable<string> args, string input)
    {
        await using var process = GatehouseProcess.Start(Folder, settings, args, input);
        return (await process.EndsAsync(), process.Output, process.Error);
    }

    /// <summary>Runs a command that must answer with one JSON object on standard output, and with nothing on standard error.</summary>
    public async Task<JsonElement> JsonAsync(params IEnumerable<string> args)
    {
        var (status, output, error) = await RunAsync([.. args, "--output", "json"]);
        Assert.True(status == 0 && error.Length == 0, $"{string.Join(' ', args)}: status {status} {error}");
        var json = JsonDocument.Parse(output).RootElement;
        Assert.Equal(JsonValueKind.Object, json.ValueKind);
        return json;
    }

    /// <summary>Runs a command that must refuse, in one line of words.</summary>
    public async Task RefusesAsync(IEnumerable<string> args, string[] words, params (string Name, string Value)[] more)
    {
        var (status, output, error) = await RunAsync(args, more);
        Assert.Equal((1, ""), (status, output));
        Assert.All(words, word => Assert.Contains(word, error, StringComparison.Ordinal));
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
    }

    /// <summary>Starts a server and waits until it serves.</summary>
    public Task<RunningServer> ServeAsync(params IEnumerable<string> args)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        return ServeAsync(url, url, args);
    }

    /// <summary>Starts a server for browsers: they take passkeys and secure cookies from a name, not from an address.</summary>
    public Task<RunningServer> ServeBrowsersAsync()
    {
        var port = FreePort();
        return ServeAsync($"http://127.0.0.1:{port}", $"http://localhost:{port}", ["--public-url", $"http://localhost:{port}"]);
    }

    async Task<RunningServer> ServeAsync(string listen, string url, IEnumerable<string> args)
    {
        var process = Start(["serve", "--urls", listen, .. args]);
        try
        {
            await process.SaysAsync("Stop with Ctrl+C");
            return new(process, new Uri(url));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>A new organization with a client, made by commands.</summary>
    public async Task<JsonElement> CreateClientAsync()
    {
        var organization = (await JsonAsync("organizations", "create", "Contoso")).GetProperty("id").GetString()!;
        return await JsonAsync("clients", "create", "--organization", organization);
    }

    /// <summary>What the database holds, whoever has it open.</summary>
    public Task<IReadOnlyList<T>> ListAsync<T>(string sql) => (database ??= Options.Open()).Instance.ReadAsync(db => db.ListAsync<T>(sql, null, Stop), Stop);

    public async Task<long> CountAsync(string from) => (await ListAsync<long>($"select count(*) from {from}"))[0];

    public Task ExecuteAsync(string sql) => (database ??= Options.Open()).Instance.WriteAsync(db => db.ExecuteAsync(sql, null, Stop), Stop);

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (database is not null)
            await database.DisposeAsync();
        folder.Delete(recursive: true);
        if (Options.Provider == DatabaseProvider.PostgreSql)
            await AdministerAsync($"drop database {new NpgsqlConnectionStringBuilder(Options.ConnectionString).Database} with (force)");
    }

    static async Task AdministerAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(PostgreSql ?? "");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
