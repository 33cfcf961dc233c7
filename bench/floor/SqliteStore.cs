using System.Collections.Concurrent;

namespace Gatehouse.Bench.Floor;

/// <summary>The floor on SQLite: one writer, readers with connections of their own.</summary>
sealed class SqliteStore : IFloorStore
{
    static readonly object Organization = Schema.Organization;

    readonly ConcurrentBag<SqliteStatements> readers = [];
    readonly SqliteStatements writer;
    readonly ISqliteCommits commits;
    readonly string file;

    public SqliteStore(string file, bool groupCommit)
    {
        this.file = file;
        writer = new SqliteStatements(file);
        commits = groupCommit ? new GroupCommits(writer) : new SingleCommits(writer);
    }

    public async ValueTask DisposeAsync()
    {
        await commits.DisposeAsync();
        writer.Dispose();
        foreach (var reader in readers)
            reader.Dispose();
    }

    public Task CreateUserAsync(UserRow row) => commits.RunAsync(db =>
    {
        Insert(db, Organization, row);
        return true;
    });

    /// <summary>Writes the rows of a user; the fill does the same.</summary>
    public static void Insert(SqliteStatements db, object organization, UserRow row)
    {
        db.Execute(
            FloorSql.InsertUser, organization, row.Id, row.UserName, row.UserNameKey, row.ExternalId, row.DisplayName, row.Active, row.Resource, row.Now);
        if (row.AddressKey is not null)
            db.Execute(FloorSql.InsertAddress, organization, row.Id, row.AddressKey);
    }

    public Task<StoredRow?> FindUserAsync(Guid id) => Read(db => db.Find(FloorSql.FindUser, Organization, id));

    public Task<StoredRow?> FindUserByNameAsync(string key) => Read(db => db.Find(FloorSql.FindUserByName, Organization, key));

    public Task<StoredRow?> ChangeUserAsync(Guid id, Func<string, string> change, long now) => commits.RunAsync(db =>
    {
        if (db.Find(FloorSql.FindUser, Organization, id) is not { } row)
            return null;

        var changed = row with { Resource = change(row.Resource), Version = row.Version + 1, ModifiedAt = now };
        db.Execute(FloorSql.UpdateUser, Organization, id, changed.Resource, now);
        return changed;
    });

    public Task<(long Total, IReadOnlyList<StoredRow> Rows)> PageAsync(Guid after, int count) => Read(db =>
        (db.Scalar(FloorSql.CountUsers, Organization), db.List(FloorSql.PageOfUsers, Organization, after, (long)count)));

    public Task DeleteUserAsync(Guid id) => commits.RunAsync(db =>
    {
        db.Execute(FloorSql.LeaveAll, Organization, id);
        db.Execute(FloorSql.DeleteUser, Organization, id);
        return true;
    });

    public Task CreateGroupAsync(GroupRow row) => commits.RunAsync(db =>
    {
        Insert(db, Organization, row);
        return true;
    });

    public static void Insert(SqliteStatements db, object organization, GroupRow row) => db.Execute(
        FloorSql.InsertGroup, organization, row.Id, row.DisplayName, row.DisplayNameKey, row.ExternalId, row.Resource, row.Now);

    public Task<StoredRow?> FindGroupByNameAsync(string key) => Read(db => db.Find(FloorSql.FindGroupByName, Organization, key));

    public Task<long> JoinAsync(Guid group, IReadOnlyList<Guid> members, long now) => commits.RunAsync(db =>
    {
        foreach (var member in members)
            db.Execute(FloorSql.Join, Organization, group, member, now);
        return db.Scalar(FloorSql.MoveGroup, Organization, group, now);
    });

    public Task<long> LeaveAsync(Guid group, IReadOnlyList<Guid> members, long now) => commits.RunAsync(db =>
    {
        foreach (var member in members)
            db.Execute(FloorSql.Leave, Organization, group, member);
        return db.Scalar(FloorSql.MoveGroup, Organization, group, now);
    });

    public Task DeleteGroupAsync(Guid id) => commits.RunAsync(db =>
    {
        db.Execute(FloorSql.DeleteGroup, Organization, id);
        return true;
    });

    Task<T> Read<T>(Func<SqliteStatements, T> read)
    {
        if (!readers.TryTake(out var reader))
            reader = new SqliteStatements(file);
        try
        {
            return Task.FromResult(read(reader));
        }
        finally
        {
            readers.Add(reader);
        }
    }
}
