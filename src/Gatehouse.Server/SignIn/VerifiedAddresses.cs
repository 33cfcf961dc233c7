using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>
/// The verified_addresses table: where mail was seen to reach its user, because something that only a mail told came back (S79). An address
/// counts for the user it was verified for, and for as long as it is the user's.
/// </summary>
sealed class VerifiedAddresses(TimeProvider clock)
{
    const string NoteSql = """
        insert into verified_addresses (organization_id, user_id, address_key, verified_at)
        values (@organization, @user, @address, @now)
        on conflict (organization_id, user_id, address_key)
        do update set verified_at = excluded.verified_at
        """;

    /// <param name="db">The organization's scope, writing.</param>
    /// <param name="user">Whose.</param>
    /// <param name="address">Where the mail went to, in its canonical form.</param>
    /// <param name="stop">Gives up.</param>
    public Task NoteAsync(DbScope db, UserId user, string address, CancellationToken stop) =>
        db.LaterAsync(NoteSql, new { user = user.Value, address, now = clock.GetUtcNow() }, stop);

    const string CountSql = """
        select count(*)
        from verified_addresses
        where organization_id = @organization
          and user_id = @user
          and address_key = @address
        """;

    public async Task<bool> IsVerifiedAsync(DbScope db, UserId user, string? address, CancellationToken stop) =>
        address is not null && await db.ScalarAsync<long>(CountSql, new { user = user.Value, address }, stop) == 1;
}
