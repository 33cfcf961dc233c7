using Gatehouse.Server.Mail;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>Mails about a person's own account, put into the outbox with what they tell of.</summary>
sealed class AccountMails(Outbox outbox, OrganizationRegister organizations)
{
    /// <summary>Sends a mail to the account's address, if there is one.</summary>
    /// <param name="db">The organization's scope, writing.</param>
    /// <param name="account">Whose.</param>
    /// <param name="write">Writes it to somebody of an organization.</param>
    /// <param name="stop">Gives up.</param>
    public async Task SendAsync(DbScope db, Account account, Func<Addressee, string, OutgoingMail> write, CancellationToken stop)
    {
        if (!EmailAddress.TryParse(account.Address, out var address))
            return;

        var organization = (await organizations.FindAsync(db, stop))?.Name ?? "";
        await outbox.AppendAsync(db, write(new Addressee(address, account.Name, account.Language), organization), stop);
    }

    /// <summary>Where a link that was mailed leads: to the configured address, whatever host a request named (S87).</summary>
    public static Uri LinkOf(Uri publicUrl, string link) => new($"{publicUrl.AbsoluteUri.TrimEnd('/')}/account/{link}");
}
