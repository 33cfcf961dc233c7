using System.Diagnostics;
using System.Reflection;

using Dapper;

using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using DbUp.Engine.Output;

using Microsoft.Data.Sqlite;

using Npgsql;

namespace Gatehouse.Server.Storage;

/// <summary>What a database's schema is to this program.</summary>
enum SchemaState
{
    Empty,
    Older,
    Current,
    Newer,
}

/// <summary>Brings a database's schema forward with the scripts under Migrations, in the order of their names, each once (DbUp).</summary>
sealed class Migrator
{
    const string Prefix = "Gatehouse.Server.Storage.Migrations.";

    /// <summary>Any number will do, as long as every node uses the same one.</summary>
    const long AdvisoryLock = 7_643_7_644;

    /// <summary>A SQLite database is migrated in much less; what takes longer is a folder that cannot be written to.</summary>
    static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(1);

    readonly DatabaseOptions options;

    public Migrator(DatabaseOptions options) => this.options = options;

    static IReadOnlyList<string> KnownScripts { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(IsMigration).Order(StringComparer.Ordinal),
    ];

    /// <summary>Compares the database with this program, without changing it.</summary>
    public SchemaState Look()
    {
        var applied = Upgrader(new NoLog()).GetExecutedScripts();
        if (applied.Count == 0)
            return SchemaState.Empty;
        if (applied.Except(KnownScripts, StringComparer.Ordinal).Any())
            return SchemaState.Newer;
        return KnownScripts.Except(applied, StringComparer.Ordinal).Any() ? SchemaState.Older : SchemaState.Current;
    }

    /// <summary>Runs what has not been run. Several processes may do so at once: one works, the others wait.</summary>
    /// <returns>The scripts that ran.</returns>
    /// <exception cref="StorageException">The database is newer than this program, or a script failed.</exception>
    public IReadOnlyList<string> Migrate()
    {
        using var alone = WaitForTurn();
        return MigrateAlone();
    }

    /// <summary>Makes sure that a server can start: migrates what is empty, and SQLite always.</summary>
    /// <exception cref="StorageException">The schema is newer than the program, or older on a database that an operator migrates.</exception>
    public void Prepare()
    {
        if (Look() == SchemaState.Current)
            return;

        // Half of another process's work looks like an older release: what counts is what it leaves.
        using var alone = WaitForTurn();
        if (Look() == SchemaState.Older && options.Provider == DatabaseProvider.PostgreSql)
            throw new StorageException("The database's schema is older than this program. Run 'gatehouse migrate' first.");

        MigrateAlone();
    }

    List<string> MigrateAlone()
    {
        if (Look() == SchemaState.Newer)
            throw NewerThanProgram();

        var result = Upgrader(new NoLog()).PerformUpgrade();
        if (!result.Successful)
            throw new StorageException($"Migration {NameOf(result.ErrorScript?.Name ?? "?")} failed: {result.Error.Message}", result.Error);
        return [.. result.Scripts.Select(static script => NameOf(script.Name))];
    }

    UpgradeEngine Upgrader(IUpgradeLog log) =>
        Engine()
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), IsMigration)
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(log)
            .Build();

    UpgradeEngineBuilder Engine() => options.Provider == DatabaseProvider.PostgreSql
        ? DeployChanges.To.PostgresqlDatabase(options.ConnectionString).JournalToPostgresqlTable(null, "schemaversions")
        : DeployChanges.To.SqliteDatabase(options.ConnectionString).JournalToSqliteTable("schemaversions");

    IDisposable WaitForTurn()
    {
        if (options.Provider == DatabaseProvider.PostgreSql)
        {
            // The lock ends with its connection, and a pool would keep both; waiting is no statement that takes too long.
            var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Pooling = false, CommandTimeout = 0 };
            var connection = new NpgsqlConnection(settings.ConnectionString);
            connection.Open();
            connection.Execute("select pg_advisory_lock(@key)", new { key = AdvisoryLock });
            return connection;
        }

        var file = new SqliteConnectionStringBuilder(options.ConnectionString).DataSource;
        return WaitForFile(file + ".migrating");
    }

    static FileStream WaitForFile(string path)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(started) < LongestTurn)
            {
                Thread.Sleep(50);
            }
        }
    }

    static bool IsMigration(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.Length > Prefix.Length && char.IsAsciiDigit(name[Prefix.Length]);

    static string NameOf(string script) => script.StartsWith(Prefix, StringComparison.Ordinal) ? script[Prefix.Length..] : script;

    static StorageException NewerThanProgram() =>
        new("The database's schema is newer than this program. Start the newer version of gatehouse, or restore an older backup.");

    sealed class NoLog : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args)
        {
        }

        public void LogDebug(string format, params object[] args)
        {
        }

        public void LogInformation(string format, params object[] args)
        {
        }

        public void LogWarning(string format, params object[] args)
        {
        }

        public void LogError(string format, params object[] args)
        {
        }

        public void LogError(Exception ex, string format, params object[] args)
        {
        }
    }
}
