namespace Gatehouse.Server.Console;

/// <summary>An organization as its own page shows it.</summary>
public sealed record OrganizationDetail
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required bool IsActive { get; init; }

    public required string SchemaProfile { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required long Users { get; init; }

    public required long Groups { get; init; }

    public required int Applications { get; init; }

    /// <summary>Its e-mail domains, and whether each is verified.</summary>
    public required IReadOnlyList<(string Name, bool IsVerified)> Domains { get; init; }

    /// <summary>Where provisioning clients send people and groups to.</summary>
    public required string TenantUrl { get; init; }

    public required IReadOnlyList<HistoryLine> History { get; init; }
}

/// <summary>Something that was done, as the history shows it.</summary>
/// <param name="At">When.</param>
/// <param name="Action">What, as the audit trail calls it.</param>
/// <param name="ActorKind">What did it.</param>
/// <param name="ActorId">Which one.</param>
/// <param name="ActorName">The name of an operator who is one still.</param>
public sealed record HistoryLine(DateTimeOffset At, string Action, string ActorKind, string ActorId, string? ActorName);
