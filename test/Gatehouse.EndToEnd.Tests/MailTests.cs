using Gatehouse.Server.Audit;
using Gatehouse.Server.Keys;
using Gatehouse.Server.Mail;
using Gatehouse.Server.Storage;

using MimeKit;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>A server sends the mails that were appended by another process, with nothing but its settings.</summary>
public abstract class MailTests(bool onPostgreSql) : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly TestAuthority authority = new();
    Installation installation = null!; // Set before the test runs.

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => installation = await Installation.CreateAsync(onPostgreSql);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        authority.Dispose();
        await installation.DisposeAsync();
    }

    [Theory]
    [InlineData("starttls")]
    [InlineData("tls")]
    public async Task Mails_are_sent_over_a_connection_whose_certificate_is_trusted(string security)
    {
        using var sink = await SmtpSink.StartAsync(
            ["--certificate", authority.Certificate, "--key", authority.Key, "--password", SmtpSink.Password, .. security == "tls" ? ["--tls"] : (string[])[]]);
        SetServer(sink.Port, security);
        await using var server = await installation.ServeAsync();
        Assert.Contains("Mails are sent through localhost.", server.Process.Output, StringComparison.Ordinal);

        await AppendAsync("noor@fabrikam.example");

        var received = await sink.NextAsync();
        Assert.Equal(("id@contoso.example", "noor@fabrikam.example", true, true), (received.From, received.To, received.Tls, received.IsAuthenticated));
        Assert.Contains("https://id.contoso.example/activate?code=9f2c", received.Message.TextBody!, StringComparison.Ordinal);
        await UntilAsync(async () => await installation.CountAsync("outbox_mails") == 0);
        await server.Process.TerminateAsync();
        Assert.Equal((0, ""), (await server.Process.EndsAsync(), server.Process.Error));
    }

    [Fact]
    public async Task A_server_that_refuses_is_told_in_the_log_without_the_address_and_keeps_nobody_from_the_service()
    {
        using var sink = await SmtpSink.StartAsync("--certificate", authority.Certificate, "--key", authority.Key, "--password", SmtpSink.Password);
        SetServer(sink.Port, "starttls");
        await using var server = await installation.ServeAsync();

        await AppendAsync("550noor@fabrikam.example");
        await UntilAsync(async () => await installation.CountAsync("outbox_mails where last_error = 'RecipientNotAccepted 550 5.1.1'") == 1);
        await AppendAsync("ada@fabrikam.example");

        Assert.Equal("ada@fabrikam.example", (await sink.NextAsync()).To);
        Assert.Equal(200, await server.Http.StatusAsync("/healthz"));
        await UntilAsync(() => Task.FromResult(server.Process.Error.Contains("\"EventId\":5002", StringComparison.Ordinal)));
        Assert.All(
            (string[])["noor", "ada@", "9f2c", SmtpSink.Password],
            secret => Assert.DoesNotContain(secret, server.Process.Output + server.Process.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_mail_server_mails_become_files_and_the_start_says_where()
    {
        var folder = Path.Combine(installation.Folder, "data", "mail");
        await using (var server = await installation.ServeAsync())
        {
            Assert.Contains($"Mails are not sent: without Mail:Host they are written to {folder}.", server.Process.Output, StringComparison.Ordinal);
            await AppendAsync("noor@fabrikam.example");
            await HasFileAsync(folder);
        }

        // On the command line the folder wins over the server of the settings.
        SetServer(1, "starttls");
        var other = Path.Combine(installation.Folder, "outbox");
        await using var second = await installation.ServeAsync("--mail-directory", "outbox");
        Assert.Contains($"Mails are written to {other}.", second.Process.Output, StringComparison.Ordinal);
        await AppendAsync("noor@fabrikam.example");
        await HasFileAsync(other);
    }

    void SetServer(int port, string security)
    {
        foreach (var (name, value) in ((string, string)[])
        [
            ("GATEHOUSE__Mail__From", "id@contoso.example"), ("GATEHOUSE__Mail__Host", "localhost"), ("GATEHOUSE__Mail__Port", $"{port}"),
            ("GATEHOUSE__Mail__Security", security), ("GATEHOUSE__Mail__UserName", SmtpSink.UserName), ("GATEHOUSE__Mail__Password", SmtpSink.Password),
            ("SSL_CERT_FILE", authority.Authority),
        ])
            installation.Set(name, value);
    }

    async Task AppendAsync(string address)
    {
        var outbox = new Outbox(
            KeyFile.Load(null, Path.Combine(installation.Folder, "data")), new AuditLog(TimeProvider.System), TimeProvider.System);
        var mail = MailTexts.Activation(
            new(EmailAddress.Parse(address), "Noor", "de"), "Contoso", new("https://id.contoso.example/activate?code=9f2c"), TimeSpan.FromDays(1));
        await using var database = installation.Options.Open();
        await database.WriteAsync(OrganizationId.New(TimeProvider.System), db => outbox.AppendAsync(db, mail, Stop), Stop);
    }

    static async Task HasFileAsync(string folder)
    {
        await UntilAsync(() => Task.FromResult(Directory.Exists(folder) && Directory.GetFiles(folder, "*.eml").Length == 1));
        Assert.Equal("noor@fabrikam.example", (await MimeMessage.LoadAsync(Directory.GetFiles(folder, "*.eml").Single(), Stop)).To.ToString());
    }

    static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        deadline.CancelAfter(Patience);
        while (!await condition())
            await Task.Delay(50, deadline.Token);
    }
}

public sealed class MailOnSqlite() : MailTests(onPostgreSql: false);

public sealed class MailOnPostgreSql() : MailTests(onPostgreSql: true);
