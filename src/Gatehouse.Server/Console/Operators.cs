using Gatehouse.Scim.Resources;
using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Console;

/// <summary>
/// Who operates the installation: users of the operators' organization who have the role. All of it is for that organization's scope.
/// </summary>
sealed class Operators(
    OrganizationRegister organizations, Users users, RoleAssignments roles, LocalAccountRegister register, LocalAccounts accounts,
    LocalCredentials credentials, AccountLinks links, SignIns signIns, AuditLog audit)
{
    public const int LongestName = 200;

    /// <summary>Makes somebody an operator and mails a link to choose a password by.</summary>
    /// <param name="db">The operators' scope, writing.</param>
    /// <param name="address">A canonical mail address.</param>
    /// <param name="name">What others see, or null.</param>
    /// <param name="publicUrl">Where the link leads.</param>
    /// <param name="happened">Who does it.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="UniqueViolationException">From here or from the commit: somebody else does the same right now.</exception>
    public async Task<(UserId User, Uri Link)> InviteAsync(
        DbScope db, string address, string? name, Uri publicUrl, AuditEvent happened, CancellationToken stop)
    {
        var user = await AdmitAsync(db, address, name, happened, stop);
        var (link, _) = await register.InviteAsync(db, user, publicUrl, happened, stop)
            ?? throw new InvalidOperationException("A user was made with an address, and has none.");
        return (user, link);
    }

    /// <summary>Makes the first operator, who is at the browser: the link is not mailed to an address that may be mistyped.</summary>
    /// <returns>The secret part of the link to choose a password by.</returns>
    public async Task<string> AdmitFirstAsync(DbScope db, string address, string name, AuditEvent happened, CancellationToken stop)
    {
        var user = await AdmitAsync(db, address, name, happened, stop);
        await accounts.AddAsync(db, address, user, stop);
        return await links.NewLinkAsync(db, user, AccountLinks.Activation, address: null, FirstOperatorLinks.Lifetime, stop);
    }

    async Task<UserId> AdmitAsync(DbScope db, string address, string? name, AuditEvent happened, CancellationToken stop)
    {
        await organizations.EnsureAsync(db, OperatorsOrganization.Name, SchemaProfile.Minimal, stop);
        var user = await FindAsync(db, address, stop) is { } known
            ? await ReadmitAsync(db, known, happened, stop)
            : await register.CreateAsync(db, Read(LocalUser.Of(address, name)), passwordHash: null, happened, stop);
        await roles.AddAsync(db, user, RoleAssignments.Operator, stop);
        await audit.AppendAsync(db, happened with { Action = "operator.added", TargetType = "user", TargetId = user.ToString() }, stop);
        return user;
    }

    static ScimObject Read(ScimObject resource) => ResourceReader.Read(resource, SchemaProfile.Catalog(SchemaProfile.Minimal).ResourceTypes[0]);

    async Task<StoredUser?> FindAsync(DbScope db, string address, CancellationToken stop)
    {
        var condition = new RowCondition("r.user_name_key = @name", new Dictionary<string, object?> { ["name"] = NameKey.Of(address) });
        return await users.ListAsync(db, new RowQuery(condition, null, Descending: false, null, 0, 1), stop) is [var found] ? found : null;
    }

    async Task<UserId> ReadmitAsync(DbScope db, StoredUser known, AuditEvent happened, CancellationToken stop)
    {
        var user = new UserId(known.UserId);
        if (!IsActive(known))
            await SetActiveAsync(db, user, active: true, "user.activated", happened, stop);
        return user;
    }

    static bool IsActive(StoredUser user) => user.Read()["active"].AsBoolean == true;

    async Task SetActiveAsync(DbScope db, UserId user, bool active, string action, AuditEvent happened, CancellationToken stop)
    {
        if (await users.FindForUpdateAsync(db, user, stop) is not { } found)
            return;

        var resource = found.User.Read();
        resource["active"] = active;
        await users.UpdateAsync(db, found.User, UserRow.From(resource), found.User.ProvisionedBy, stop);
        await audit.AppendAsync(db, happened with { Action = action, TargetType = "user", TargetId = user.ToString() }, stop);
    }

    public Task<IReadOnlyList<RoleHolder>> ListAsync(DbScope db, CancellationToken stop) => roles.ListAsync(db, RoleAssignments.Operator, stop);

    /// <summary>
    /// Takes the role away, and the account with all that opens it. The account's row stays, so that the audit trail can be read.
    /// </summary>
    /// <returns>False when nobody of this address is an operator.</returns>
    public async Task<bool> RemoveAsync(DbScope db, string address, AuditEvent happened, CancellationToken stop)
    {
        if (await FindAsync(db, address, stop) is not { } known)
            return false;

        var user = new UserId(known.UserId);
        if (!await roles.RemoveAsync(db, user, RoleAssignments.Operator, stop))
            return false;

        await audit.AppendAsync(db, happened with { Action = "operator.removed", TargetType = "user", TargetId = user.ToString() }, stop);
        await SetActiveAsync(db, user, active: false, "user.deactivated", happened, stop);
        await credentials.RemoveAsync(db, user, LocalCredential.Password, stop);
        await credentials.RemoveFactorsAsync(db, user, stop);
        foreach (var purpose in (string[])[AccountLinks.Activation, AccountLinks.PasswordReset, AccountLinks.SignInCode])
            await links.RemoveAsync(db, user, purpose, stop);
        await signIns.EndAllAsync(db, user, but: null, stop);
        return true;
    }
}
