using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Mail;

/// <summary>
/// Delivers what waits in the outbox. Any number of nodes may do so at once: each mail is leased by one of them, sent outside of any
/// transaction, and forgotten. A process that dies between sending and forgetting has the mail sent again, under the same Message-ID.
/// </summary>
sealed class MailDelivery(
    Database database, Outbox outbox, IMailTransport transport, MailOptions options, TimeProvider clock, ILogger<MailDelivery> log) : BackgroundService
{
    const int MostAtOnce = 4;
    const int MostInOneRound = 100;

    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>What a mail that is being sent gets when the server stops.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    bool isOutboxOpen = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do
            {
                while (await TryDeliverAsync(stoppingToken) == MostInOneRound)
                {
                    // More may be due already.
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops. Whatever was cut off is still in the outbox.
        }
    }

    async Task<int> TryDeliverAsync(CancellationToken stop)
    {
        try
        {
            var due = await DeliverAsync(stop);
            isOutboxOpen = true;
            return due;
        }
        catch (Exception problem) when (!stop.IsCancellationRequested)
        {
            // Told once, not every second of an outage.
            if (isOutboxOpen)
                log.OutboxClosed(problem);
            isOutboxOpen = false;
            return 0;
        }
    }

    /// <summary>One round: tries every mail that is due and that nobody else is sending.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> DeliverAsync(CancellationToken stop)
    {
        var due = await database.Instance.ReadAsync(db => outbox.ListDueAsync(db, MostInOneRound, stop), stop);
        using var hurry = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var stopping = stop.Register(() => hurry.CancelAfter(Grace));
        await Parallel.ForEachAsync(
            due, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = stop },
            async (mail, _) => await TakeAndSendAsync(mail, stop, hurry.Token));
        return due.Count;
    }

    async Task TakeAndSendAsync(DueMail due, CancellationToken stop, CancellationToken hurry)
    {
        var mail = await database.WriteAsync(due.Organization, db => outbox.TakeAsync(db, due.MailId, stop), stop);
        if (mail is null)
            return;

        var reason = await SendAsync(mail, hurry);
        try
        {
            // Not given up when the server stops: what was sent must be forgotten.
            await WriteOutcomeAsync(mail, reason, hurry.IsCancellationRequested);
        }
        catch (Exception problem) when (problem is DatabaseUnavailableException or System.Data.Common.DbException)
        {
            log.OutcomeLost(mail.MailId, problem);
        }
    }

    /// <returns>Why it was not taken, or null.</returns>
    async Task<string?> SendAsync(LeasedMail mail, CancellationToken hurry)
    {
        try
        {
            using var message = MimeLetter.Of(outbox.Open(mail), mail.MailId, mail.CreatedAt, options.From);
            await transport.SendAsync(message, hurry);
            return null;
        }
        catch (MailTransportException refused)
        {
            return refused.Message;
        }
#pragma warning disable CA1031 // Whatever is wrong with one mail must not keep the others back.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            return problem.GetType().Name;
        }
    }

    async Task WriteOutcomeAsync(LeasedMail mail, string? reason, bool wasInterrupted)
    {
        var organization = mail.Organization;
        if (reason is null)
        {
            await database.WriteAsync(organization, db => outbox.RemoveAsync(db, mail, CancellationToken.None), CancellationToken.None);
            log.Delivered(mail.MailId, mail.Kind, $"{organization}", mail.Attempts);
            return;
        }

        var now = clock.GetUtcNow();
        if ((wasInterrupted ? now : RetrySchedule.NextAttempt(mail.Attempts, mail.CreatedAt, now)) is { } dueAt)
        {
            await database.WriteAsync(organization, db => outbox.PostponeAsync(db, mail, dueAt, reason, CancellationToken.None), CancellationToken.None);
            log.Postponed(mail.MailId, mail.Kind, $"{organization}", mail.Attempts, reason, dueAt);
            return;
        }

        await database.WriteAsync(organization, db => outbox.GiveUpAsync(db, mail, reason, CancellationToken.None), CancellationToken.None);
        log.GivenUp(mail.MailId, mail.Kind, $"{organization}", mail.Attempts, reason);
    }
}
