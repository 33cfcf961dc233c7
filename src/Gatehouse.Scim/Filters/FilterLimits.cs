namespace Gatehouse.Scim.Filters;

/// <summary>What a filter or path may cost. Checked while it is scanned, before anything recurses: an overflowing stack ends the process.</summary>
public sealed record FilterLimits
{
    /// <summary>Limits that every known client stays well below.</summary>
    public static FilterLimits Default { get; } = new();

    /// <summary>Characters of the whole text.</summary>
    public int Length { get; init; } = 4_096;

    /// <summary>Levels of brackets of either kind.</summary>
    public int Depth { get; init; } = 32;

    /// <summary>Comparisons, those with <c>pr</c> included.</summary>
    public int Comparisons { get; init; } = 64;
}
