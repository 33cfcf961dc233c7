using Microsoft.Data.Sqlite;

using Npgsql;

namespace Gatehouse.Server.Storage;

/// <summary>A table of an organization and how rows become its columns, for <see cref="DbScope.InsertManyAsync{T}"/>.</summary>
/// <param name="Name">The table.</param>
/// <param name="Columns">All columns but the first, which is the organization's.</param>
sealed record ManyRows<T>(string Name, params IReadOnlyList<(string Column, Func<T, object?> Value)> Columns)
{
    string Names => string.Join(", ", Columns.Select(static one => one.Column));

    /// <summary>By COPY, which spares PostgreSQL a statement for each row.</summary>
    public async Task CopyAsync(NpgsqlConnection connection, OrganizationId organization, IReadOnlyCollection<T> rows, CancellationToken stop)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy {Name} (organization_id, {Names}) from stdin (format binary)", stop);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(stop);
            await copy.WriteAsync(organization.Value, stop);
            foreach (var (_, valueOf) in Columns)
            {
                if (valueOf(row) is { } value)
                    await copy.WriteAsync(value, stop);
                else
                    await copy.WriteNullAsync(stop);
            }
        }

        await copy.CompleteAsync(stop);
    }

    /// <summary>By one prepared statement.</summary>
    public void Insert(PreparedSqliteConnection connection, OrganizationId organization, IReadOnlyCollection<T> rows)
    {
        var sql = $"insert into {Name} (organization_id, {Names}) values (@organization, {string.Join(", ", Columns.Select(static one => "@" + one.Column))})";
        connection.Announce(sql);
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of tables and columns, all constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("@organization", organization.Value.ToString("D"));
        var parameters = Columns.Select(one => command.Parameters.Add(new SqliteParameter { ParameterName = "@" + one.Column })).ToList();
        foreach (var row in rows)
        {
            for (var i = 0; i < parameters.Count; i++)
                parameters[i].Value = Columns[i].Value(row) switch { null => DBNull.Value, Guid id => id.ToString("D"), var value => value };
            command.ExecuteNonQuery();
        }
    }
}
