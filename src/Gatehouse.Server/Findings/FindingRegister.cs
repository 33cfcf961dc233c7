using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Findings;

/// <summary>
/// The findings table. A finding is raised in the transaction of what was found, once for as long as it is open, and resolved by what makes
/// it untrue. Both stand in the organization's audit trail.
/// </summary>
sealed class FindingRegister(AuditLog audit, TimeProvider clock)
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    const string Columns = "finding_id, kind, subject, details, times, raised_at, last_at, mailed_at, resolved_at";

    const string AgainSql = """
        update findings
        set times = times + 1, last_at = @now, details = coalesce(@details, details)
        where organization_id = @organization
          and kind = @kind
          and subject = @subject
          and resolved_at is null
        """;

    const string RaiseSql = """
        insert into findings (organization_id, finding_id, kind, subject, details, times, raised_at, last_at)
        values (@organization, @id, @kind, @subject, @details, 1, @now, @now)
        on conflict (organization_id, kind, subject) where resolved_at is null do nothing
        """;

    /// <summary>Raises a finding, or counts it if it is open.</summary>
    /// <param name="db">The organization's scope, writing.</param>
    /// <param name="kind">One of <see cref="FindingKinds"/>.</param>
    /// <param name="subject">Whom or what it is about.</param>
    /// <param name="details">Texts that a person needs to understand it, or null.</param>
    /// <param name="stop">Gives up.</param>
    public async Task RaiseAsync(DbScope db, string kind, string subject, JsonObject? details, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var text = details?.ToJsonString(Plain);
        if (await db.ExecuteAsync(AgainSql, new { kind, subject, details = text, now }, stop) > 0)
            return;

        if (await db.ExecuteAsync(RaiseSql, new { id = Guid.CreateVersion7(now), kind, subject, details = text, now }, stop) == 1)
            await audit.AppendAsync(db, EventOf("finding.raised", kind, subject, text), stop);
    }

    const string ResolveSql = """
        update findings
        set resolved_at = @now
        where organization_id = @organization
          and kind = @kind
          and subject = @subject
          and resolved_at is null
        """;

    /// <summary>Resolves a finding, if it is open.</summary>
    public async Task ResolveAsync(DbScope db, string kind, string subject, CancellationToken stop)
    {
        if (await db.ExecuteAsync(ResolveSql, new { kind, subject, now = clock.GetUtcNow() }, stop) > 0)
            await audit.AppendAsync(db, EventOf("finding.resolved", kind, subject, null), stop);
    }

    const string FindOpenSql = $"""
        select {Columns}
        from findings
        where organization_id = @organization
          and kind = @kind
          and subject = @subject
          and resolved_at is null
        """;

    /// <summary>The open finding of a kind about something, or null.</summary>
    public Task<Finding?> FindOpenAsync(DbScope db, string kind, string subject, CancellationToken stop) =>
        db.FindAsync<Finding>(FindOpenSql, new { kind, subject }, stop);

    const string ListOpenSql = $"""
        select {Columns}
        from findings
        where organization_id = @organization
          and resolved_at is null
        order by last_at desc, finding_id
        limit @take
        """;

    /// <summary>What is open, the latest first.</summary>
    public Task<IReadOnlyList<Finding>> ListOpenAsync(DbScope db, int take, CancellationToken stop) =>
        db.ListAsync<Finding>(ListOpenSql, new { take }, stop);

    const string ListAllSql = $"""
        select {Columns}
        from findings
        where organization_id = @organization
        order by last_at desc, finding_id
        limit @take
        """;

    /// <summary>What is open and what was resolved lately, the latest first.</summary>
    public Task<IReadOnlyList<Finding>> ListAllAsync(DbScope db, int take, CancellationToken stop) => db.ListAsync<Finding>(ListAllSql, new { take }, stop);

    const string ListDueSql = """
        select distinct organization_id
        from findings
        where mailed_at is null
          and resolved_at is null
          and raised_at < @before
        """;

    /// <summary>Organizations with findings that nobody was told of and that are older than that. For the instance's scope.</summary>
    public Task<IReadOnlyList<Guid>> ListDueAsync(DbScope instance, DateTimeOffset before, CancellationToken stop) =>
        instance.ListAsync<Guid>(ListDueSql, new { before }, stop);

    const string LastMailSql = """
        select max(mailed_at)
        from findings
        where organization_id = @organization
        """;

    /// <summary>When the organization was told of findings last.</summary>
    public async Task<DateTimeOffset?> LastMailAsync(DbScope db, CancellationToken stop) =>
        await db.ScalarAsync<long?>(LastMailSql, null, stop) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    const string MarkMailedSql = """
        update findings
        set mailed_at = @now
        where organization_id = @organization
          and mailed_at is null
          and resolved_at is null
        """;

    /// <summary>Notes that the organization is told of all that is open.</summary>
    /// <returns>How many were new.</returns>
    public Task<int> MarkMailedAsync(DbScope db, CancellationToken stop) => db.ExecuteAsync(MarkMailedSql, new { now = clock.GetUtcNow() }, stop);

    const string SweepSql = """
        delete from findings
        where organization_id = @organization
          and resolved_at < @before
        """;

    /// <summary>Forgets what was resolved long ago.</summary>
    public Task<int> SweepAsync(DbScope db, DateTimeOffset before, CancellationToken stop) => db.ExecuteAsync(SweepSql, new { before }, stop);

    static AuditEvent EventOf(string action, string kind, string subject, string? details) => new()
    {
        ActorKind = "system", ActorId = kind, Action = action, TargetType = "finding", TargetId = subject, Details = details,
    };
}
