namespace Gatehouse.Bench.Floor;

/// <summary>What the floor does on an engine: each change is one durable transaction, and nothing is checked.</summary>
interface IFloorStore : IAsyncDisposable
{
    Task CreateUserAsync(UserRow row);

    Task<StoredRow?> FindUserAsync(Guid id);

    Task<StoredRow?> FindUserByNameAsync(string key);

    /// <summary>Reads a user for update, stores what <paramref name="change"/> makes of its document, and commits.</summary>
    Task<StoredRow?> ChangeUserAsync(Guid id, Func<string, string> change, long now);

    Task<(long Total, IReadOnlyList<StoredRow> Rows)> PageAsync(Guid after, int count);

    Task DeleteUserAsync(Guid id);

    Task CreateGroupAsync(GroupRow row);

    Task<StoredRow?> FindGroupByNameAsync(string key);

    /// <returns>The group's new version.</returns>
    Task<long> JoinAsync(Guid group, IReadOnlyList<Guid> members, long now);

    /// <returns>The group's new version.</returns>
    Task<long> LeaveAsync(Guid group, IReadOnlyList<Guid> members, long now);

    Task DeleteGroupAsync(Guid id);
}
