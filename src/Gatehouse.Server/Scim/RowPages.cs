using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Resources;
using Gatehouse.Server.Directory;

namespace Gatehouse.Server.Scim;

/// <summary>
/// Finds the rows of a page. Where the database answers filter and order exactly it also counts and pages; otherwise the rows it narrowed
/// down are walked in batches and decided one by one, holding no more than a page, or for an order of our own the keys, in memory.
/// </summary>
sealed class RowPages<TRow>(RowSource<TRow> source, BoundFilter? filter, RowCondition condition, bool isExact, SortOrder? sort)
{
    const int Batch = 500;

    /// <summary>Whether the database answers filter and order by itself.</summary>
    public bool IsFoundByDatabase => isExact && sort is not { Column: null };

    /// <param name="skip">Rows to leave out.</param>
    /// <param name="take">Rows wanted.</param>
    /// <param name="after">Where the page before ended, or null.</param>
    public Task<RowPage<TRow>> FindAsync(long skip, int take, CursorPosition? after)
    {
        if (sort is { Column: null })
            return FindSortedAsync(skip, take, after);

        return isExact ? FindByDatabaseAsync(skip, take, after) : FindByWalkAsync(skip, take, after);
    }

    async Task<RowPage<TRow>> FindByDatabaseAsync(long skip, int take, CursorPosition? after)
    {
        if (take == 0)
            return new(await source.Count(condition), [], null);

        // One row more tells whether there is another page; when there is none, the rows tell how many there are.
        var rows = await source.List(QueryOf(after, skip, take + 1));
        var isLast = rows.Count <= take;
        var isCounted = isLast && after is null && (rows.Count > 0 || skip == 0);
        var total = isCounted ? skip + rows.Count : await source.Count(condition);
        if (isLast)
            return new(total, rows, null);

        rows = [.. rows.Take(take)];
        return new(total, rows, await PositionOfAsync(rows[^1]));
    }

    async Task<RowPage<TRow>> FindByWalkAsync(long skip, int take, CursorPosition? after)
    {
        var total = 0L;
        var page = new List<TRow>();
        var hasMore = false;
        var begun = after is null;
        await foreach (var (row, document) in WalkAsync())
        {
            if (!FilterEvaluator.Matches(filter!, document))
                continue;

            total++;
            if (!begun)
            {
                begun = source.IdOf(row) == after!.Id || IsBehind(row, document, after);
                if (!begun || source.IdOf(row) == after.Id)
                    continue;
            }

            if (skip > 0)
                skip--;
            else if (page.Count < take)
                page.Add(row);
            else
                hasMore = true;
        }

        return new(total, page, hasMore && page.Count > 0 ? await PositionOfAsync(page[^1]) : null);
    }

    // The row the cursor stands at may be gone; then the first row behind its place begins the page.
    bool IsBehind(TRow row, ScimObject document, CursorPosition after)
    {
        var order = sort is null ? 0 : sort.Compare(sort.KeyOf(document), SortOrder.Read(after.Key!));
        if (order == 0)
            order = CompareIds(source.IdOf(row), after.Id);
        return sort is { IsDescending: true } ? order < 0 : order > 0;
    }

    async Task<RowPage<TRow>> FindSortedAsync(long skip, int take, CursorPosition? after)
    {
        var matches = new List<(ScimValue Key, Guid Id)>();
        await foreach (var (row, document) in WalkAsync())
        {
            if (filter is null || isExact || FilterEvaluator.Matches(filter, document))
                matches.Add((sort!.KeyOf(document), source.IdOf(row)));
        }

        matches.Sort(Compare);
        var begin = after is null ? (int)Math.Min(skip, matches.Count) : FirstBehind(matches, after);
        var page = matches.Skip(begin).Take(take).ToList();
        var next = page.Count > 0 && begin + page.Count < matches.Count ? new CursorPosition(page[^1].Id, SortOrder.Write(page[^1].Key)) : null;
        return new(matches.Count, await LoadAsync(page.ConvertAll(static one => one.Id)), next);
    }

    int FirstBehind(List<(ScimValue Key, Guid Id)> matches, CursorPosition after)
    {
        var place = (SortOrder.Read(after.Key!), after.Id);
        var index = matches.FindIndex(match => Compare(match, place) > 0);
        return index < 0 ? matches.Count : index;
    }

    int Compare((ScimValue Key, Guid Id) one, (ScimValue Key, Guid Id) other)
    {
        var order = sort!.Compare(one.Key, other.Key);
        if (order == 0)
            order = CompareIds(one.Id, other.Id);
        return sort.IsDescending ? -order : order;
    }

    async Task<IReadOnlyList<TRow>> LoadAsync(List<Guid> ids)
    {
        if (ids.Count == 0)
            return [];

        var (names, parameters) = (new List<string>(), new Dictionary<string, object?>());
        foreach (var id in ids)
        {
            names.Add($"@i{names.Count}");
            parameters.Add($"i{parameters.Count}", id);
        }

        var column = source.Type.Name == "User" ? "r.user_id" : "r.group_id";
        var rows = await source.List(new(new($"{column} in ({string.Join(", ", names)})", parameters), null, false, null, 0, ids.Count));
        var byId = rows.ToDictionary(source.IdOf);
        return [.. ids.Where(byId.ContainsKey).Select(id => byId[id])];
    }

    async IAsyncEnumerable<(TRow Row, ScimObject Document)> WalkAsync()
    {
        (Guid Id, object? Key)? after = null;
        while (true)
        {
            var query = new RowQuery(condition, sort?.Column, sort is { Column: not null, IsDescending: true }, after, 0, Batch);
            var rows = await source.List(query);
            var documents = await source.Documents(rows);
            for (var i = 0; i < rows.Count; i++)
                yield return (rows[i], documents[i]);

            if (rows.Count < Batch)
                yield break;

            var last = rows[^1];
            after = (source.IdOf(last), sort?.Column is null ? null : ColumnValue(sort.KeyOf(documents[^1])));
        }
    }

    RowQuery QueryOf(CursorPosition? after, long skip, int take) => new(
        condition, sort?.Column, sort is { IsDescending: true },
        after is null ? null : (after.Id, sort is null ? null : ColumnValue(SortOrder.Read(after.Key!))), skip, take);

    // Columns hold folded names and instants; keys hold what answers show.
    object? ColumnValue(ScimValue key) => key.AsText is not { } text ? null
        : sort!.Column is "r.created_at" or "r.modified_at" && ScimDateTime.TryParse(text, out var instant) ? instant.ToUnixTimeMilliseconds()
        : NameKey.Of(text);

    async Task<CursorPosition> PositionOfAsync(TRow row)
    {
        if (sort is null)
            return new(source.IdOf(row), null);

        var document = (await source.Documents([row]))[0];
        return new(source.IdOf(row), SortOrder.Write(sort.KeyOf(document)));
    }

    // As both engines order ids: byte by byte, which Guid.CompareTo does for the textual form too.
    static int CompareIds(Guid one, Guid other) => string.CompareOrdinal(one.ToString("D"), other.ToString("D"));
}
