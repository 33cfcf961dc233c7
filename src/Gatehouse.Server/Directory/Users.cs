using Gatehouse.Scim;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Directory;

/// <summary>The users and their address index. The only class that writes them, except for deletion.</summary>
sealed class Users(TimeProvider clock, IEnumerable<IUserEndings> endings)
{
    const string Columns = """
        r.user_id, r.resource, r.origin, r.provisioned_by, r.version, r.created_at, r.modified_at,
            m.user_id as manager_id, coalesce(m.display_name, m.user_name) as manager_name
        """;

    const string Table = "users r";

    const string WithManagers = "users r left join users m on m.organization_id = r.organization_id and m.user_id = r.manager_id";

    const string InsertSql = """
        insert into users (organization_id, user_id, user_name, user_name_key, external_id, display_name, manager_id, active,
            resource, origin, provisioned_by, version, created_at, modified_at)
        values (@organization, @id, @UserName, @UserNameKey, @ExternalId, @DisplayName, @ManagerId, @Active, @Resource,
            @origin, @provisionedBy, 1, @now, @now)
        """;

    /// <summary>Stores a new user.</summary>
    /// <exception cref="UniqueViolationException">From here or from the commit: the name is taken, see <see cref="NameTaken"/>.</exception>
    public async Task<StoredUser> InsertAsync(DbScope db, UserRow row, string origin, string? provisionedBy, CancellationToken stop)
    {
        var id = UserId.New(clock);
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await db.LaterAsync(InsertSql, new
        {
            id = id.Value, row.UserName, row.UserNameKey, row.ExternalId, row.DisplayName, row.ManagerId, row.Active, row.Resource, origin,
            provisionedBy, now,
        }, stop);
        await IndexAddressesAsync(db, id, row.AddressKeys, stop);
        await DirectoryCounts.AddAsync(db, DirectoryCounts.Users, id.Value, 1, stop);
        return await WithManagerAsync(db, row.ManagerId, new StoredUser
        {
            UserId = id.Value, Resource = row.Resource, Origin = origin, ProvisionedBy = provisionedBy,
            Version = 1, CreatedAt = now, ModifiedAt = now,
        }, stop);
    }

    static readonly ManyRows<(UserId Id, UserRow Row, string Origin, long Now)> UserRows = new(
        "users",
        ("user_id", static one => one.Id.Value), ("user_name", static one => one.Row.UserName), ("user_name_key", static one => one.Row.UserNameKey),
        ("external_id", static one => one.Row.ExternalId), ("display_name", static one => one.Row.DisplayName),
        ("manager_id", static one => one.Row.ManagerId), ("active", static one => one.Row.Active), ("resource", static one => one.Row.Resource),
        ("origin", static one => one.Origin), ("version", static _ => 1L), ("created_at", static one => one.Now), ("modified_at", static one => one.Now));

    static readonly ManyRows<(UserId Id, string Key)> AddressRows = new(
        "user_emails", ("user_id", static one => one.Id.Value), ("address_key", static one => one.Key));

    /// <summary>Stores many new users, whom no client has provisioned.</summary>
    /// <exception cref="UniqueViolationException">A name or an id is taken; see <see cref="FindTakenAsync"/>.</exception>
    public async Task InsertManyAsync(DbScope db, IReadOnlyCollection<(UserId Id, UserRow Row)> rows, string origin, CancellationToken stop)
    {
        if (rows.Count == 0)
            return;

        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await db.InsertManyAsync(UserRows, [.. rows.Select(one => (one.Id, one.Row, origin, now))], stop);
        await db.InsertManyAsync(AddressRows, [.. rows.SelectMany(static one => one.Row.AddressKeys.Select(key => (one.Id, key)))], stop);
        await DirectoryCounts.AddAsync(db, DirectoryCounts.Users, rows.First().Id.Value, rows.Count, stop);
    }

