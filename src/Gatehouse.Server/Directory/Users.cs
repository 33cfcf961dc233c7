using Gatehouse.Scim;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Directory;

/// <summary>The users and their address index. The only class that writes them, except for deletion.</summary>
sealed class Users(TimeProvider clock)
{
    const string Columns = "r.user_id, r.resource, r.origin, r.provisioned_by, r.version, r.created_at, r.modified_at";

    const string InsertSql = """
        insert into users (organization_id, user_id, user_name, user_name_key, external_id, display_name, active, resource,
            origin, provisioned_by, version, created_at, modified_at)
        values (@organization, @id, @UserName, @UserNameKey, @ExternalId, @DisplayName, @Active, @Resource,
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
            id = id.Value, row.UserName, row.UserNameKey, row.ExternalId, row.DisplayName, row.Active, row.Resource, origin, provisionedBy, now,
        }, stop);
        await IndexAddressesAsync(db, id, row.AddressKeys, stop);
        return new StoredUser
        {
            UserId = id.Value, Resource = row.Resource, Origin = origin, ProvisionedBy = provisionedBy,
            Version = 1, CreatedAt = now, ModifiedAt = now,
        };
    }

    const string FindSql = $"""
        select {Columns}
        from users r
        where r.organization_id = @organization
          and r.user_id = @id
        """;

    public Task<StoredUser?> FindAsync(DbScope db, UserId id, CancellationToken stop) =>
        db.FindAsync<StoredUser>(FindSql, new { id = id.Value }, stop);

    /// <summary>Reads a user and keeps others from changing it until the transaction ends.</summary>
    public Task<StoredUser?> FindForUpdateAsync(DbScope db, UserId id, CancellationToken stop) =>
        db.FindAsync<StoredUser>(FindSql + db.Dialect.ForUpdate, new { id = id.Value }, stop);

    const string UpdateSql = """
        update users
        set user_name = @UserName, user_name_key = @UserNameKey, external_id = @ExternalId, display_name = @DisplayName,
            active = @Active, resource = @Resource, provisioned_by = @provisionedBy, version = version + 1, modified_at = @now
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
            id = user.UserId, row.UserName, row.UserNameKey, row.ExternalId, row.DisplayName, row.Active, row.Resource, provisionedBy, now,
        }, stop);

        var before = UserRow.From(user.Read()).AddressKeys;
        if (!before.SequenceEqual(row.AddressKeys, StringComparer.Ordinal))
        {
            await db.LaterAsync(DeleteEmailsSql, new { id = user.UserId }, stop);
            await IndexAddressesAsync(db, new UserId(user.UserId), row.AddressKeys, stop);
        }

        return new StoredUser
        {
            UserId = user.UserId, Resource = row.Resource, Origin = user.Origin, ProvisionedBy = provisionedBy,
            Version = user.Version + 1, CreatedAt = user.CreatedAt, ModifiedAt = now,
        };
    }

    public Task<long> CountAsync(DbScope db, RowCondition condition, CancellationToken stop) =>
        db.ScalarAsync<long>(RowSql.Count("users", condition), RowSql.Parameters(condition), stop);

    public Task<IReadOnlyList<StoredUser>> ListAsync(DbScope db, RowQuery query, CancellationToken stop) =>
        db.ListAsync<StoredUser>(RowSql.Page(Columns, "users", "user_id", query), RowSql.Parameters(query), stop);

    /// <summary>The names of these users, as others see them; those that do not exist are left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> NamesAsync(DbScope db, IReadOnlyCollection<Guid> ids, CancellationToken stop)
    {
        var sql = $"""
            select user_id, coalesce(display_name, user_name) as name
            from users
            where organization_id = @organization
              and {db.Dialect.AnyOf("user_id", "ids")}
            """;
        var rows = await db.ListAsync<NamedUser>(sql, new { ids = db.Dialect.ListOf(ids) }, stop);
        return rows.ToDictionary(static row => row.UserId, static row => row.Name);
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

    sealed class NamedUser
    {
        public required Guid UserId { get; init; }

        public required string Name { get; init; }
    }
}
