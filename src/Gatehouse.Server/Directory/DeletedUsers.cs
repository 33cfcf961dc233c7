using System.Text.Json;

using Gatehouse.Scim;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Directory;

/// <summary>
/// Deletes users and keeps what is needed to bring one back. A deleted user is gone for provisioning clients, its name is free at once,
/// and only an administrator sees the row that is left.
/// </summary>
sealed class DeletedUsers(Users users, GroupMembers members, TimeProvider clock)
{
    /// <summary>How long a deleted user can be restored.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    const string KeepSql = """
        insert into deleted_users (organization_id, user_id, user_name, user_name_key, external_id, resource, origin, provisioned_by, group_ids,
            version, created_at, deleted_at)
        select organization_id, user_id, user_name, user_name_key, external_id, resource, origin, provisioned_by, @groups, version, created_at, @now
        from users
        where organization_id = @organization
          and user_id = @id
        """;

    const string DeleteSql = """
        delete from users
        where organization_id = @organization
          and user_id = @id
        """;

    /// <summary>Deletes a user that was read for update, and its memberships.</summary>
    public async Task DeleteAsync(DbScope db, UserId id, CancellationToken stop)
    {
        var groups = await members.LeaveAllAsync(db, id.Value, stop);
        await db.LaterAsync(KeepSql, new
        {
            id = id.Value, groups = JsonSerializer.Serialize(groups), now = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        }, stop);
        await users.EndAsync(db, id, stop);
        await db.LaterAsync(DeleteSql, new { id = id.Value }, stop);
        await DirectoryCounts.AddAsync(db, DirectoryCounts.Users, id.Value, -1, stop);
    }

    const string ListSql = """
        select user_id, user_name, resource, origin, provisioned_by, group_ids, version, created_at, deleted_at
        from deleted_users
        where organization_id = @organization
        order by deleted_at desc, user_id
        limit @take
        """;

    public Task<IReadOnlyList<DeletedUser>> ListAsync(DbScope db, int take, CancellationToken stop) =>
        db.ListAsync<DeletedUser>(ListSql, new { take }, stop);

    const string FindSql = """
        select user_id, user_name, resource, origin, provisioned_by, group_ids, version, created_at, deleted_at
        from deleted_users
        where organization_id = @organization
          and user_id = @id
        """;

    const string RestoreSql = """
        insert into users (organization_id, user_id, user_name, user_name_key, external_id, display_name, manager_id, active,
            resource, origin, provisioned_by, version, created_at, modified_at, deactivated_at)
        values (@organization, @UserId, @UserName, @UserNameKey, @ExternalId, @DisplayName, @ManagerId, @Active, @Resource,
            @Origin, @ProvisionedBy, @version, @CreatedAt, @now, @now)
        on conflict (organization_id, user_name_key) do nothing
        """;

    const string ForgetSql = """
        delete from deleted_users
        where organization_id = @organization
          and user_id = @id
        """;

    /// <summary>Brings a deleted user back under its old id, with the memberships whose groups still exist.</summary>
    /// <returns>False when there is no such deleted user.</returns>
    /// <exception cref="ScimException">409 uniqueness: somebody else has the name by now.</exception>
    public async Task<bool> RestoreAsync(DbScope db, UserId id, CancellationToken stop)
    {
        if (await db.FindAsync<DeletedUser>(FindSql, new { id = id.Value }, stop) is not { } user)
            return false;

        var row = UserRow.From(StoredJson.Read(user.Resource));
        var restored = await db.ExecuteAsync(RestoreSql, new
        {
            user.UserId, row.UserName, row.UserNameKey, row.ExternalId, row.DisplayName, row.ManagerId, row.Active, row.Resource, user.Origin,
            user.ProvisionedBy, version = user.Version + 1, user.CreatedAt, now = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        }, stop);
        if (restored == 0)
            throw ScimException.Uniqueness("Another user has taken the userName since. Rename that user first.");

        await Users.IndexAddressesAsync(db, id, row.AddressKeys, stop);
        await DirectoryCounts.AddAsync(db, DirectoryCounts.Users, id.Value, 1, stop);
        foreach (var group in JsonSerializer.Deserialize<Guid[]>(user.GroupIds)!)
            await members.RejoinAsync(db, new GroupId(group), id.Value, stop);
        await db.ExecuteAsync(ForgetSql, new { id = id.Value }, stop);
        return true;
    }

    const string CountSql = """
        select count(*)
        from deleted_users
        where organization_id = @organization
          and (user_name_key = @name or external_id = @externalId)
        """;

    /// <summary>Whether somebody was deleted lately who had one of these.</summary>
    /// <param name="db">The organization's scope.</param>
    /// <param name="userName">A userName.</param>
    /// <param name="externalId">An externalId, or null.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<bool> AnyAsync(DbScope db, string userName, string? externalId, CancellationToken stop) =>
        await db.ScalarAsync<long>(CountSql, new { name = NameKey.Of(userName), externalId = externalId ?? "" }, stop) > 0;

    const string PurgeSql = """
        delete from deleted_users
        where deleted_at < @before
        """;

    /// <summary>Forgets all users of all organizations that can no longer be restored.</summary>
    public Task<int> PurgeAsync(DbScope instance, CancellationToken stop) =>
        instance.ExecuteAsync(PurgeSql, new { before = (clock.GetUtcNow() - Retention).ToUnixTimeMilliseconds() }, stop);
}
