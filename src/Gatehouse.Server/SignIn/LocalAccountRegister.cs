using Gatehouse.Scim.Resources;
using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Mail;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn.Passkeys;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>What administrators do with accounts of ours: make them, open them for a provisioned user, set them back.</summary>
sealed class LocalAccountRegister(
    Users users, LocalAccounts accounts, LocalCredentials credentials, PasskeyRegister passkeys, AccountLinks links, AccountMails mails, SignIns signIns,
    AuditLog audit)
{
    public const string Origin = "local";

    /// <summary>Makes a user who can sign in with an account of ours.</summary>
    /// <param name="db">The organization's scope, writing.</param>
    /// <param name="resource">The user, read against the organization's schema.</param>
    /// <param name="passwordHash">A password that is set already, or null.</param>
    /// <param name="happened">Who does it.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="UniqueViolationException">From here or from the commit: the name is taken.</exception>
    public async Task<UserId> CreateAsync(DbScope db, ScimObject resource, string? passwordHash, AuditEvent happened, CancellationToken stop)
    {
        var stored = await users.InsertAsync(db, UserRow.From(resource), Origin, provisionedBy: null, stop);
        var user = new UserId(stored.UserId);
        await audit.AppendAsync(db, happened with { Action = "user.created", TargetType = "user", TargetId = user.ToString() }, stop);
        if (passwordHash is not null)
        {
            await accounts.AddAsync(db, AddressOf(db, user, resource)!, user, stop);
            await credentials.SetPasswordAsync(db, user, passwordHash, stop);
        }

        return user;
    }

    /// <summary>Lets a user sign in with a password that somebody else has chosen.</summary>
    /// <returns>The address to sign in with; null when the user has none.</returns>
    public async Task<string?> SetPasswordAsync(DbScope db, UserId user, string passwordHash, AuditEvent happened, CancellationToken stop)
    {
        if (await users.FindAsync(db, user, stop) is not { } found || AddressOf(db, user, found.User.Read()) is not { } address)
            return null;

        await accounts.AddAsync(db, address, user, stop);
        await credentials.SetPasswordAsync(db, user, passwordHash, stop);
        await audit.AppendAsync(db, happened, stop);
        return address;
    }

    /// <summary>Lets a user choose a password by a link, which is mailed.</summary>
    /// <returns>The link and the address it is mailed to; null when no mail reaches the user.</returns>
    public async Task<(Uri Link, string Address)?> InviteAsync(DbScope db, UserId user, Uri publicUrl, AuditEvent happened, CancellationToken stop)
    {
        if (await users.FindAsync(db, user, stop) is not { } found)
            return null;

        var account = new Account(db.Organization, user, found.User.Read());
        if (account.Address is not { } address)
            return null;

        await accounts.AddAsync(db, address, user, stop);
        var link = AccountMails.LinkOf(publicUrl, await links.NewLinkAsync(db, user, AccountLinks.Activation, address: null, AccountLinks.ActivationLifetime, stop));
        await mails.SendAsync(
            db, account, (to, organization) => db.Organization == OperatorsOrganization.Id
                ? MailTexts.OperatorInvitation(to, link, AccountLinks.ActivationLifetime)
                : MailTexts.Activation(to, organization, link, AccountLinks.ActivationLifetime), stop);
        await audit.AppendAsync(db, happened with { Action = "user.invited", TargetType = "user", TargetId = user.ToString() }, stop);
        return (link, address);
    }

    /// <summary>Removes a user's second factors and ends the sign-ins: the next one sets up new factors.</summary>
    public async Task ResetFactorsAsync(DbScope db, UserId user, AuditEvent happened, CancellationToken stop)
    {
        await credentials.RemoveFactorsAsync(db, user, stop);
        await passkeys.RemoveAllAsync(db, user, stop);
        await signIns.EndAllAsync(db, user, but: null, stop);
        await audit.AppendAsync(db, happened with { Action = "user.factors-reset", TargetType = "user", TargetId = user.ToString() }, stop);
    }

    static string? AddressOf(DbScope db, UserId user, ScimObject resource) => new Account(db.Organization, user, resource).Address;
}
