namespace Gatehouse.Server.Mail;

/// <summary>Names mails by id and kind; never recipients, bodies, or what a server said.</summary>
static partial class MailLog
{
    [LoggerMessage(5001, LogLevel.Information, "Mail {MailId} ({Kind}) of organization {Organization} was delivered at attempt {Attempt}")]
    public static partial void Delivered(this ILogger log, Guid mailId, string kind, string organization, long attempt);

    [LoggerMessage(
        5002,
        LogLevel.Warning,
        "Mail {MailId} ({Kind}) of organization {Organization} was not taken at attempt {Attempt}: {Reason}; the next attempt is due at {DueAt}")]
    public static partial void Postponed(
        this ILogger log, Guid mailId, string kind, string organization, long attempt, string reason, DateTimeOffset dueAt);

    [LoggerMessage(5003, LogLevel.Error, "Mail {MailId} ({Kind}) of organization {Organization} was given up after {Attempts} attempts: {Reason}")]
    public static partial void GivenUp(this ILogger log, Guid mailId, string kind, string organization, long attempts, string reason);

    [LoggerMessage(5004, LogLevel.Warning, "The outbox cannot be read; mails wait until it can")]
    public static partial void OutboxClosed(this ILogger log, Exception cause);

    [LoggerMessage(5005, LogLevel.Warning, "The outcome of mail {MailId} could not be written down; it may be sent again when its lease has ended")]
    public static partial void OutcomeLost(this ILogger log, Guid mailId, Exception cause);
}
