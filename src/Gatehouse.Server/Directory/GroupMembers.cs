using Gatehouse.Scim;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Directory;

/// <summary>
/// Memberships, one row each: adding or removing one touches that row only, however large the group. The only class that writes them.
/// Callers hold the group's row for update, so that concurrent changes queue.
/// </summary>
sealed class GroupMembers(TimeProvider clock)
{
    /// <summary>Adds members that are not there yet.</summary>
    /// <returns>Those who joined.</returns>
    /// <exception cref="ScimException">400 invalidValue: one is neither a user nor a group of the organization; nothing was added.</exception>
    public async Task<IReadOnlyList<Guid>> AddAsync(DbScope db, GroupId group, IReadOnlyCollection<Guid> ids, CancellationToken stop)
    {
        if (ids.Count == 0)
            return [];
        if (ids.Contains(group.Value))
            throw ScimException.InvalidValue("'members' holds the group itself.");

        // Locked, so that nobody who is deleted meanwhile stays behind as a member.
        var usersSql = $"""
            select user_id
            from users
            where organization_id = @organization
              and {db.Dialect.AnyOf("user_id", "ids")}
            {db.Dialect.ForKeyShare}
            """;
        var insertSql = $"""
            insert into group_members (organization_id, group_id, member_id, member_type, added_at)
            select @organization, @group, known.member_id, known.member_type, @now
            from (
                select user_id as member_id, 'User' as member_type
                from users
                where organization_id = @organization
                  and {db.Dialect.AnyOf("user_id", "ids")}
                union all
                select group_id, 'Group'
                from groups
                where organization_id = @organization
                  and {db.Dialect.AnyOf("group_id", "ids")}
            ) known
            where 1 = 1
            on conflict (organization_id, group_id, member_id) do nothing
            returning member_id
            """;
        var (users, joined) = await db.ListBothAsync<Guid, Guid>(
            usersSql, insertSql,
            new { group = group.Value, ids = db.Dialect.ListOf(ids), now = clock.GetUtcNow().ToUnixTimeMilliseconds() }, stop);

        // Those who were added beside a stranger go again with the transaction that the refusal ends.
        await RefuseStrangersAsync(db, ids.Except(users).ToHashSet(), stop);
        return joined;
    }

    /// <summary>Removes members; those that are none are passed over.</summary>
    /// <returns>Those who left.</returns>
    public Task<IReadOnlyList<Guid>> RemoveAsync(DbScope db, GroupId group, IReadOnlyCollection<Guid> ids, CancellationToken stop)
    {
        var sql = $"""
            delete from group_members
            where organization_id = @organization
              and group_id = @group
              and {db.Dialect.AnyOf("member_id", "ids")}
            returning member_id
            """;
        return db.ListAsync<Guid>(sql, new { group = group.Value, ids = db.Dialect.ListOf(ids) }, stop);
    }

    const string ClearSql = """
        delete from group_members
        where organization_id = @organization
          and group_id = @group
        """;

    /// <summary>Removes everybody.</summary>
    /// <returns>How many left.</returns>
    public Task<int> ClearAsync(DbScope db, GroupId group, CancellationToken stop) =>
        db.ExecuteAsync(ClearSql, new { group = group.Value }, stop);

    /// <summary>Makes exactly these the members, by the difference: those that stay are not touched.</summary>
    /// <exception cref="ScimException">400 invalidValue: one is neither a user nor a group of the organization; nothing was changed.</exception>
    public async Task<MembershipChange> ReplaceAsync(DbScope db, GroupId group, IReadOnlyCollection<Guid> ids, CancellationToken stop)
    {
        if (ids.Count == 0)
            return new([], [], await ClearAsync(db, group, stop));

        var joined = await AddAsync(db, group, ids, stop);
        var sql = $"""
            delete from group_members
            where organization_id = @organization
              and group_id = @group
              and not ({db.Dialect.AnyOf("member_id", "ids")})
            """;
        return new(joined, [], await db.ExecuteAsync(sql, new { group = group.Value, ids = db.Dialect.ListOf(ids) }, stop));
    }

    const string ListSql = """
        select m.member_id, m.member_type, coalesce(u.display_name, u.user_name, g.display_name) as display
        from group_members m
        left join users u on u.organization_id = m.organization_id and u.user_id = m.member_id
        left join groups g on g.organization_id = m.organization_id and g.group_id = m.member_id
        where m.organization_id = @organization
          and m.group_id = @group
        order by m.member_id
        """;

