using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>
/// The application_sign_ins table: which applications a sign-in was used for and that want to hear of its end. When it ends, they are due
/// in the same transaction; whoever tells them takes each row for a while, so that any number of nodes may.
/// </summary>
sealed class ApplicationSignIns(TimeProvider clock) : IUserEndings
{
    /// <summary>How long a row belongs to who took it. Far longer than an attempt may last.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    const string NoteSql = """
        insert into application_sign_ins (organization_id, sign_in_id, client_id, user_id, created_at, lease_until, attempts)
        values (@organization, @signIn, @client, @user, @now, 0, 0)
        on conflict (organization_id, sign_in_id, client_id) do nothing
        """;

    /// <summary>Notes that a sign-in was used for an application.</summary>
    public Task NoteAsync(DbScope db, UserId user, Guid signIn, string client, CancellationToken stop) =>
        db.LaterAsync(NoteSql, new { user = user.Value, signIn, client, now = clock.GetUtcNow() }, stop);

    const string EndAllSql = """
        update application_sign_ins
        set due_at = @now
        where organization_id = @organization
          and user_id = @user
          and sign_in_id <> @but
          and due_at is null
        """;

    /// <summary>All of a user's sign-ins ended, but one if so wished.</summary>
    public Task EndAllAsync(DbScope db, UserId user, Guid? but, CancellationToken stop) =>
        db.LaterAsync(EndAllSql, new { user = user.Value, but = but ?? Guid.Empty, now = clock.GetUtcNow() }, stop);

    Task IUserEndings.EndedAsync(DbScope db, UserId user, CancellationToken stop) => EndAllAsync(db, user, but: null, stop);

    const string EndSql = """
        update application_sign_ins
        set due_at = @now
        where organization_id = @organization
          and sign_in_id = @signIn
          and due_at is null
        """;

    /// <summary>One sign-in ended.</summary>
    public Task EndAsync(DbScope db, Guid signIn, CancellationToken stop) => db.LaterAsync(EndSql, new { signIn, now = clock.GetUtcNow() }, stop);

    const string ListDueSql = """
        select organization_id, sign_in_id, client_id
        from application_sign_ins
        where due_at <= @now
          and lease_until <= @now
        order by due_at
        limit @take
        """;

    /// <summary>Who is to be told and whom nobody is telling, of all organizations. For the instance's scope.</summary>
    public Task<IReadOnlyList<DueLogout>> ListDueAsync(DbScope instance, int take, CancellationToken stop) =>
        instance.ListAsync<DueLogout>(ListDueSql, new { now = clock.GetUtcNow(), take }, stop);

    const string TakeSql = """
        update application_sign_ins
        set lease_until = @until, attempts = attempts + 1
        where organization_id = @organization
          and sign_in_id = @SignInId
          and client_id = @ClientId
          and due_at <= @now
          and lease_until <= @now
        returning user_id, attempts
        """;

    /// <returns>Null when another node has it.</returns>
    public Task<LeasedLogout?> TakeAsync(DbScope db, DueLogout due, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return db.FindAsync<LeasedLogout>(TakeSql, new { due.SignInId, due.ClientId, now, until = now + Lease }, stop);
    }

    const string RemoveSql = """
        delete from application_sign_ins
        where organization_id = @organization
          and sign_in_id = @SignInId
          and client_id = @ClientId
        """;

    /// <summary>Forgets who was told, or cannot be.</summary>
    public Task<int> RemoveAsync(DbScope db, DueLogout due, CancellationToken stop) => db.ExecuteAsync(RemoveSql, new { due.SignInId, due.ClientId }, stop);

    const string PostponeSql = """
        update application_sign_ins
        set due_at = @dueAt, lease_until = 0, last_error = @reason
        where organization_id = @organization
          and sign_in_id = @SignInId
          and client_id = @ClientId
        """;

    public Task<int> PostponeAsync(DbScope db, DueLogout due, DateTimeOffset dueAt, string reason, CancellationToken stop) =>
        db.ExecuteAsync(PostponeSql, new { due.SignInId, due.ClientId, dueAt, reason }, stop);

    const string SweepSql = """
        delete from application_sign_ins
        where organization_id = @organization
          and due_at is null
          and created_at < @before
        """;

    /// <summary>Forgets sign-ins that have long run out by time, of which applications are not told.</summary>
    public Task<int> SweepAsync(DbScope db, DateTimeOffset before, CancellationToken stop) => db.ExecuteAsync(SweepSql, new { before }, stop);
}

/// <summary>Names an application that is to be told of the end of a sign-in.</summary>
sealed record DueLogout
{
    public required Guid OrganizationId { get; init; }

    public required Guid SignInId { get; init; }

    public required string ClientId { get; init; }

    public OrganizationId Organization => new(OrganizationId);
}

/// <summary>One that this node tells.</summary>
sealed record LeasedLogout
{
    public required Guid UserId { get; init; }

    public required long Attempts { get; init; }
}
