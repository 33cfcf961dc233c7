using Gatehouse.Server.Directory;
using Gatehouse.Server.Keys;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Console;

/// <summary>
/// The operator_links table: the link by which the first operator comes in. Each start of a server without operators makes one, which ends
/// the one before; it works once and for an hour (S80). Like all of the operators', it stands in their organization.
/// </summary>
sealed class FirstOperatorLinks(Database database, RoleAssignments roles, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(60);

    const string SaveSql = """
        insert into operator_links (organization_id, hash, expires_at, created_at)
        values (@organization, @hash, @expiresAt, @now)
        on conflict (organization_id)
        do update set hash = excluded.hash, expires_at = excluded.expires_at, created_at = excluded.created_at
        """;

    /// <returns>The link, or null once there is an operator.</returns>
    public Task<Uri?> NewAsync(Uri publicUrl, CancellationToken stop) => database.WriteAsync(OperatorsOrganization.Id, async db =>
    {
        if (await roles.AnyAsync(db, RoleAssignments.Operator, stop))
            return null;

        var (code, now) = (Secrets.Text(""), clock.GetUtcNow());
        await db.ExecuteAsync(SaveSql, new { hash = Secrets.Hash(code), expiresAt = now + Lifetime, now }, stop);
        return new Uri($"{publicUrl.AbsoluteUri.TrimEnd('/')}{FirstOperatorEndpoints.Path}/{code}");
    }, stop);

    const string FindSql = """
        select hash
        from operator_links
        where organization_id = @organization
          and expires_at > @now
        """;

    /// <summary>Whether a link works. Does not use it up.</summary>
    public Task<bool> WorksAsync(string code, CancellationToken stop) => database.ReadAsync(OperatorsOrganization.Id, async db =>
        await db.ScalarAsync<byte[]>(FindSql, new { now = clock.GetUtcNow() }, stop) is { } hash && Secrets.Matches(hash, Secrets.Hash(code))
        && !await roles.AnyAsync(db, RoleAssignments.Operator, stop), stop);

    const string UseSql = """
        delete from operator_links
        where organization_id = @organization
          and hash = @hash
          and expires_at > @now
        """;

    /// <summary>Uses a link up, in the transaction that makes the operator.</summary>
    /// <returns>False when it works no longer.</returns>
    public async Task<bool> UseAsync(DbScope db, string code, CancellationToken stop) =>
        await db.ExecuteAsync(UseSql, new { hash = Secrets.Hash(code), now = clock.GetUtcNow() }, stop) == 1
        && !await roles.AnyAsync(db, RoleAssignments.Operator, stop);
}
