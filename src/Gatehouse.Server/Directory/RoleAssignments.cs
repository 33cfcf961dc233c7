using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Directory;

/// <summary>The role_assignments table: what users of an organization may do beside signing in. A deleted user has no role any more.</summary>
sealed class RoleAssignments(TimeProvider clock)
{
    /// <summary>Of users of the operators' organization: runs the installation.</summary>
    public const string Operator = "operator";

    /// <summary>May sign in with an account of ours where the organization has everybody else sign in at its identity provider.</summary>
    public const string Emergency = "emergency";

    const string AddSql = """
        insert into role_assignments (organization_id, user_id, role, created_at)
        values (@organization, @user, @role, @now)
        on conflict (organization_id, user_id, role) do nothing
        """;

    public Task AddAsync(DbScope db, UserId user, string role, CancellationToken stop) =>
        db.ExecuteAsync(AddSql, new { user = user.Value, role, now = clock.GetUtcNow() }, stop);

    const string RemoveSql = """
        delete from role_assignments
        where organization_id = @organization
          and user_id = @user
          and role = @role
        """;

    /// <returns>False when the user has not had the role.</returns>
    public async Task<bool> RemoveAsync(DbScope db, UserId user, string role, CancellationToken stop) =>
        await db.ExecuteAsync(RemoveSql, new { user = user.Value, role }, stop) == 1;

    const string HasSql = """
        select count(*)
        from role_assignments
        where organization_id = @organization
          and user_id = @user
          and role = @role
        """;

    public async Task<bool> HasAsync(DbScope db, UserId user, string role, CancellationToken stop) =>
        await db.ScalarAsync<long>(HasSql, new { user = user.Value, role }, stop) == 1;

    const string AnySql = """
        select count(*)
        from role_assignments
        where organization_id = @organization
          and role = @role
        """;

    /// <summary>Whether anybody has the role.</summary>
    public async Task<bool> AnyAsync(DbScope db, string role, CancellationToken stop) => await db.ScalarAsync<long>(AnySql, new { role }, stop) > 0;

    const string ListSql = """
        select u.user_id, u.user_name, u.display_name, u.active, r.created_at
        from role_assignments r
        join users u on u.organization_id = r.organization_id and u.user_id = r.user_id
        where r.organization_id = @organization
          and r.role = @role
        order by r.created_at, u.user_id
        """;

    /// <summary>Who has the role, the longest first. For roles of few.</summary>
    public Task<IReadOnlyList<RoleHolder>> ListAsync(DbScope db, string role, CancellationToken stop) => db.ListAsync<RoleHolder>(ListSql, new { role }, stop);
}

/// <summary>A user who has a role.</summary>
sealed class RoleHolder
{
    public required Guid UserId { get; init; }

    public required string UserName { get; init; }

    public string? DisplayName { get; init; }

    public required bool Active { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
