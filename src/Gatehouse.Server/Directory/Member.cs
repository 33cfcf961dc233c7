namespace Gatehouse.Server.Directory;

/// <summary>One membership as answers show it.</summary>
sealed class Member
{
    public required Guid MemberId { get; init; }

    /// <summary><c>User</c> or <c>Group</c>.</summary>
    public required string MemberType { get; init; }

    public string? Display { get; init; }
}

/// <summary>A group somebody is a direct member of.</summary>
sealed class Membership
{
    public required Guid MemberId { get; init; }

    public required Guid GroupId { get; init; }

    public required string Display { get; init; }
}
