namespace Gatehouse.Server.Directory;

/// <summary>A condition in SQL over the rows of one table, whose alias is <c>r</c>. Composed from constants; values are parameters.</summary>
sealed record RowCondition(string Sql, IReadOnlyDictionary<string, object?> Parameters)
{
    public static RowCondition All { get; } = new("1 = 1", new Dictionary<string, object?>());
}

/// <summary>One page of rows, by default in the order of their creation, which is the order of their ids.</summary>
/// <param name="Condition">Which rows.</param>
/// <param name="OrderBy">The column to sort by before the id, or null.</param>
/// <param name="Descending">Whether both run downwards.</param>
/// <param name="After">The last row of the page before: its id and its value of <paramref name="OrderBy"/>.</param>
/// <param name="Skip">Rows to leave out.</param>
/// <param name="Take">Rows to answer at most.</param>
sealed record RowQuery(RowCondition Condition, string? OrderBy, bool Descending, (Guid Id, object? Key)? After, long Skip, int Take);
