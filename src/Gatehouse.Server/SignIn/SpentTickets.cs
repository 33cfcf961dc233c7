using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>
/// The spent_tickets table: which sign-ins under way and which challenges were used. They live in cookies, of which anybody can keep a copy;
/// the table's key makes them work once, on all nodes (S68, S75).
/// </summary>
sealed class SpentTickets(TimeProvider clock)
{
    const string SpendSql = """
        insert into spent_tickets (organization_id, ticket, expires_at)
        values (@organization, @ticket, @expiresAt)
        on conflict (organization_id, ticket) do nothing
        """;

    /// <summary>Uses a ticket up, in the transaction of what it permits.</summary>
    /// <param name="db">The organization's scope, writing.</param>
    /// <param name="ticket">What names it.</param>
    /// <param name="expiresAt">When it stops working by itself.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>False when it was used before.</returns>
    public async Task<bool> TrySpendAsync(DbScope db, string ticket, DateTimeOffset expiresAt, CancellationToken stop) =>
        await db.ExecuteAsync(SpendSql, new { ticket, expiresAt }, stop) == 1;

    const string SweepSql = """
        delete from spent_tickets
        where organization_id = @organization
          and expires_at < @now
        """;

    /// <summary>Forgets those that no longer work anyway.</summary>
    public Task<int> SweepAsync(DbScope db, CancellationToken stop) => db.ExecuteAsync(SweepSql, new { now = clock.GetUtcNow() }, stop);
}
