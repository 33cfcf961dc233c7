using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>
/// Who signs in with an account of ours, and the table local_sign_ins, by which an address is found before its organization is known.
/// </summary>
sealed class LocalAccounts(Database database, Users users, TimeProvider clock)
{
    /// <summary>An address that more organizations know is asked for in the first of them only.</summary>
    const int MostOrganizations = 5;

    const string FindSql = """
        select organization_id, user_id
        from local_sign_ins
        where address_key = @address
        order by created_at, organization_id
        limit @most
        """;

    /// <summary>The active accounts of an address, in one organization or in all.</summary>
    public async Task<IReadOnlyList<Account>> FindAsync(string address, OrganizationId? organization, CancellationToken stop)
    {
        var rows = await database.Instance.ReadAsync(db => db.ListAsync<Row>(FindSql, new { address, most = MostOrganizations }, stop), stop);
        var accounts = new List<Account>();
        foreach (var row in rows.Where(row => organization is null || organization.Value.Value == row.OrganizationId))
        {
            var found = await FindAsync(new OrganizationId(row.OrganizationId), new UserId(row.UserId), stop);
            if (found is { IsActive: true })
                accounts.Add(found);
        }

        return accounts;
    }

    public async Task<Account?> FindAsync(OrganizationId organization, UserId user, CancellationToken stop) =>
        await database.ReadAsync(organization, db => users.FindAsync(db, user, stop), stop) is { } found
            ? new Account(organization, user, found.User.Read())
            : null;

    const string AddSql = """
        insert into local_sign_ins (address_key, organization_id, user_id, created_at)
        values (@address, @organization, @user, @now)
        on conflict (address_key, organization_id)
        do update set user_id = excluded.user_id
        """;

    /// <summary>Lets a user be found by an address.</summary>
    public Task AddAsync(DbScope db, string address, UserId user, CancellationToken stop) =>
        db.ExecuteAsync(AddSql, new { address, user = user.Value, now = clock.GetUtcNow() }, stop);

    const string FindUserSql = """
        select organization_id, user_id
        from local_sign_ins
        where organization_id = @organization
          and address_key = @address
        """;

    /// <summary>Who of the organization signs in with an address.</summary>
    public async Task<UserId?> FindUserAsync(DbScope db, string address, CancellationToken stop) =>
        await db.FindAsync<Row>(FindUserSql, new { address }, stop) is { } row ? new UserId(row.UserId) : null;

    const string RemoveSql = """
        delete from local_sign_ins
        where organization_id = @organization
          and address_key = @address
          and user_id = @user
        """;

    /// <summary>Lets a user be found by an address no longer.</summary>
    public Task RemoveAsync(DbScope db, string address, UserId user, CancellationToken stop) =>
        db.ExecuteAsync(RemoveSql, new { address, user = user.Value }, stop);

    sealed record Row
    {
        public required Guid OrganizationId { get; init; }

        public required Guid UserId { get; init; }
    }
}
