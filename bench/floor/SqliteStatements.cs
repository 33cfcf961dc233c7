using Microsoft.Data.Sqlite;

namespace Gatehouse.Bench.Floor;

/// <summary>One connection and its statements, each prepared once.</summary>
sealed class SqliteStatements : IDisposable
{
    readonly SqliteConnection connection;
    readonly Dictionary<string, SqliteCommand> prepared = new(ReferenceEqualityComparer.Instance);

    public SqliteStatements(string file)
    {
        connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file, Pooling = false, ForeignKeys = true, DefaultTimeout = 10,
        }.ToString());
        connection.Open();

        // As the product opens its files.
        using var settings = connection.CreateCommand();
        settings.CommandText = "pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory; pragma cache_size = -16000;";
        settings.ExecuteNonQuery();
    }

    public SqliteConnection Connection => connection;

    public void Dispose()
    {
        foreach (var command in prepared.Values)
            command.Dispose();
        connection.Dispose();
    }

    public void Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    public long Scalar(string sql, params ReadOnlySpan<object?> values) => (long)Bind(sql, values).ExecuteScalar()!;

    public StoredRow? Find(string sql, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        return reader.Read() ? Read(reader) : null;
    }

    public IReadOnlyList<StoredRow> List(string sql, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        var rows = new List<StoredRow>(100);
        while (reader.Read())
            rows.Add(Read(reader));
        return rows;
    }

    static StoredRow Read(SqliteDataReader reader) =>
        new(Guid.ParseExact(reader.GetString(0), "D"), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4));

    SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(sql, out var command))
            prepared.Add(sql, command = Prepare(sql, values.Length));
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] switch
            {
                null => DBNull.Value,
                // The driver would write upper case, and the product's rows have lower case.
                Guid id => id.ToString("D"),
                var value => value,
            };
        return command;
    }

    SqliteCommand Prepare(string sql, int count)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements are constants of FloorSql.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= count; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        return command;
    }
}
