namespace Gatehouse.Server.OAuth;

static partial class OAuthLog
{
    [LoggerMessage(3201, LogLevel.Information, "Assertion of client {ClientId} refused: {Reason}")]
    public static partial void AssertionRefused(this ILogger log, string clientId, string reason);

    [LoggerMessage(3202, LogLevel.Warning, "A request for tokens found the database unavailable")]
    public static partial void DatabaseUnavailable(this ILogger log, Exception cause);

    [LoggerMessage(3203, LogLevel.Warning, "Applications cannot be told of sign-ins that have ended, because the database is not available; they are told later")]
    public static partial void LogoutsWait(this ILogger log, Exception cause);

    [LoggerMessage(3204, LogLevel.Warning, "Application {ClientId} could not be told of the end of a sign-in, attempt {Attempt}: {Reason}")]
    public static partial void LogoutNotTold(this ILogger log, string clientId, long attempt, string reason);
}
