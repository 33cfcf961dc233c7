using Microsoft.Data.Sqlite;

using Npgsql;

namespace Gatehouse.Server.Storage;

/// <summary>Which engine keeps the data.</summary>
enum DatabaseProvider
{
    Sqlite,
    PostgreSql,
}

/// <summary>Where the data is kept.</summary>
sealed record DatabaseOptions(DatabaseProvider Provider, string ConnectionString)
{
    /// <summary>
    /// For a process that writes very many rows and ends: it may use memory that a server should not, and leaves WAL files longer.
    /// </summary>
    public bool IsForBulk { get; init; }

    /// <summary>SQLite in the data folder, which is made if need be.</summary>
    public static DatabaseOptions SqliteIn(string folder)
    {
        _ = SqliteLibrary.IsUnlocked;
        CreatePrivately(folder);
        var file = Path.Combine(folder, "gatehouse.db");
        return new(DatabaseProvider.Sqlite, new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
    }

    /// <exception cref="StorageException">The connection string has another form than Npgsql's.</exception>
    public static DatabaseOptions PostgreSqlAt(string connectionString)
    {
        try
        {
            return new(DatabaseProvider.PostgreSql, new NpgsqlConnectionStringBuilder(connectionString).ConnectionString);
        }
        catch (ArgumentException problem)
        {
            throw new StorageException($"ConnectionStrings:Gatehouse cannot be read: {problem.Message} Write it like Host=…;Database=…;Username=…;Password=….", problem);
        }
    }

    public Database Open() => Provider == DatabaseProvider.PostgreSql
        ? new PostgreSqlDatabase(ConnectionString)
        : new SqliteDatabase(new SqliteConnectionStringBuilder(ConnectionString).DataSource, IsForBulk);

    // The folder holds people's data and the sealing key: others on the machine have no business in it.
    static void CreatePrivately(string folder)
    {
        if (OperatingSystem.IsWindows())
            System.IO.Directory.CreateDirectory(folder);
        else
            System.IO.Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
