namespace Gatehouse.Server.Commands.Check;

/// <summary>One thing an endpoint must, should or had better do, and how to find out from outside.</summary>
sealed record Check
{
    /// <summary>Stable, for scripts: <c>filters.operators</c>.</summary>
    public required string Id { get; init; }

    public required string Group { get; init; }

    /// <summary>The claim that holds when the check passes.</summary>
    public required string Title { get; init; }

    public required CheckLevel Level { get; init; }

    /// <summary>Where a reader can look it up.</summary>
    public required string Reference { get; init; }

    /// <summary>What breaks when the claim does not hold.</summary>
    public required string Why { get; init; }

    /// <summary>Returns when the claim holds; throws <see cref="CheckEnded"/> otherwise.</summary>
    public required Func<Endpoint, Task> Probe { get; init; }
}
