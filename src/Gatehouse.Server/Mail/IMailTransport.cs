using MimeKit;

namespace Gatehouse.Server.Mail;

/// <summary>Hands a message over to something that keeps it. Returns when it has, throws when it may not have.</summary>
interface IMailTransport
{
    /// <exception cref="MailTransportException">It was not taken.</exception>
    Task SendAsync(MimeMessage message, CancellationToken stop);
}

/// <summary>
/// A message was not taken. The reason is written to logs and to the audit trail, so it is made of codes and names and never of what the
/// other side said: servers quote addresses, and some of them links.
/// </summary>
sealed class MailTransportException(string reason, Exception? cause = null) : Exception(reason, cause);
