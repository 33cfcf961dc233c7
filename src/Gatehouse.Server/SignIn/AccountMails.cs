using Gatehouse.Server.Mail;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>Mails about a person's own account, put into the outbox with what they tell of.</summary>
sealed class AccountMails(Outbox outbox, MailCounts counts, OrganizationRegister organizations)
{
    /// <summary>To be asked before a mail that anybody can cause. What tells the owner of an account of a change is always sent.</summary>
    /// <returns>False when there were enough of them in this hour.</returns>
    public async Task<bool> MaySendAsync(DbScope db, string address, CancellationToken stop) =>
        EmailAddress.TryParse(address, out var recipient) && await counts.TryCountAsync(db, recipient, stop);

    /// <summary>Sends a mail to the account's address, if there is one.</summary>
    /// <param name="db">The organization's scope, writing.</param>
    /// <param name="account">Whose.</param>
    /// <param name="write">Writes it to somebody of an organization.</param>
    /// <param name="stop">Gives up.</param>
    public Task SendAsync(DbScope db, Account account, Func<Addressee, string, OutgoingMail> write, CancellationToken stop) =>
        account.Address is { } address ? SendToAsync(db, account, address, write, stop) : Task.CompletedTask;

    /// <summary>Sends a mail to an address that is not the account's, or not yet.</summary>
    public async Task SendToAsync(DbScope db, Account account, string address, Func<Addressee, string, OutgoingMail> write, CancellationToken stop)
    {
        if (!EmailAddress.TryParse(address, out var recipient))
            return;

        var organization = (await organizations.FindAsync(db, stop))?.Name ?? "";
        await outbox.AppendAsync(db, write(new Addressee(recipient, account.Name, account.Language), organization), stop);
    }

    /// <summary>Where a link that was mailed leads: to the configured address, whatever host a request named (S87).</summary>
    public static Uri LinkOf(Uri publicUrl, string link) => new($"{publicUrl.AbsoluteUri.TrimEnd('/')}/account/{link}");
}
