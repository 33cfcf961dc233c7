using System.Threading.Channels;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Mail;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>
/// Mails links to set a new password, after the page was answered: what takes longer for an address that has an account must not show in the
/// time of the answer (S72). What a stopping server had not come to is asked for again by its owner.
/// </summary>
sealed partial class ResetRequests(
    Database database, LocalAccounts accounts, LocalDoors doors, AccountLinks links, AccountMails mails, GatehouseOptions options, AuditLog audit,
    ILogger<ResetRequests> log) : BackgroundService
{
    const int MostWaiting = 1_000;

    readonly Channel<ResetRequest> waiting = Channel.CreateBounded<ResetRequest>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Add(ResetRequest request) => waiting.Writer.TryWrite(request);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var request in waiting.Reader.ReadAllAsync(stoppingToken))
                await TryMailAsync(request, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    async Task TryMailAsync(ResetRequest request, CancellationToken stop)
    {
        try
        {
            foreach (var account in await accounts.FindAsync(request.Address, request.Organization, stop))
                await MailAsync(request, account, stop);
        }
        catch (Exception problem) when (problem is DatabaseUnavailableException or System.Data.Common.DbException)
        {
            NotMailed(problem);
        }
    }

    Task MailAsync(ResetRequest request, Account account, CancellationToken stop) => database.WriteAsync(account.Organization, async db =>
    {
        if (await doors.AreClosedAsync(db, account.User, stop) || !await mails.MaySendAsync(db, account.Address!, stop))
            return;

        var link = await links.NewLinkAsync(db, account.User, AccountLinks.PasswordReset, account.Address, AccountLinks.ResetLifetime, stop);
        await mails.SendAsync(
            db, account, (to, name) => MailTexts.PasswordReset(to, name, AccountMails.LinkOf(options.PublicUrl, link), AccountLinks.ResetLifetime), stop);
        await audit.AppendAsync(db, SignInAudit.Event(request.SourceAddress, "password.reset-requested", account.User), stop);
    }, stop);

    [LoggerMessage(1502, LogLevel.Warning, "A link to set a new password could not be mailed; its owner has to ask again")]
    partial void NotMailed(Exception problem);
}

/// <summary>Somebody asks for a link to set a new password.</summary>
/// <param name="Address">For the accounts of this address, in its canonical form.</param>
/// <param name="Organization">Of one organization, or of all.</param>
/// <param name="SourceAddress">Where the request came from.</param>
sealed record ResetRequest(string Address, OrganizationId? Organization, string? SourceAddress);
