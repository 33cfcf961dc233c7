using System.Collections.Concurrent;
using System.Globalization;

using Dapper;

using Microsoft.Data.Sqlite;

using SQLitePCL;

namespace Gatehouse.Server.Storage;

/// <summary>
/// SQLite in one file. Readers have connections of their own and see the last commit. All writes of this process go through
/// <see cref="SqliteWriter"/>; other processes wait their turn by busy time-out.
/// </summary>
sealed class SqliteDatabase : Database
{
    const int BusySeconds = 10;
    static readonly Version OldestSafe = new(3, 50);

    // A row touches a page of each index, and those of names and addresses are anywhere: kept in memory and written back less often, a
    // million rows cost half the writing.
    const string BulkSql = "pragma cache_size = -256000; pragma wal_autocheckpoint = 25000;";

    readonly ConcurrentBag<PreparedSqliteConnection> readers = [];
    readonly string connectionString;
    readonly SqliteWriter writer;
    bool isDisposed;

    public SqliteDatabase(string file, bool isForBulk = false)
    {
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = file, Pooling = false, ForeignKeys = true, DefaultTimeout = BusySeconds,
        }.ToString();
        writer = new SqliteWriter(() => OpenWriter(isForBulk), Dialect);
    }

    public override SqlDialect Dialect { get; } = new SqliteDialect();

    public override async Task CheckAsync(CancellationToken stop)
    {
        using var connection = Open();
        var version = Version.Parse(connection.ServerVersion);
        if (version < OldestSafe)
            throw new StorageException($"SQLite {version} is too old; {OldestSafe} or later is needed.");

        var journal = await connection.ExecuteScalarAsync<string>("pragma journal_mode");
        var synchronous = await connection.ExecuteScalarAsync<long>("pragma synchronous");
        if (journal != "wal" || synchronous != 2)
            throw new StorageException(string.Create(
                CultureInfo.InvariantCulture, $"SQLite is not durable here (journal_mode={journal}, synchronous={synchronous})."));
    }

    public override async ValueTask DisposeAsync()
    {
        isDisposed = true;
        await writer.DisposeAsync();
        foreach (var reader in readers)
            await reader.DisposeAsync();
    }

    protected override async Task<T> RunReadAsync<T>(OrganizationId? organization, Func<DbScope, Task<T>> work, CancellationToken stop)
    {
        if (!readers.TryTake(out var connection))
            connection = Open();

        try
        {
            return await work(new DbScope(connection, null, Dialect, organization));
        }
        finally
        {
            if (isDisposed)
                await connection.DisposeAsync();
            else
                readers.Add(connection);
        }
    }

    protected override Task<T> RunWriteAsync<T>(OrganizationId? organization, Func<DbScope, Task<T>> work, CancellationToken stop) =>
        writer.RunAsync(organization, work, stop);

    PreparedSqliteConnection OpenWriter(bool isForBulk)
    {
        var connection = Open();
        if (isForBulk)
            connection.Execute(BulkSql);
        return connection;
    }

    PreparedSqliteConnection Open()
    {
        var connection = new PreparedSqliteConnection(connectionString);
        try
        {
            connection.Open();
            // Otherwise plans depend on bound limits, and each new value has the statement prepared again.
            raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
            connection.Execute("pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory; pragma cache_size = -16000;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
