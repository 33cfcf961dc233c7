using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;
using Gatehouse.Server.Directory;

namespace Gatehouse.Server.Scim;

/// <summary>The rows of one resource type, as queries walk over them.</summary>
/// <param name="Type">The resource type.</param>
/// <param name="Count">How many rows fulfil a condition.</param>
/// <param name="List">One page of rows.</param>
/// <param name="IdOf">A row's id.</param>
/// <param name="Documents">Rows as filters and sorting see them: with id, meta and, where the query needs them, memberships.</param>
sealed record RowSource<TRow>(
    ResourceType Type,
    Func<RowCondition, Task<long>> Count,
    Func<RowQuery, Task<IReadOnlyList<TRow>>> List,
    Func<TRow, Guid> IdOf,
    Func<IReadOnlyList<TRow>, Task<IReadOnlyList<ScimObject>>> Documents);

/// <summary>The rows of one page.</summary>
/// <param name="Total">All rows that fulfil the filter.</param>
/// <param name="Rows">Those of this page.</param>
/// <param name="Next">Where the next page begins after, or null when this is the last.</param>
sealed record RowPage<TRow>(long Total, IReadOnlyList<TRow> Rows, CursorPosition? Next);