    /// <summary>The members, one after the other: a group is never held in memory whole.</summary>
    public IAsyncEnumerable<Member> StreamAsync(DbScope db, GroupId group, CancellationToken stop) =>
        db.StreamAsync<Member>(ListSql, new { group = group.Value }, stop);

    /// <summary>Asks for the groups that <c>@id</c> is a direct member of.</summary>
    public const string GroupsOfOneSql = """
        select m.member_id, m.group_id, g.display_name as display
        from group_members m
        join groups g on g.organization_id = m.organization_id and g.group_id = m.group_id
        where m.organization_id = @organization
          and m.member_id = @id
        order by m.group_id
        """;

    /// <summary>
    /// Asks for the groups that those whom a query selects are direct members of. Written as cross joins, which SQLite carries out in the
    /// order they stand in: from the page to its groups, and not through all memberships.
    /// </summary>
    public static string GroupsOfSql(string memberIdsSql) => $"""
        select m.member_id, m.group_id, g.display_name as display
        from ({memberIdsSql}) page
        cross join group_members m
        cross join groups g
        where m.organization_id = @organization
          and m.member_id = page.user_id
          and g.organization_id = m.organization_id
          and g.group_id = m.group_id
        order by m.member_id, m.group_id
        """;

    /// <summary>The groups that these users or groups are direct members of.</summary>
    public Task<IReadOnlyList<Membership>> GroupsOfAsync(DbScope db, IReadOnlyCollection<Guid> ids, CancellationToken stop)
    {
        var sql = $"""
            select m.member_id, m.group_id, g.display_name as display
            from group_members m
            join groups g on g.organization_id = m.organization_id and g.group_id = m.group_id
            where m.organization_id = @organization
              and {db.Dialect.AnyOf("m.member_id", "ids")}
            order by m.member_id, m.group_id
            """;
        return db.ListAsync<Membership>(sql, new { ids = db.Dialect.ListOf(ids) }, stop);
    }

    const string LeaveAllSql = """
        delete from group_members
        where organization_id = @organization
          and member_id = @member
        returning group_id
        """;

    /// <summary>Ends all memberships of a user or group that is being deleted.</summary>
    /// <returns>The groups it was in.</returns>
    public async Task<IReadOnlyList<Guid>> LeaveAllAsync(DbScope db, Guid member, CancellationToken stop)
    {
        var groups = await db.ListAsync<Guid>(LeaveAllSql, new { member }, stop);
        if (groups.Count > 0)
            await TouchAsync(db, groups, stop);
        return groups;
    }

    /// <summary>Restores one membership if its group still exists.</summary>
    public async Task RejoinAsync(DbScope db, GroupId group, Guid member, CancellationToken stop)
    {
        if (await db.ScalarAsync<long>(ExistsSql, new { group = group.Value }, stop) == 0)
            return;

        await AddAsync(db, group, [member], stop);
        await TouchAsync(db, [group.Value], stop);
    }

    const string ExistsSql = """
        select count(*)
        from groups
        where organization_id = @organization
          and group_id = @group
        """;

    Task TouchAsync(DbScope db, IReadOnlyCollection<Guid> groups, CancellationToken stop)
    {
        var sql = $"""
            update groups
            set version = version + 1, modified_at = @now
            where organization_id = @organization
              and {db.Dialect.AnyOf("group_id", "ids")}
            """;
        return db.ExecuteAsync(sql, new { ids = db.Dialect.ListOf(groups), now = clock.GetUtcNow().ToUnixTimeMilliseconds() }, stop);
    }

    static async Task RefuseStrangersAsync(DbScope db, HashSet<Guid> ids, CancellationToken stop)
    {
        if (ids.Count == 0)
            return;

        var groupsSql = $"""
            select group_id
            from groups
            where organization_id = @organization
              and {db.Dialect.AnyOf("group_id", "ids")}
            {db.Dialect.ForKeyShare}
            """;
        ids.ExceptWith(await db.ListAsync<Guid>(groupsSql, new { ids = db.Dialect.ListOf(ids) }, stop));
        if (ids.Count > 0)
            throw NotMembers(ids.Select(static id => id.ToString("D")));
    }

    /// <summary>The refusal of members that do not exist here.</summary>
    public static ScimException NotMembers(IEnumerable<string> values)
    {
        var told = values.Take(20).ToList();
        return ScimException.InvalidValue(
            $"'members.value' must be the id of a user or group of the organization; these are not: {string.Join(", ", told)}.");
    }
}
