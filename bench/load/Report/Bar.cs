namespace Gatehouse.Bench.Report;

/// <summary>A ratio that is asked for.</summary>
/// <param name="What">The operation.</param>
/// <param name="Where">The store.</param>
/// <param name="Limit">The bound, or null for a ratio that is only told.</param>
/// <param name="Values">The ratio, for each column of its table.</param>
sealed record Bar(string What, string Where, double? Limit, IReadOnlyList<double?> Values)
{
    /// <summary>Whether the limit is the least that is wanted rather than the most.</summary>
    public bool IsLeast { get; init; }

    /// <summary>The floor's own ratio, where that helps to judge.</summary>
    public double? Beside { get; init; }

    /// <summary>Null when there is no limit or nothing was measured.</summary>
    public bool? IsMet => Limit is null || Values.All(static value => value is null)
        ? null
        : Values.OfType<double>().All(value => IsLeast ? value >= Limit : value <= Limit);
}
