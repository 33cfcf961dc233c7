using System.Net.Sockets;
using System.Text.RegularExpressions;

using MailKit.Net.Smtp;
using MailKit.Security;

using MimeKit;

namespace Gatehouse.Server.Mail;

/// <summary>Hands mails to a mail server, one connection for each: few are sent, and none then depends on what went before.</summary>
sealed partial class SmtpTransport(string host, MailOptions options) : IMailTransport
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task SendAsync(MimeMessage message, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            await ConverseAsync(message, limit.Token);
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw new MailTransportException("Timeout", late);
        }
        catch (Exception refused) when (refused is SmtpCommandException or MailKit.ProtocolException or MailKit.ServiceNotAuthenticatedException
            or AuthenticationException or SslHandshakeException or SocketException or IOException or NotSupportedException or TimeoutException)
        {
            throw new MailTransportException(ReasonOf(refused), refused);
        }
    }

    async Task ConverseAsync(MimeMessage message, CancellationToken stop)
    {
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds, LocalDomain = message.From.Mailboxes.First().Domain };
        // As HttpClient does it: many an organization's own authority has no list of what it revoked, and every mail would fail.
        client.CheckCertificateRevocation = false;
        await client.ConnectAsync(host, options.PortToUse, Security, stop);
        if (options is { UserName: { } userName, Password: { } password })
            await client.AuthenticateAsync(userName, password, stop);
        await client.SendAsync(message, stop);

        // The server has the mail. How it says good-bye must not have the mail sent again.
        try
        {
            await client.DisconnectAsync(quit: true, stop);
        }
        catch (Exception rude) when (rude is MailKit.ProtocolException or IOException or SocketException or OperationCanceledException)
        {
        }
    }

    SecureSocketOptions Security => options.Security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };

    static string ReasonOf(Exception refused) => refused switch
    {
        SmtpCommandException command => $"{command.ErrorCode} {(int)command.StatusCode} {EnhancedCode().Match(command.Message).Value}".TrimEnd(),
        SocketException socket => $"{socket.SocketErrorCode}",
        { InnerException: SocketException socket } => $"{socket.SocketErrorCode}",
        MailKit.ServiceNotAuthenticatedException => "AuthenticationRequired",
        NotSupportedException => "NoStartTls",
        _ => refused.GetType().Name,
    };

    // RFC 3463: what a server says begins with it, and it says enough.
    [GeneratedRegex(@"\A\s*[245]\.\d{1,3}\.\d{1,3}\b")]
    private static partial Regex EnhancedCode();
}
