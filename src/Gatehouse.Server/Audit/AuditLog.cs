using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Audit;

/// <summary>The audit_events table. There is no way to change or remove an event.</summary>
sealed class AuditLog(TimeProvider clock)
{
    const string AppendSql = """
        insert into audit_events (organization_id, event_id, occurred_at, actor_kind, actor_id, action, target_type, target_id, request_id,
            source_address, details)
        values (@organization, @id, @now, @ActorKind, @ActorId, @Action, @TargetType, @TargetId, @RequestId, @SourceAddress, @Details)
        """;

    /// <summary>Appends an event to the transaction of the change it tells of.</summary>
    public Task AppendAsync(DbScope db, AuditEvent happened, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return db.LaterAsync(AppendSql, new
        {
            id = Guid.CreateVersion7(now), now, happened.ActorKind, happened.ActorId, happened.Action, happened.TargetType, happened.TargetId,
            happened.RequestId, happened.SourceAddress, happened.Details,
        }, stop);
    }

    const string ListSql = """
        select event_id, occurred_at, actor_kind, actor_id, action, target_type, target_id, request_id, source_address, details
        from audit_events
        where organization_id = @organization
          and event_id < @before
        order by event_id desc
        limit @take
        """;

    const string ListOfUserSql = """
        select event_id, occurred_at, actor_kind, actor_id, action, target_type, target_id, request_id, source_address, details
        from audit_events
        where organization_id = @organization
          and target_id = @user
          and target_type = 'user'
          and actor_kind <> 'client'
          and event_id < @before
        order by event_id desc
        limit @take
        """;

    /// <summary>What a person, or an administrator, did to an account, newest first. Without what provisioning changed in it.</summary>
    public Task<IReadOnlyList<StoredAuditEvent>> ListOfUserAsync(DbScope db, string user, Guid? before, int take, CancellationToken stop) =>
        db.ListAsync<StoredAuditEvent>(ListOfUserSql, new { user, before = before ?? Latest, take }, stop);

    const string ListOfFederationSql = """
        select event_id, occurred_at, actor_kind, actor_id, action, target_type, target_id, request_id, source_address, details
        from audit_events
        where organization_id = @organization
          and target_type = 'federation'
          and target_id = @federation
          and action = @action
        order by event_id desc
        limit @take
        """;

    /// <summary>What happened by a federation, newest first.</summary>
    public Task<IReadOnlyList<StoredAuditEvent>> ListOfFederationAsync(DbScope db, string federation, string action, int take, CancellationToken stop) =>
        db.ListAsync<StoredAuditEvent>(ListOfFederationSql, new { federation, action, take }, stop);

    static readonly Guid Latest = new("ffffffff-ffff-ffff-ffff-ffffffffffff");

    /// <summary>Events, newest first.</summary>
    /// <param name="db">The organization's scope.</param>
    /// <param name="before">The last event of the page before, or null to begin.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="stop">Gives up.</param>
    public Task<IReadOnlyList<StoredAuditEvent>> ListAsync(DbScope db, Guid? before, int take, CancellationToken stop) =>
        db.ListAsync<StoredAuditEvent>(ListSql, new { before = before ?? Latest, take }, stop);
}
