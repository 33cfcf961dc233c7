namespace Gatehouse.Server.Audit;

/// <summary>One thing that was done. Holds names and ids, never values or secrets.</summary>
sealed record AuditEvent
{
    /// <summary><c>client</c>, <c>operator</c> or <c>system</c>.</summary>
    public required string ActorKind { get; init; }

    public required string ActorId { get; init; }

    /// <summary>What was done, as <c>thing.done</c>: <c>user.created</c>.</summary>
    public required string Action { get; init; }

    public required string TargetType { get; init; }

    public required string TargetId { get; init; }

    /// <summary>The request it was part of, as its answer's X-Request-Id told it.</summary>
    public string? RequestId { get; init; }

    public string? SourceAddress { get; init; }

    /// <summary>A JSON object with what else is worth knowing, or null.</summary>
    public string? Details { get; init; }
}

/// <summary>An event as it stands in the trail.</summary>
sealed class StoredAuditEvent
{
    public required Guid EventId { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required string ActorKind { get; init; }

    public required string ActorId { get; init; }

    public required string Action { get; init; }

    public required string TargetType { get; init; }

    public required string TargetId { get; init; }

    public string? RequestId { get; init; }

    public string? SourceAddress { get; init; }

    public string? Details { get; init; }
}
