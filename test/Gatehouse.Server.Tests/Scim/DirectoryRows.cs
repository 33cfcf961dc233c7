using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Tests.Scim;

/// <summary>Fills tables faster than requests could.</summary>
static class DirectoryRows
{
    /// <returns>The ids, in the order of their user names.</returns>
    public static Task<IReadOnlyList<Guid>> InsertUsersAsync(Database database, OrganizationId organization, int count, CancellationToken stop) =>
        database.WriteAsync(organization, async db =>
        {
            await db.ExecuteAsync($$"""
                with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < @count)
                insert into users (organization_id, user_id, user_name, user_name_key, active, resource, origin, version, created_at, modified_at)
                select @organization, {{IdOf(db.Dialect)}}, 'filled' || n, 'filled' || n, true,
                    '{"schemas":["{{ScimClient.UserUrn}}"],"userName":"filled' || n || '","active":true}', 'scim', 1, n, n
                from numbers
                """, new { count }, stop);
            await DirectoryCounts.AddAsync(db, DirectoryCounts.Users, Guid.Empty, count, stop);
            return await db.ListAsync<Guid>("""
                select user_id
                from users
                where organization_id = @organization
                  and user_name like 'filled%'
                order by created_at
                """, null, stop);
        }, stop);

    /// <summary>Makes all filled users members of a group.</summary>
    public static Task AddToGroupAsync(Database database, OrganizationId organization, string group, CancellationToken stop) =>
        database.WriteAsync(organization, db => db.ExecuteAsync("""
            insert into group_members (organization_id, group_id, member_id, member_type, added_at)
            select organization_id, @group, user_id, 'User', 1
            from users
            where organization_id = @organization
              and user_name like 'filled%'
            """, new { group = Guid.Parse(group) }, stop), stop);

    // A UUID made of the row's number, in each engine's way.
    static string IdOf(SqlDialect dialect) => dialect is PostgreSqlDialect
        ? "('0197f000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid"
        : "'0197f000-0000-7000-8000-' || printf('%012x', n)";
}
