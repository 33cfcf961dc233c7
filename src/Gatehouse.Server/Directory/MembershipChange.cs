namespace Gatehouse.Server.Directory;

/// <summary>Who joined and left a group.</summary>
/// <param name="Joined">The new members.</param>
/// <param name="Left">Those who left and were named.</param>
/// <param name="LeftUntold">How many left because the whole membership was replaced or emptied.</param>
sealed record MembershipChange(IReadOnlyList<Guid> Joined, IReadOnlyList<Guid> Left, int LeftUntold)
{
    public static MembershipChange None { get; } = new([], [], 0);

    public bool IsAny => Joined.Count + Left.Count + LeftUntold > 0;
}
