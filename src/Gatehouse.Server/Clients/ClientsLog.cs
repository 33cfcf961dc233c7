namespace Gatehouse.Server.Clients;

static partial class ClientsLog
{
    [LoggerMessage(
        2001,
        LogLevel.Information,
        "Client {ClientId} may not authenticate: it is {ClientState}, its organization {OrganizationState}")]
    public static partial void ClientNotActive(this ILogger log, string clientId, string clientState, string organizationState);

    [LoggerMessage(2002, LogLevel.Warning, "The last use of a credential could not be written down")]
    public static partial void UseNotWritten(this ILogger log, Exception cause);
}
