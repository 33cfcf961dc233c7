using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Storage;

/// <summary>How a database gets its schema, and what a program does with one that is not its own (L12, L34).</summary>
public abstract class MigratorTests : IAsyncLifetime
{
    const int Several = 6;

    readonly OAuthServer server;
    DirectoryInfo data = null!; // Set, like the next one, before the test runs.
    DatabaseOptions options = null!;

    protected MigratorTests(OAuthServer server)
    {
        this.server = server;
        Assert.SkipWhen(server.MissingBecause is not null, server.MissingBecause ?? "");
    }

    static string[] Scripts { get; } = ["0001_organizations.sql", "0002_directory.sql", "0003_scim.sql", "0004_imports.sql", "0005_mail.sql", "0006_sign_in.sql", "0007_openid.sql", "0008_federation.sql"];

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal DatabaseOptions Options => options;

    public async ValueTask InitializeAsync()
    {
        data = System.IO.Directory.CreateTempSubdirectory("gatehouse-migrator-");
        options = await server.CreateDatabaseAsync(data.FullName);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        data.Delete(recursive: true);
        return default;
    }

    [Fact]
    public void An_empty_database_becomes_current_script_by_script()
    {
        Assert.Equal(SchemaState.Empty, new Migrator(options).Look());

        Assert.Equal(Scripts, new Migrator(options).Migrate());

        Assert.Equal(SchemaState.Current, new Migrator(options).Look());
    }

    [Fact]
    public void Migrating_again_does_nothing()
    {
        new Migrator(options).Migrate();

        Assert.Empty(new Migrator(options).Migrate());
        new Migrator(options).Prepare();

        Assert.Equal(SchemaState.Current, new Migrator(options).Look());
    }

    [Fact]
    public async Task Several_that_migrate_at_once_take_turns_and_one_of_them_works()
    {
        var ran = await Task.WhenAll(Enumerable.Range(0, Several).Select(_ => Task.Run(() => new Migrator(options).Migrate(), Stop)));

        Assert.Equal(Scripts, ran.SelectMany(static scripts => scripts));
    }

    [Fact]
    public async Task Several_servers_that_start_at_once_on_an_empty_database_all_find_it_ready()
    {
        await Task.WhenAll(Enumerable.Range(0, Several).Select(_ => Task.Run(() => new Migrator(options).Prepare(), Stop)));

        Assert.Equal(SchemaState.Current, new Migrator(options).Look());
    }

    [Fact]
    public async Task A_newer_database_is_refused_with_one_line_and_left_as_it_is()
    {
        new Migrator(options).Migrate();
        await RunAsync($"insert into schemaversions (scriptname, applied) values ('Gatehouse.Server.Storage.Migrations.0999_future.sql', {Now})");
        Assert.Equal(SchemaState.Newer, new Migrator(options).Look());

        var atStart = Assert.Throws<StorageException>(() => new Migrator(options).Prepare());
        var onCommand = Assert.Throws<StorageException>(() => new Migrator(options).Migrate());

        Assert.Equal(atStart.Message, onCommand.Message);
        Assert.Contains("newer than this program", atStart.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', atStart.Message);
    }

    [Fact]
    public async Task A_newer_database_that_also_lacks_a_script_is_still_newer()
    {
        await MakeOlderAsync();
        await RunAsync($"insert into schemaversions (scriptname, applied) values ('Gatehouse.Server.Storage.Migrations.0999_future.sql', {Now})");

        Assert.Equal(SchemaState.Newer, new Migrator(options).Look());
    }

    [Fact]
    public async Task An_older_database_is_brought_forward_by_the_command_with_the_missing_script_alone()
    {
        await MakeOlderAsync();

        Assert.Equal(SchemaState.Older, new Migrator(options).Look());
        Assert.Equal([Scripts[^1]], new Migrator(options).Migrate());

        Assert.Equal(SchemaState.Current, new Migrator(options).Look());
    }

    [Fact]
    public async Task A_script_that_fails_is_named_and_leaves_nothing_half_done()
    {
        await MakeOlderAsync();
        await RunAsync("create table identity_providers (in_the_way bigint)");

        var failure = Assert.Throws<StorageException>(() => new Migrator(options).Migrate());

        Assert.Contains(Scripts[^1], failure.Message, StringComparison.Ordinal);
        Assert.Equal(SchemaState.Older, new Migrator(options).Look());
        await RunAsync("drop table identity_providers");
        Assert.Equal([Scripts[^1]], new Migrator(options).Migrate());
    }

    /// <summary>The instant of now in the engine's own type for the journal.</summary>
    protected abstract string Now { get; }

    /// <summary>A database as the release before left it: without the last script.</summary>
    protected async Task MakeOlderAsync()
    {
        new Migrator(options).Migrate();
        foreach (var table in (string[])["federated_identities", "identity_provider_domains", "identity_providers"])
            await RunAsync($"drop table {table}");
        await RunAsync("drop index audit_events_by_federation");
        await RunAsync("delete from schemaversions where scriptname like '%0008_federation.sql'");
    }

    protected async Task RunAsync(string sql)
    {
        await using var database = options.Open();
        await database.Instance.WriteAsync(db => db.ExecuteAsync(sql, null, Stop), Stop);
    }
}

public sealed class MigratorOnSqlite(SqliteServer server) : MigratorTests(server)
{
    protected override string Now => "datetime('now')";

