using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Transfer;

/// <summary>The imports table.</summary>
sealed class ImportStates(TimeProvider clock)
{
    const string FindSql = """
        select import_id, stage, position, users, groups, joined, existing, rejected, started_at
        from imports
        where organization_id = @organization
          and import_id = @id
        """;

    /// <summary>The state of an import that did not come to its end.</summary>
    public Task<ImportState?> FindAsync(DbScope db, string id, CancellationToken stop) => db.FindAsync<ImportState>(FindSql, new { id }, stop);

    const string SaveSql = """
        insert into imports (organization_id, import_id, stage, position, users, groups, joined, existing, rejected, started_at, modified_at)
        values (@organization, @ImportId, @Stage, @Position, @Users, @Groups, @Joined, @Existing, @Rejected, @StartedAt, @now)
        on conflict (organization_id, import_id)
        do update set stage = excluded.stage, position = excluded.position, users = excluded.users, groups = excluded.groups,
            joined = excluded.joined, existing = excluded.existing, rejected = excluded.rejected, modified_at = excluded.modified_at
        """;

    /// <summary>Saves it in the transaction of what it tells of.</summary>
    public Task SaveAsync(DbScope db, ImportState state, CancellationToken stop) => db.LaterAsync(SaveSql, new
    {
        state.ImportId, state.Stage, state.Position, state.Users, state.Groups, state.Joined, state.Existing, state.Rejected, state.StartedAt,
        now = clock.GetUtcNow().ToUnixTimeMilliseconds(),
    }, stop);

    const string DeleteSql = """
        delete from imports
        where organization_id = @organization
          and import_id = @id
        """;

    /// <summary>Forgets an import that has ended, or that is to begin again.</summary>
    public Task DeleteAsync(DbScope db, string id, CancellationToken stop) => db.LaterAsync(DeleteSql, new { id }, stop);
}
