using Gatehouse.Server.Clients;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.OAuth;

/// <summary>The assertion_ids table: which assertions were used, until they expire. Its key makes them one-time on all nodes.</summary>
sealed class AssertionIds(Database database, TimeProvider clock)
{
    const string InsertSql = """
        insert into assertion_ids (organization_id, client_id, jti, expires_at)
        values (@organization, @client, @jti, @expiresAt)
        on conflict (organization_id, client_id, jti) do nothing
        """;

    // Each use sweeps its own client's leftovers, so that the table stays as small as five minutes of traffic.
    const string SweepSql = """
        delete from assertion_ids
        where organization_id = @organization
          and client_id = @client
          and expires_at < @now
        """;

    public Task<bool> TryUseAsync(ClientId client, string jti, DateTimeOffset expiresAt, CancellationToken stop) =>
        database.WriteAsync(
            client.Organization,
            async db =>
            {
                await db.ExecuteAsync(SweepSql, new { client, now = clock.GetUtcNow() }, stop);
                var row = new { client, jti, expiresAt = expiresAt + AssertionRules.Skew };
                return await db.ExecuteAsync(InsertSql, row, stop) == 1;
            },
            stop);
}
