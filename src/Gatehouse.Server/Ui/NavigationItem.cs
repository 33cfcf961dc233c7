namespace Gatehouse.Server.Ui;

/// <summary>A line of the navigation beside a page.</summary>
public sealed record NavigationItem(string Path, string Text)
{
    /// <summary>Stands above the item, where a group of items begins.</summary>
    public string? Heading { get; init; }

    /// <summary>How many things wait behind it, in words for those who do not see the figure: "3 open findings".</summary>
    public (int Number, string Words)? Waiting { get; init; }

    /// <returns>The item whose page, or a page below it, is shown.</returns>
    public static NavigationItem? Current(IEnumerable<NavigationItem> items, PathString path) => items
        .Where(item => path.StartsWithSegments(item.Path, StringComparison.Ordinal))
        .MaxBy(static item => item.Path.Length);
}
