using Gatehouse.Server.Audit;
using Gatehouse.Server.Mail;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>Tells of factors that come and go, in the transaction of the change: the audit trail, and the account's owner by mail.</summary>
sealed class FactorNotes(LocalAccounts accounts, AccountMails mails, AuditLog audit)
{
    public Task AddedAsync(DbScope db, HttpContext http, Account account, string kind, CancellationToken stop) =>
        NoteAsync(db, http, account, "factor.added", kind, kind switch
        {
            LocalCredential.Passkey => FactorChange.PasskeyAdded,
            LocalCredential.Email => FactorChange.EmailAdded,
            _ => FactorChange.AuthenticatorAdded,
        }, stop);

    public Task RemovedAsync(DbScope db, HttpContext http, Account account, string kind, CancellationToken stop) =>
        NoteAsync(db, http, account, "factor.removed", kind, kind switch
        {
            LocalCredential.Passkey => FactorChange.PasskeyRemoved,
            LocalCredential.Email => FactorChange.EmailRemoved,
            _ => FactorChange.AuthenticatorRemoved,
        }, stop);

    /// <summary>The first factor, during a sign-in.</summary>
    public async Task AddedAsync(DbScope db, HttpContext http, SignInFlow flow, string kind, CancellationToken stop)
    {
        var (organization, user) = SignInSteps.Of(flow);
        if (await accounts.FindAsync(organization, user, stop) is { } account)
            await AddedAsync(db, http, account, kind, stop);
    }

    async Task NoteAsync(DbScope db, HttpContext http, Account account, string action, string kind, FactorChange change, CancellationToken stop)
    {
        await audit.AppendAsync(db, SignInAudit.Event(http, action, account.User, kind), stop);
        await mails.SendAsync(db, account, (to, name) => MailTexts.FactorChanged(to, name, change), stop);
    }
}