    /// <summary>Those users who have one of these names or ids, deleted ones too as far as ids go.</summary>
    public Task<IReadOnlyList<TakenName>> FindTakenAsync(DbScope db, IEnumerable<string> nameKeys, IEnumerable<Guid> ids, CancellationToken stop)
    {
        var sql = $"""
            select user_id as id, user_name_key as name_key, external_id
            from users
            where organization_id = @organization
              and {db.Dialect.AnyOf("user_name_key", "names")}
            union all
            select user_id, user_name_key, external_id
            from users
            where organization_id = @organization
              and {db.Dialect.AnyOf("user_id", "ids")}
            union all
            select user_id, '', null
            from deleted_users
            where organization_id = @organization
              and {db.Dialect.AnyOf("user_id", "ids")}
            """;
        return db.ListAsync<TakenName>(sql, new { names = db.Dialect.ListOf(nameKeys), ids = db.Dialect.ListOf(ids) }, stop);
    }

    const string FindSql = $"""
        select {Columns}
        from {WithManagers}
        where r.organization_id = @organization
          and r.user_id = @id
        """;

    /// <summary>A user, and the groups it is a direct member of.</summary>
    public async Task<UserInGroups?> FindAsync(DbScope db, UserId id, CancellationToken stop) => First(
        await db.ListBothAsync<StoredUser, Membership>(FindSql, GroupMembers.GroupsOfOneSql, new { id = id.Value }, stop));

    /// <summary>The same, and keeps others from changing the user until the transaction ends.</summary>
    public async Task<UserInGroups?> FindForUpdateAsync(DbScope db, UserId id, CancellationToken stop) => First(
        await db.ListBothAsync<StoredUser, Membership>(FindSql + db.Dialect.ForUpdateOf("r"), GroupMembers.GroupsOfOneSql, new { id = id.Value }, stop));

    static UserInGroups? First((IReadOnlyList<StoredUser> Users, IReadOnlyList<Membership> Groups) found) =>
        found.Users.Count == 0 ? null : new(found.Users[0], found.Groups);

    const string FindByExternalIdSql = $"""
        select {Columns}
        from {WithManagers}
        where r.organization_id = @organization
          and r.external_id = @externalId
        order by r.user_id
        limit @take
        """;

    /// <summary>Users whom a provisioning client calls so. It should be one, and nothing enforces it.</summary>
    public Task<IReadOnlyList<StoredUser>> FindByExternalIdAsync(DbScope db, string externalId, int take, CancellationToken stop) =>
        db.ListAsync<StoredUser>(FindByExternalIdSql, new { externalId, take }, stop);

    const string FindByAddressSql = $"""
        select {Columns}
        from {WithManagers}
        where r.organization_id = @organization
          and (r.user_name_key = @key
            or r.user_id in (select e.user_id from user_emails e where e.organization_id = @organization and e.address_key = @key))
        order by r.user_id
        limit @take
        """;

    /// <summary>Users who have an address as their userName or among their e-mails.</summary>
    public Task<IReadOnlyList<StoredUser>> FindByAddressAsync(DbScope db, string address, int take, CancellationToken stop) =>
        db.ListAsync<StoredUser>(FindByAddressSql, new { key = NameKey.Of(address), take }, stop);

    const string UpdateSql = """
        update users
        set user_name = @UserName, user_name_key = @UserNameKey, external_id = @ExternalId, display_name = @DisplayName,
            manager_id = @ManagerId, deactivated_at = case when active and not @Active then @now else deactivated_at end, active = @Active,
            resource = @Resource, provisioned_by = @provisionedBy, version = version + 1, modified_at = @now
        where organization_id = @organization
          and user_id = @id
        """;

