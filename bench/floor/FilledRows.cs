using System.Text;

namespace Gatehouse.Bench.Floor;

/// <summary>The rows of a filled directory, with the columns that a create over HTTP would have derived.</summary>
static class FilledRows
{
    // The oldest users, which are those of the lowest ids.
    public const string FirstMembersSql = """
        insert into group_members (organization_id, group_id, member_id, member_type, added_at)
        select organization_id, $2, user_id, 'User', $3
        from users
        where organization_id = $1
        order by user_id
        limit $4
        """;

    const int UsersPerTransaction = 100_000;

    /// <summary>Users in portions that fit into memory.</summary>
    public static IEnumerable<IEnumerable<UserRow>> Users(int from, int to)
    {
        for (var begin = from; begin < to; begin += UsersPerTransaction)
            yield return Enumerable.Range(begin, Math.Min(to - begin, UsersPerTransaction)).Select(User);
    }

    public static GroupRow Group(int members) =>
        GroupRow.From(Encoding.UTF8.GetBytes(FilledDirectory.NewGroup(FilledDirectory.GroupName(members))), DateTimeOffset.UtcNow);

    static UserRow User(int number) =>
        UserRow.From(Encoding.UTF8.GetBytes(FilledDirectory.NewUser(FilledDirectory.UserName(number))), DateTimeOffset.UtcNow);
}
