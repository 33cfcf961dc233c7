using Gatehouse.Scim;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Directory;

/// <summary>The groups without their members. The only class that writes them.</summary>
sealed class Groups(TimeProvider clock)
{
    const string Columns = "r.group_id, r.resource, r.version, r.created_at, r.modified_at";

    const string Table = "groups r";

    const string InsertSql = """
        insert into groups (organization_id, group_id, display_name, display_name_key, external_id, resource, version, created_at, modified_at)
        values (@organization, @id, @DisplayName, @DisplayNameKey, @ExternalId, @Resource, 1, @now, @now)
        """;

    /// <summary>Stores a new group.</summary>
    /// <exception cref="UniqueViolationException">From here or from the commit: the name is taken, see <see cref="NameTaken"/>.</exception>
    public async Task<StoredGroup> InsertAsync(DbScope db, GroupRow row, CancellationToken stop)
    {
        var id = GroupId.New(clock);
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await db.LaterAsync(InsertSql, new { id = id.Value, row.DisplayName, row.DisplayNameKey, row.ExternalId, row.Resource, now }, stop);
        await DirectoryCounts.AddAsync(db, DirectoryCounts.Groups, id.Value, 1, stop);
        return new StoredGroup { GroupId = id.Value, Resource = row.Resource, Version = 1, CreatedAt = now, ModifiedAt = now };
    }

    static readonly ManyRows<(GroupId Id, GroupRow Row, long Now)> GroupRows = new(
        "groups",
        ("group_id", static one => one.Id.Value), ("display_name", static one => one.Row.DisplayName),
        ("display_name_key", static one => one.Row.DisplayNameKey), ("external_id", static one => one.Row.ExternalId),
        ("resource", static one => one.Row.Resource), ("version", static _ => 1L), ("created_at", static one => one.Now),
        ("modified_at", static one => one.Now));

    /// <summary>Stores many new groups.</summary>
    /// <exception cref="UniqueViolationException">A name or an id is taken; see <see cref="FindTakenAsync"/>.</exception>
    public async Task InsertManyAsync(DbScope db, IReadOnlyCollection<(GroupId Id, GroupRow Row)> rows, CancellationToken stop)
    {
        if (rows.Count == 0)
            return;

        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await db.InsertManyAsync(GroupRows, [.. rows.Select(one => (one.Id, one.Row, now))], stop);
        await DirectoryCounts.AddAsync(db, DirectoryCounts.Groups, rows.First().Id.Value, rows.Count, stop);
    }

    /// <summary>Those groups that have one of these names or ids.</summary>
    public Task<IReadOnlyList<TakenName>> FindTakenAsync(DbScope db, IEnumerable<string> nameKeys, IEnumerable<Guid> ids, CancellationToken stop)
    {
        var sql = $"""
            select group_id as id, display_name_key as name_key, external_id
            from groups
            where organization_id = @organization
              and {db.Dialect.AnyOf("display_name_key", "names")}
            union all
            select group_id, display_name_key, external_id
            from groups
            where organization_id = @organization
              and {db.Dialect.AnyOf("group_id", "ids")}
            """;
        return db.ListAsync<TakenName>(sql, new { names = db.Dialect.ListOf(nameKeys), ids = db.Dialect.ListOf(ids) }, stop);
    }

    const string FindSql = $"""
        select {Columns}
        from groups r
        where r.organization_id = @organization
          and r.group_id = @id
        """;

    public Task<StoredGroup?> FindAsync(DbScope db, GroupId id, CancellationToken stop) =>
        db.FindAsync<StoredGroup>(FindSql, new { id = id.Value }, stop);

    /// <summary>Reads a group and makes concurrent changes of it or its members wait until the transaction ends.</summary>
    public Task<StoredGroup?> FindForUpdateAsync(DbScope db, GroupId id, CancellationToken stop) =>
        db.FindAsync<StoredGroup>(FindSql + db.Dialect.ForUpdate, new { id = id.Value }, stop);

    const string UpdateSql = """
        update groups
        set display_name = @DisplayName, display_name_key = @DisplayNameKey, external_id = @ExternalId, resource = @Resource,
            version = version + 1, modified_at = @now
        where organization_id = @organization
          and group_id = @id
        """;

    /// <summary>Saves a changed group that was read for update.</summary>
    /// <exception cref="UniqueViolationException">From here or from the commit: the new name is taken, see <see cref="NameTaken"/>.</exception>
    public async Task<StoredGroup> UpdateAsync(DbScope db, StoredGroup group, GroupRow row, CancellationToken stop)
    {
        var saved = Next(group) with { Resource = row.Resource };
        await db.LaterAsync(
            UpdateSql, new { id = group.GroupId, row.DisplayName, row.DisplayNameKey, row.ExternalId, row.Resource, now = saved.ModifiedAt }, stop);
        return saved;
    }

    const string TouchSql = """
        update groups
        set version = version + 1, modified_at = @now
        where organization_id = @organization
          and group_id = @id
        """;

    /// <summary>Moves the version of a group that was read for update, because its members changed and nothing else.</summary>
    public async Task<StoredGroup> TouchAsync(DbScope db, StoredGroup group, CancellationToken stop)
    {
        var touched = Next(group);
        await db.LaterAsync(TouchSql, new { id = group.GroupId, now = touched.ModifiedAt }, stop);
        return touched;
    }

    /// <summary>The same for a group whose members were added in bulk.</summary>
    public Task TouchAsync(DbScope db, GroupId id, CancellationToken stop) =>
        db.LaterAsync(TouchSql, new { id = id.Value, now = clock.GetUtcNow().ToUnixTimeMilliseconds() }, stop);

    // The clock may step back; lastModified never does.
    StoredGroup Next(StoredGroup group) => group with
    {
        Version = group.Version + 1, ModifiedAt = Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), group.ModifiedAt + 1),
    };

    const string DeleteSql = """
        delete from groups
        where organization_id = @organization
          and group_id = @id
        """;

    /// <summary>Deletes a group that was read for update; its members stay.</summary>
    public async Task DeleteAsync(DbScope db, GroupId id, CancellationToken stop)
    {
        await db.LaterAsync(DeleteSql, new { id = id.Value }, stop);
        await DirectoryCounts.AddAsync(db, DirectoryCounts.Groups, id.Value, -1, stop);
    }

    /// <summary>How many groups fulfil a condition.</summary>
    public Task<long> CountAsync(DbScope db, RowCondition condition, CancellationToken stop) => condition == RowCondition.All
        ? DirectoryCounts.TotalAsync(db, DirectoryCounts.Groups, stop)
        : db.ScalarAsync<long>(RowSql.Count(Table, condition), RowSql.Parameters(condition), stop);

    public Task<IReadOnlyList<StoredGroup>> ListAsync(DbScope db, RowQuery query, CancellationToken stop) =>
        db.ListAsync<StoredGroup>(RowSql.Page(Columns, Table, "group_id", query), RowSql.Parameters(query), stop);

    /// <summary>The refusal of a name that another group has.</summary>
    public static ScimException NameTaken() =>
        ScimException.Uniqueness("Another group of the organization has this displayName. Find it with filter=displayName eq \"…\" and update it.");
}