    /// <summary>Saves a changed user that was read for update.</summary>
    /// <exception cref="UniqueViolationException">From here or from the commit: the new name is taken, see <see cref="NameTaken"/>.</exception>
    public async Task<StoredUser> UpdateAsync(DbScope db, StoredUser user, UserRow row, string? provisionedBy, CancellationToken stop)
    {
        // The clock may step back; lastModified never does.
        var now = Math.Max(clock.GetUtcNow().ToUnixTimeMilliseconds(), user.ModifiedAt + 1);
        await db.LaterAsync(UpdateSql, new
        {
            id = user.UserId, row.UserName, row.UserNameKey, row.ExternalId, row.DisplayName, row.ManagerId, row.Active, row.Resource,
            provisionedBy, now,
        }, stop);

        var before = UserRow.From(user.Read());
        if (before.Active && !row.Active)
            await EndAsync(db, new UserId(user.UserId), stop);
        if (!before.AddressKeys.SequenceEqual(row.AddressKeys, StringComparer.Ordinal))
        {
            await db.LaterAsync(DeleteEmailsSql, new { id = user.UserId }, stop);
            await IndexAddressesAsync(db, new UserId(user.UserId), row.AddressKeys, stop);
        }

        var saved = user with { Resource = row.Resource, ProvisionedBy = provisionedBy, Version = user.Version + 1, ModifiedAt = now };
        return row.ManagerId == user.ManagerId ? saved : await WithManagerAsync(db, row.ManagerId, saved, stop);
    }

    /// <summary>Tells whoever must know, in this transaction, that a user is deactivated or deleted.</summary>
    public async Task EndAsync(DbScope db, UserId user, CancellationToken stop)
    {
        foreach (var one in endings)
            await one.EndedAsync(db, user, stop);
    }

    const string FindManagerSql = """
        select user_id as manager_id, coalesce(display_name, user_name) as manager_name
        from users
        where organization_id = @organization
          and user_id = @id
        """;

    // A manager who does not exist (yet) is kept as sent, without address and name.
    static async Task<StoredUser> WithManagerAsync(DbScope db, Guid? id, StoredUser user, CancellationToken stop)
    {
        var manager = id is null ? null : await db.FindAsync<Manager>(FindManagerSql, new { id }, stop);
        return user with { ManagerId = manager?.ManagerId, ManagerName = manager?.ManagerName };
    }

    /// <summary>How many users fulfil a condition.</summary>
    public Task<long> CountAsync(DbScope db, RowCondition condition, CancellationToken stop) => condition == RowCondition.All
        ? DirectoryCounts.TotalAsync(db, DirectoryCounts.Users, stop)
        : db.ScalarAsync<long>(RowSql.Count(Table, condition), RowSql.Parameters(condition), stop);

    public Task<IReadOnlyList<StoredUser>> ListAsync(DbScope db, RowQuery query, CancellationToken stop) =>
        db.ListAsync<StoredUser>(RowSql.Page(Columns, WithManagers, "user_id", query), RowSql.Parameters(query), stop);

    /// <summary>A page of users with the groups that they are direct members of.</summary>
    public async Task<IReadOnlyList<UserInGroups>> ListInGroupsAsync(DbScope db, RowQuery query, CancellationToken stop)
    {
        var groupsSql = GroupMembers.GroupsOfSql(RowSql.Page("r.user_id", Table, "user_id", query));
        var (page, groups) = await db.ListBothAsync<StoredUser, Membership>(
            RowSql.Page(Columns, WithManagers, "user_id", query), groupsSql, RowSql.Parameters(query), stop);
        var byMember = groups.ToLookup(static membership => membership.MemberId);
        return [.. page.Select(user => new UserInGroups(user, [.. byMember[user.UserId]]))];
    }

    const string InsertEmailSql = """
        insert into user_emails (organization_id, user_id, address_key)
        values (@organization, @id, @key)
        """;

    const string DeleteEmailsSql = """
        delete from user_emails
        where organization_id = @organization
          and user_id = @id
        """;

    internal static async Task IndexAddressesAsync(DbScope db, UserId id, IReadOnlyList<string> keys, CancellationToken stop)
    {
        foreach (var key in keys)
            await db.LaterAsync(InsertEmailSql, new { id = id.Value, key }, stop);
    }

    /// <summary>The refusal of a name that another user has.</summary>
    public static ScimException NameTaken() =>
        ScimException.Uniqueness("Another user of the organization has this userName. Find it with filter=userName eq \"…\" and update it.");

    sealed class Manager
    {
        public required Guid ManagerId { get; init; }

        public required string ManagerName { get; init; }
    }
}
