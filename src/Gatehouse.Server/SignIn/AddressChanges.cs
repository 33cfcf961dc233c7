using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Mail;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

enum AddressChangeOutcome
{
    Done,

    /// <summary>The link works no longer.</summary>
    Dead,

    /// <summary>Somebody else of the organization has the address.</summary>
    Taken,
}

/// <summary>
/// Changes of the address of an account of ours. The new one must prove that mail reaches the person there before it counts; the old one is
/// told. Addresses of provisioned users are changed where they come from.
/// </summary>
sealed class AddressChanges(
    Database database, Users users, LocalAccounts accounts, AccountLinks links, AccountMails mails, VerifiedAddresses verified, GatehouseOptions options, AuditLog audit)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(60);

    /// <summary>Mails a link to the new address.</summary>
    /// <returns>False when too many were mailed there in this hour.</returns>
    public Task<bool> AskAsync(HttpContext http, Account account, string address, CancellationToken stop) =>
        database.WriteAsync(account.Organization, async db =>
        {
            if (!await mails.MaySendAsync(db, address, stop))
                return false;

            var link = await links.NewLinkAsync(db, account.User, AccountLinks.AddressChange, address, Lifetime, stop);
            await mails.SendToAsync(
                db, account, address, (to, name) => MailTexts.AddressChange(to, name, AccountMails.LinkOf(options.PublicUrl, link), Lifetime), stop);
            await audit.AppendAsync(db, SignInAudit.Event(http, "address.change-requested", account.User), stop);
            return true;
        }, stop);

    /// <summary>Makes the address of a link the account's.</summary>
    public async Task<AddressChangeOutcome> ConfirmAsync(HttpContext http, string link, FoundLink found, CancellationToken stop)
    {
        try
        {
            return await database.WriteAsync(found.Organization, async db =>
            {
                if (!await links.UseLinkAsync(db, link, stop) || found.Address is not { } address
                    || await users.FindForUpdateAsync(db, found.User, stop) is not { User: { Origin: LocalAccountRegister.Origin } stored })
                    return AddressChangeOutcome.Dead;
                if (await accounts.FindUserAsync(db, address, stop) is { } other && other != found.User)
                    return AddressChangeOutcome.Taken;

                await ChangeAsync(db, http, new Account(found.Organization, found.User, stored.Read()), stored, address, stop);
                return AddressChangeOutcome.Done;
            }, stop);
        }
        catch (UniqueViolationException)
        {
            return AddressChangeOutcome.Taken;
        }
    }

    async Task ChangeAsync(DbScope db, HttpContext http, Account before, StoredUser stored, string address, CancellationToken stop)
    {
        var resource = stored.Read();
        if (MailAddress.Canonical(before.UserName) == before.Address)
            resource["userName"] = address;
        if (resource["emails"].AsList is { } emails)
        {
            foreach (var one in emails.Select(static one => one.AsObject!).Where(one => MailAddress.Canonical(one["value"].AsText) == before.Address))
                one["value"] = address;
        }

        await users.UpdateAsync(db, stored, UserRow.From(resource), stored.ProvisionedBy, stop);
        if (before.Address is { } old)
            await accounts.RemoveAsync(db, old, before.User, stop);
        await accounts.AddAsync(db, address, before.User, stop);
        await verified.NoteAsync(db, before.User, address, stop);
        foreach (var purpose in (string[])[AccountLinks.PasswordReset, AccountLinks.SignInCode])
            await links.RemoveAsync(db, before.User, purpose, stop);
        await mails.SendAsync(db, before, MailTexts.AddressChanged, stop);
        await audit.AppendAsync(db, SignInAudit.Event(http, "address.changed", before.User), stop);
    }
}
