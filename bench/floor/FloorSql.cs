namespace Gatehouse.Bench.Floor;

/// <summary>The statements that a SCIM operation cannot avoid. One text for both engines, whose parameters are all named $1, $2 ….</summary>
static class FloorSql
{
    const string UserColumns = "user_id, resource, version, created_at, modified_at";

    public const string InsertUser = """
        insert into users (organization_id, user_id, user_name, user_name_key, external_id, display_name, active, resource,
            origin, provisioned_by, version, created_at, modified_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, 'scim', 'floor', 1, $9, $9)
        """;

    public const string InsertAddress = """
        insert into user_emails (organization_id, user_id, address_key)
        values ($1, $2, $3)
        """;

    public const string FindUser = $"""
        select {UserColumns}
        from users
        where organization_id = $1
          and user_id = $2
        """;

    public const string FindUserByName = $"""
        select {UserColumns}
        from users
        where organization_id = $1
          and user_name_key = $2
        """;

    public const string UpdateUser = """
        update users
        set resource = $3, version = version + 1, modified_at = $4
        where organization_id = $1
          and user_id = $2
        """;

    public const string DeleteUser = """
        delete from users
        where organization_id = $1
          and user_id = $2
        """;

    public const string LeaveAll = """
        delete from group_members
        where organization_id = $1
          and member_id = $2
        """;

    public const string CountUsers = """
        select count(*)
        from users
        where organization_id = $1
        """;

    public const string PageOfUsers = $"""
        select {UserColumns}
        from users
        where organization_id = $1
          and user_id > $2
        order by user_id
        limit $3
        """;

    public const string InsertGroup = """
        insert into groups (organization_id, group_id, display_name, display_name_key, external_id, resource, version, created_at, modified_at)
        values ($1, $2, $3, $4, $5, $6, 1, $7, $7)
        """;

    public const string FindGroupByName = """
        select group_id, resource, version, created_at, modified_at
        from groups
        where organization_id = $1
          and display_name_key = $2
        """;

    public const string MoveGroup = """
        update groups
        set version = version + 1, modified_at = $3
        where organization_id = $1
          and group_id = $2
        returning version
        """;

    public const string Join = """
        insert into group_members (organization_id, group_id, member_id, member_type, added_at)
        values ($1, $2, $3, 'User', $4)
        on conflict (organization_id, group_id, member_id) do nothing
        """;

    public const string Leave = """
        delete from group_members
        where organization_id = $1
          and group_id = $2
          and member_id = $3
        """;

    public const string DeleteGroup = """
        delete from groups
        where organization_id = $1
          and group_id = $2
        """;
}
