using Npgsql;

namespace Gatehouse.Bench.Floor;

/// <summary>The floor on PostgreSQL: pooled connections, prepared statements, and as few round trips as a transaction allows.</summary>
sealed class PostgreSqlStore(string connectionString) : IFloorStore
{
    readonly NpgsqlDataSource source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
    {
        ApplicationName = "floor", MaxAutoPrepare = 100, AutoPrepareMinUsages = 2,
    });

    public ValueTask DisposeAsync() => source.DisposeAsync();

    // A batch without a transaction around it is one, and one round trip.
    public Task CreateUserAsync(UserRow row)
    {
        var insert = Command(
            FloorSql.InsertUser, row.Id, row.UserName, row.UserNameKey, row.ExternalId, row.DisplayName, row.Active, row.Resource, row.Now);
        return row.AddressKey is null ? RunAsync(insert) : RunAsync(insert, Command(FloorSql.InsertAddress, row.Id, row.AddressKey));
    }

    public Task<StoredRow?> FindUserAsync(Guid id) => FindAsync(Command(FloorSql.FindUser, id));

    public Task<StoredRow?> FindUserByNameAsync(string key) => FindAsync(Command(FloorSql.FindUserByName, key));

    public async Task<StoredRow?> ChangeUserAsync(Guid id, Func<string, string> change, long now)
    {
        await using var connection = await source.OpenConnectionAsync();
        StoredRow row;
        await using (var read = new NpgsqlBatch(connection) { BatchCommands = { new("begin"), Command(FloorSql.FindUser + "\nfor update", id) } })
        await using (var reader = await read.ExecuteReaderAsync())
        {
            if (!await reader.ReadAsync())
                throw new InvalidOperationException("The load program changes users that exist.");
            row = Read(reader);
        }

        var changed = row with { Resource = change(row.Resource), Version = row.Version + 1, ModifiedAt = now };
        await using var write = new NpgsqlBatch(connection)
        {
            BatchCommands = { Command(FloorSql.UpdateUser, id, changed.Resource, now), new("commit") },
        };
        await write.ExecuteNonQueryAsync();
        return changed;
    }

    public async Task<(long Total, IReadOnlyList<StoredRow> Rows)> PageAsync(Guid after, int count)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(Command(FloorSql.CountUsers));
        batch.BatchCommands.Add(Command(FloorSql.PageOfUsers, after, (long)count));
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.ReadAsync();
        var total = reader.GetInt64(0);

        await reader.NextResultAsync();
        var rows = new List<StoredRow>(count);
        while (await reader.ReadAsync())
            rows.Add(Read(reader));
        return (total, rows);
    }

    public Task DeleteUserAsync(Guid id) => RunAsync(Command(FloorSql.LeaveAll, id), Command(FloorSql.DeleteUser, id));

    public Task CreateGroupAsync(GroupRow row) => RunAsync(Command(
        FloorSql.InsertGroup, row.Id, row.DisplayName, row.DisplayNameKey, row.ExternalId, row.Resource, row.Now));

    public Task<StoredRow?> FindGroupByNameAsync(string key) => FindAsync(Command(FloorSql.FindGroupByName, key));

    public Task<long> JoinAsync(Guid group, IReadOnlyList<Guid> members, long now) =>
        MoveAsync(group, now, members.Select(member => Command(FloorSql.Join, group, member, now)));

    public Task<long> LeaveAsync(Guid group, IReadOnlyList<Guid> members, long now) =>
        MoveAsync(group, now, members.Select(member => Command(FloorSql.Leave, group, member)));

    public Task DeleteGroupAsync(Guid id) => RunAsync(Command(FloorSql.DeleteGroup, id));

    // The group's row goes first: its lock makes changes of one group queue.
    async Task<long> MoveAsync(Guid group, long now, IEnumerable<NpgsqlBatchCommand> changes)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(Command(FloorSql.MoveGroup, group, now));
        foreach (var change in changes)
            batch.BatchCommands.Add(change);
        return (long)(await batch.ExecuteScalarAsync())!;
    }

    async Task<StoredRow?> FindAsync(NpgsqlBatchCommand command)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync();
        return await reader.ReadAsync() ? Read(reader) : null;
    }

    async Task RunAsync(params NpgsqlBatchCommand[] commands)
    {
        await using var batch = source.CreateBatch();
        foreach (var command in commands)
            batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync();
    }

    static StoredRow Read(NpgsqlDataReader reader) =>
        new(reader.GetGuid(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4));

    static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Schema.Organization });
        foreach (var value in values)
            command.Parameters.Add(value switch
            {
                Guid id => new NpgsqlParameter<Guid> { TypedValue = id },
                long number => new NpgsqlParameter<long> { TypedValue = number },
                bool flag => new NpgsqlParameter<bool> { TypedValue = flag },
                _ => new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
            });
        return command;
    }
}
