using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Directory;

/// <summary>
/// The directory_counts table: how many users and groups an organization has, kept with every create and delete, because a list must
/// tell its total and counting a million rows for each page would cost more than the page.
/// </summary>
static class DirectoryCounts
{
    public const string Users = "users";
    public const string Groups = "groups";

    const string AddSql = """
        insert into directory_counts (organization_id, kind, slot, total)
        values (@organization, @kind, @slot, @change)
        on conflict (organization_id, kind, slot)
        do update set total = directory_counts.total + excluded.total
        """;

    /// <summary>Counts what was created (1) or deleted (-1) in this transaction.</summary>
    /// <param name="db">The organization's scope.</param>
    /// <param name="kind">What is counted.</param>
    /// <param name="id">Whose creation or deletion it is; spreads the counting over slots.</param>
    /// <param name="change">By how many.</param>
    /// <param name="stop">Gives up.</param>
    public static Task AddAsync(DbScope db, string kind, Guid id, long change, CancellationToken stop) =>
        db.LaterAsync(AddSql, new { kind, slot = (long)(id.ToByteArray()[^1] % db.Dialect.Writers), change }, stop);

    /// <summary>Asks for the total of <c>@kind</c>.</summary>
    public const string TotalSql = """
        select coalesce(sum(total), 0)
        from directory_counts
        where organization_id = @organization
          and kind = @kind
        """;

    public static Task<long> TotalAsync(DbScope db, string kind, CancellationToken stop) =>
        db.ScalarAsync<long>(TotalSql, new { kind }, stop);
}