    [Fact]
    public async Task An_older_database_is_brought_forward_at_the_start()
    {
        await MakeOlderAsync();

        new Migrator(Options).Prepare();

        Assert.Equal(SchemaState.Current, new Migrator(Options).Look());
    }

    [Fact]
    public void Nothing_of_taking_turns_is_left_in_the_folder()
    {
        new Migrator(Options).Migrate();

        var folder = Path.GetDirectoryName(new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(Options.ConnectionString).DataSource)!;
        Assert.DoesNotContain(System.IO.Directory.GetFiles(folder), static file => file.EndsWith(".migrating", StringComparison.Ordinal));
    }

    [Fact]
    public void The_folder_of_a_new_database_is_its_owners_alone()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("gatehouse-private-");
        var inside = Path.Combine(folder.FullName, "data");

        DatabaseOptions.SqliteIn(inside);

        Assert.True(System.IO.Directory.Exists(inside));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(inside));
        folder.Delete(recursive: true);
    }
}

public sealed class MigratorOnPostgreSql(PostgreSqlServer server) : MigratorTests(server)
{
    protected override string Now => "now()";

    [Fact]
    public async Task An_older_database_waits_for_its_operator_and_says_so_in_one_line()
    {
        await MakeOlderAsync();

        var refusal = Assert.Throws<StorageException>(() => new Migrator(Options).Prepare());

        Assert.Contains("gatehouse migrate", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Equal(SchemaState.Older, new Migrator(Options).Look());
    }

    [Fact]
    public async Task The_turn_is_given_back_at_once()
    {
        new Migrator(Options).Migrate();

        // A lock that a pooled connection keeps would hold up other processes for minutes.
        await using var database = Options.Open();
        Assert.Equal(0, await database.Instance.ReadAsync(static db => db.ScalarAsync<long>("""
            select count(*)
            from pg_locks
            where locktype = 'advisory'
              and database = (select oid from pg_database where datname = current_database())
            """, null, Stop), Stop));
    }

    [Fact]
    public async Task A_process_whose_turn_comes_late_does_not_give_up()
    {
        // The pool's time limit for statements is no limit for waiting until another process has migrated.
        var impatient = Options with { ConnectionString = Options.ConnectionString + ";Command Timeout=1" };
        await using var other = new Npgsql.NpgsqlConnection(Options.ConnectionString + ";Pooling=false");
        await other.OpenAsync(Stop);
        await using var transaction = await other.BeginTransactionAsync(Stop);
        await using var takeTurn = new Npgsql.NpgsqlCommand("select pg_advisory_xact_lock(76437644)", other, transaction);
        await takeTurn.ExecuteNonQueryAsync(Stop);

        var waiting = Task.Run(() => new Migrator(impatient).Migrate(), Stop);
        await Assert.ThrowsAsync<TimeoutException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(2), Stop));
        await transaction.RollbackAsync(Stop);

        Assert.NotEmpty(await waiting);
    }
}
