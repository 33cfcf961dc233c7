namespace Gatehouse.Server.OAuth;

static partial class OAuthLog
{
    [LoggerMessage(3201, LogLevel.Information, "Assertion of client {ClientId} refused: {Reason}")]
    public static partial void AssertionRefused(this ILogger log, string clientId, string reason);

    [LoggerMessage(3202, LogLevel.Warning, "A request for tokens found the database unavailable")]
    public static partial void DatabaseUnavailable(this ILogger log, Exception cause);
}
