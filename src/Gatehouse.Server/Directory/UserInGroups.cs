namespace Gatehouse.Server.Directory;

/// <summary>A user and the groups it is a direct member of.</summary>
sealed record UserInGroups(StoredUser User, IReadOnlyList<Membership> Groups)
{
    public static UserInGroups Alone(StoredUser user) => new(user, []);
}
