using Gatehouse.Server.Mail;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>What sign-in forgets: links, tickets, tries and counts that work no more, and sign-ins in which nothing granted can last.</summary>
sealed class SignInRetention(
    AccountLinks links, SpentTickets tickets, SignInThrottle throttle, SignIns signIns, ApplicationSignIns applications, MailCounts counts) : IRetention
{
    /// <summary>Longer than anything that was granted in a sign-in lasts.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(100);

    public async Task ForgetAsync(DbScope db, DateTimeOffset now, CancellationToken stop)
    {
        await links.SweepAsync(db, stop);
        await tickets.SweepAsync(db, stop);
        await throttle.SweepAsync(db, stop);
        await counts.SweepAsync(db, stop);
        await signIns.SweepAsync(db, now - Longest, stop);
        await applications.SweepAsync(db, now - Longest, stop);
    }
}
