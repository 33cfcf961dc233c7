using System.Net;
using System.Net.Sockets;

using Gatehouse.Server.Mail;

using MimeKit;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>Talks to a real mail server over TCP. That TLS with a trusted certificate works is shown by <see cref="MailTests"/>.</summary>
public sealed class SmtpTransportTests
{
    static readonly EmailAddress From = EmailAddress.Parse("id@contoso.example");

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_gets_the_mail_as_it_was_written()
    {
        using var sink = await SmtpSink.StartAsync();
        var mail = Mail("noor@fabrikam.example");

        await SendAsync(mail, Options(sink));

        var received = await sink.NextAsync();
        Assert.Equal(("id@contoso.example", "noor@fabrikam.example", false, "contoso.example"), (received.From, received.To, received.Tls, received.Hello));
        var message = received.Message;
        Assert.Equal((mail.Subject, "noor@fabrikam.example"), (message.Subject, message.To.ToString()));
        Assert.EndsWith("@contoso.example", message.MessageId, StringComparison.Ordinal);
        Assert.Equal(("auto-generated", "de"), (message.Headers["Auto-Submitted"], message.Body?.Headers["Content-Language"]));
        Assert.IsType<MultipartAlternative>(message.Body);
        Assert.Equal((mail.Text.Trim(), mail.Html.Trim()), (Lines(message.TextBody), Lines(message.HtmlBody)));
    }

    [Fact]
    public async Task User_name_and_password_are_used_where_they_are_given()
    {
        using var sink = await SmtpSink.StartAsync("--password", SmtpSink.Password);

        await SendAsync(Mail("noor@fabrikam.example"), Options(sink) with { UserName = SmtpSink.UserName, Password = SmtpSink.Password });
        Assert.True((await sink.NextAsync()).IsAuthenticated);

        Assert.Equal("AuthenticationException", await RefusalAsync(Options(sink) with { UserName = SmtpSink.UserName, Password = "wrong" }));
        Assert.Equal("AuthenticationRequired", await RefusalAsync(Options(sink)));
    }

    [Fact]
    public async Task Without_the_protection_that_was_asked_for_nothing_is_sent()
    {
        using var authority = new TestAuthority();
        using var clear = await SmtpSink.StartAsync();
        using var startTls = await SmtpSink.StartAsync("--certificate", authority.Certificate, "--key", authority.Key);
        using var tls = await SmtpSink.StartAsync("--certificate", authority.Certificate, "--key", authority.Key, "--tls");

        Assert.Equal("NoStartTls", await RefusalAsync(Options(clear) with { Security = MailSecurity.StartTls }));
        Assert.Equal("SslHandshakeException", await RefusalAsync(Options(clear) with { Security = MailSecurity.Tls }));
        // This process does not know the authority.
        Assert.Equal("SslHandshakeException", await RefusalAsync(Options(startTls) with { Security = MailSecurity.StartTls }));
        Assert.Equal("SslHandshakeException", await RefusalAsync(Options(tls) with { Security = MailSecurity.Tls }));
    }

    [Theory]
    [InlineData("550", "RecipientNotAccepted 550 5.1.1")]
    [InlineData("450", "RecipientNotAccepted 450 4.1.1")]
    public async Task A_refusal_is_told_by_codes_that_name_nobody(string code, string reason)
    {
        using var sink = await SmtpSink.StartAsync();

        Assert.Equal(reason, await RefusalAsync(Options(sink), $"{code}noor@fabrikam.example"));
    }

    [Fact]
    public async Task A_server_that_is_not_there_or_says_something_else_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var talk = TalkAsync(listener);
        Assert.Equal("SmtpProtocolException", await RefusalAsync(new() { From = From, Host = "127.0.0.1", Port = port, Security = MailSecurity.None }));
        await talk;
        listener.Stop();

        Assert.Equal("ConnectionRefused", await RefusalAsync(new() { From = From, Host = "127.0.0.1", Port = port, Security = MailSecurity.None }));
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_left_when_the_process_stops()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var options = new MailOptions { From = From, Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, Security = MailSecurity.None };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var sending = SendAsync(Mail("noor@fabrikam.example"), options, stop.Token);
        using var connection = await listener.AcceptTcpClientAsync(Stop);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.WaitAsync(TimeSpan.FromSeconds(10), Stop));
    }

    static async Task TalkAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(Stop);
        await client.GetStream().WriteAsync("SSH-2.0-other\r\n"u8.ToArray(), Stop);
    }

    static async Task<string> RefusalAsync(MailOptions options, string recipient = "noor@fabrikam.example") =>
        (await Assert.ThrowsAsync<MailTransportException>(() => SendAsync(Mail(recipient), options))).Message;

    static async Task SendAsync(OutgoingMail mail, MailOptions options, CancellationToken? stop = null)
    {
        using var message = MimeLetter.Of(mail, Guid.CreateVersion7(), DateTimeOffset.UtcNow, From);
        await new SmtpTransport(options.Host ?? "", options).SendAsync(message, stop ?? Stop);
    }

    static MailOptions Options(SmtpSink sink) => new() { From = From, Host = "localhost", Port = sink.Port, Security = MailSecurity.None };

    static OutgoingMail Mail(string to) => MailTexts.PasswordReset(
        new(EmailAddress.Parse(to), "Zoë", "de"), "Müller & Söhne", new("https://id.contoso.example/reset?code=abc&x=%2F"), TimeSpan.FromHours(1));

    static string Lines(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();
}
