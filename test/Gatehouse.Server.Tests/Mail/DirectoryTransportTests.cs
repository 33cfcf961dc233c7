using Gatehouse.Server.Mail;

using MimeKit;

namespace Gatehouse.Server.Tests.Mail;

/// <summary>Mails as files.</summary>
public sealed class DirectoryTransportTests : IDisposable
{
    readonly DirectoryInfo folder = System.IO.Directory.CreateTempSubdirectory("gatehouse-eml-");

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    string Target => Path.Combine(folder.FullName, "below", "mail");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_mail_is_one_file_that_only_its_owner_reads()
    {
        var id = Guid.CreateVersion7();
        await SendAsync(id);

        var file = Assert.Single(System.IO.Directory.GetFiles(Target));
        Assert.Equal($"20270301-080000-{id:N}.eml", Path.GetFileName(file));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Target));
        }

        var message = await MimeMessage.LoadAsync(file, Stop);
        Assert.Equal("noor@contoso.example", message.To.ToString());
        // Readable without a mail program, umlauts and link included.
        var text = await File.ReadAllTextAsync(file, Stop);
        Assert.Contains("https://id.contoso.example/activate?code=9f2c", text, StringComparison.Ordinal);
        Assert.Contains("für Sie", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_attempt_leaves_one_file_and_another_mail_another()
    {
        var id = Guid.CreateVersion7();
        await SendAsync(id);
        await File.WriteAllTextAsync(Path.Combine(Target, $"20270301-080000-{id:N}.eml.part"), "left by a process that died", Stop);

        await SendAsync(id);
        await SendAsync(Guid.CreateVersion7());

        Assert.Equal(2, System.IO.Directory.GetFiles(Target).Length);
        Assert.All(System.IO.Directory.GetFiles(Target), static file => Assert.EndsWith(".eml", file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_a_failure_of_the_mail()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "below"), "a file", Stop);

        await Assert.ThrowsAnyAsync<IOException>(() => SendAsync(Guid.CreateVersion7()));
    }

    async Task SendAsync(Guid id)
    {
        var mail = MailTexts.Activation(
            new(EmailAddress.Parse("noor@contoso.example"), "Noor", "de"), "Contoso", new("https://id.contoso.example/activate?code=9f2c"), TimeSpan.FromDays(1));
        using var message = MimeLetter.Of(mail, id, new DateTimeOffset(2027, 3, 1, 8, 0, 0, TimeSpan.Zero), EmailAddress.Parse("id@contoso.example"));
        await new DirectoryTransport(Target).SendAsync(message, Stop);
    }
}
