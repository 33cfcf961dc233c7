using Gatehouse.Scim;
using Gatehouse.Server.Directory;

namespace Gatehouse.Server.Scim;

/// <summary>What the request log will hold of one request: names, never values.</summary>
sealed class ScimLogEntry(TimeProvider clock)
{
    readonly long startedAt = clock.GetTimestamp();

    public Guid RequestId { get; } = Guid.CreateVersion7(clock.GetUtcNow());

    public DateTimeOffset OccurredAt { get; } = clock.GetUtcNow();

    public required string Method { get; init; }

    /// <summary>What was asked for, such as <c>patch user</c>.</summary>
    public string Operation { get; set; } = "unknown";

    /// <summary>The resource's id. What only stands in its place, such as a name, is a value and is not kept.</summary>
    public string? TargetId { get; set => field = ResourceIds.TryParse(value, out _) ? value : null; }

    public int Status { get; set; }

    /// <summary>The attributes a change touched.</summary>
    public IReadOnlyCollection<string> Attributes { get; set; } = [];

    public IReadOnlyList<ScimFinding> Findings { get; set; } = [];

    /// <summary>The refusal in words, where it has no findings.</summary>
    public string? Refusal { get; set; }

    /// <summary>Set once the row is part of the change's own transaction.</summary>
    public bool IsStored { get; set; }

    public long ElapsedMilliseconds => (long)clock.GetElapsedTime(startedAt).TotalMilliseconds;
}
