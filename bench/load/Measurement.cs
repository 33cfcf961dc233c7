namespace Gatehouse.Bench;

/// <summary>What one kind of request did in one round.</summary>
sealed record Measurement
{
    public required string Operation { get; init; }

    public int? Group { get; init; }

    public required int Answered { get; init; }

    public required int Errors { get; init; }

    /// <summary>How many of the errors were 429.</summary>
    public required int Throttled { get; init; }

    public required double PerSecond { get; init; }

    public required double P50 { get; init; }

    public required double P95 { get; init; }

    public required double P99 { get; init; }

    /// <summary>Milliseconds of CPU per operation of server and database together; null when no process was named.</summary>
    public double? Cpu { get; init; }

    /// <summary>The database's part of <see cref="Cpu"/>.</summary>
    public double? DatabaseCpu { get; init; }
}

/// <summary>One round against one server.</summary>
sealed record Round
{
    public required string Target { get; init; }

    /// <summary>Users in the directory.</summary>
    public required int Users { get; init; }

    public required int Connections { get; init; }

    public required double ResidentMegabytes { get; init; }

    public required IReadOnlyList<Measurement> Measurements { get; init; }
}
