using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Directory;

/// <summary>
/// Finds users and groups by whatever another system called them: our id, their <c>externalId</c>, or their name. In that order, and
/// users before groups, so that a value never means two.
/// </summary>
static class NamedIds
{
    /// <summary>How many values one query looks up.</summary>
    const int MostAtOnce = 5_000;

    /// <returns>The ids of those that were found.</returns>
    public static async Task<Dictionary<string, Guid>> FindAsync(DbScope db, IReadOnlyCollection<string> values, CancellationToken stop)
    {
        var found = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var some in values.Distinct(StringComparer.Ordinal).Chunk(MostAtOnce))
        {
            await FindByIdAsync(db, some, found, stop);
            await FindByTextAsync(db, "users", "user_id", "external_id", static value => value, Missing(some, found), found, stop);
            await FindByTextAsync(db, "groups", "group_id", "external_id", static value => value, Missing(some, found), found, stop);
            await FindByTextAsync(db, "users", "user_id", "user_name_key", NameKey.Of, Missing(some, found), found, stop);
            await FindByTextAsync(db, "groups", "group_id", "display_name_key", NameKey.Of, Missing(some, found), found, stop);
        }

        return found;
    }

    static string[] Missing(string[] values, Dictionary<string, Guid> found) => [.. values.Where(value => !found.ContainsKey(value))];

    static async Task FindByIdAsync(DbScope db, string[] values, Dictionary<string, Guid> found, CancellationToken stop)
    {
        var ids = values.Select(static value => ResourceIds.TryParse(value, out var id) ? id : Guid.Empty).Where(static id => id != Guid.Empty).ToList();
        if (ids.Count == 0)
            return;

        var sql = $"""
            select user_id
            from users
            where organization_id = @organization
              and {db.Dialect.AnyOf("user_id", "ids")}
            union all
            select group_id
            from groups
            where organization_id = @organization
              and {db.Dialect.AnyOf("group_id", "ids")}
            """;
        foreach (var id in await db.ListAsync<Guid>(sql, new { ids = db.Dialect.ListOf(ids) }, stop))
            found[id.ToString("D")] = id;
    }

    static async Task FindByTextAsync(
        DbScope db, string table, string idColumn, string textColumn, Func<string, string> keyOf, string[] values, Dictionary<string, Guid> found,
        CancellationToken stop)
    {
        var byKey = values.Where(NameKey.Fits).ToLookup(keyOf, StringComparer.Ordinal);
        if (byKey.Count == 0)
            return;

        // Of several with one external id the one that was there first is meant. Sorted here, as SQLite would walk the whole table for it.
        var sql = $"""
            select {idColumn} as id, {textColumn} as name_key
            from {table}
            where organization_id = @organization
              and {db.Dialect.AnyOf(textColumn, "keys")}
            """;
        var rows = await db.ListAsync<TakenName>(sql, new { keys = db.Dialect.ListOf(byKey.Select(static one => one.Key)) }, stop);
        foreach (var row in rows.OrderBy(static row => row.Id))
        {
            foreach (var value in byKey[row.NameKey])
                found.TryAdd(value, row.Id);
        }
    }
}
