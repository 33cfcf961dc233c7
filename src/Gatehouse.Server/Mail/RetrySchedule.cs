namespace Gatehouse.Server.Mail;

/// <summary>When a mail that was not taken is tried again, and when no more.</summary>
static class RetrySchedule
{
    static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(4)];

    /// <returns>Null when the mail has waited long enough. The last attempt is made at the end of that time.</returns>
    public static DateTimeOffset? NextAttempt(long attempts, DateTimeOffset createdAt, DateTimeOffset now)
    {
        var end = createdAt + Longest;
        if (now >= end)
            return null;

        var next = now + Pauses[Math.Clamp(attempts, 1, Pauses.Length) - 1];
        return next < end ? next : end;
    }
}
