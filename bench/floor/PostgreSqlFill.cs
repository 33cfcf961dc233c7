using Npgsql;

using NpgsqlTypes;

namespace Gatehouse.Bench.Floor;

/// <summary>Puts users and groups into the floor's PostgreSQL database.</summary>
static class PostgreSqlFill
{
    const string CopyUsersSql = """
        copy users (organization_id, user_id, user_name, user_name_key, external_id, display_name, active, resource,
            origin, provisioned_by, version, created_at, modified_at)
        from stdin (format binary)
        """;

    const string CopyAddressesSql = """
        copy user_emails (organization_id, user_id, address_key)
        from stdin (format binary)
        """;

    public static async Task RunAsync(string connectionString, int from, int to, IReadOnlyList<int> groups)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        foreach (var portion in FilledRows.Users(from, to))
            await CopyAsync(connection, [.. portion]);

        foreach (var size in groups)
        {
            var group = FilledRows.Group(size);
            await ExecuteAsync(
                connection, FloorSql.InsertGroup, Schema.Organization, group.Id, group.DisplayName, group.DisplayNameKey,
                group.ExternalId ?? "", group.Resource, group.Now);
            await ExecuteAsync(connection, FilledRows.FirstMembersSql, Schema.Organization, group.Id, group.Now, (long)size);
        }

        // What autovacuum would do a minute later.
        await ExecuteAsync(connection, "vacuum analyze");
    }

    static async Task CopyAsync(NpgsqlConnection connection, UserRow[] rows)
    {
        await using (var users = await connection.BeginBinaryImportAsync(CopyUsersSql))
        {
            foreach (var row in rows)
            {
                await users.StartRowAsync();
                await users.WriteAsync(Schema.Organization);
                await users.WriteAsync(row.Id);
                foreach (var text in (string?[])[row.UserName, row.UserNameKey, row.ExternalId, row.DisplayName])
                    await (text is null ? users.WriteNullAsync() : users.WriteAsync(text, NpgsqlDbType.Text));
                await users.WriteAsync(row.Active);
                foreach (var text in (string[])[row.Resource, "scim", "floor"])
                    await users.WriteAsync(text, NpgsqlDbType.Text);
                foreach (var number in (long[])[1, row.Now, row.Now])
                    await users.WriteAsync(number, NpgsqlDbType.Bigint);
            }

            await users.CompleteAsync();
        }

        await using var addresses = await connection.BeginBinaryImportAsync(CopyAddressesSql);
        foreach (var row in rows.Where(static row => row.AddressKey is not null))
        {
            await addresses.StartRowAsync();
            await addresses.WriteAsync(Schema.Organization);
            await addresses.WriteAsync(row.Id);
            await addresses.WriteAsync(row.AddressKey, NpgsqlDbType.Text);
        }

        await addresses.CompleteAsync();
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
#pragma warning disable CA2100 // Statements are constants.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
#pragma warning restore CA2100
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
