using Gatehouse.Server.Directory;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>
/// Whether somebody may come in by an account of ours. Where an organization has its people sign in at its own identity provider and nowhere
/// else, passwords, passkeys and links open nothing, except for the few whom it has named for an emergency (S65).
/// </summary>
sealed class LocalDoors(Database database, EmailDomains domains, Users users, RoleAssignments roles)
{
    public Task<bool> AreClosedAsync(OrganizationId organization, UserId user, CancellationToken stop) =>
        database.ReadAsync(organization, db => AreClosedAsync(db, user, stop), stop);

    public async Task<bool> AreClosedAsync(DbScope db, UserId user, CancellationToken stop)
    {
        if (db.Organization == OperatorsOrganization.Id || await users.FindAsync(db, user, stop) is not { } found)
            return false;

        var account = new Account(db.Organization, user, found.User.Read());
        foreach (var address in ((string?[])[account.Address, MailAddress.Canonical(account.UserName)]).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (await domains.FindAsync(db, EmailDomains.OfAddress(address), stop) is { IsEnforced: true })
                return !await roles.HasAsync(db, user, RoleAssignments.Emergency, stop);
        }

        return false;
    }
}
