using System.Text;

using Gatehouse.Server.Mail;

using MimeKit;

namespace Gatehouse.Server.Tests.Mail;

/// <summary>The headers that travel, and that nobody adds one.</summary>
public sealed class MimeLetterTests
{
    static readonly Guid Id = new("0195a0b2-7c1d-7e3f-8a4b-5c6d7e8f9a0b");

    static readonly DateTimeOffset WrittenAt = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);

    static readonly EmailAddress From = EmailAddress.Parse("id@contoso.example");

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_letter_has_the_headers_that_receivers_expect()
    {
        var message = await TravelAsync(Mail("Grüße", "Text ü\n", "<p>HTML ü</p>\n"));

        Assert.Equal(("id@contoso.example", "noor@fabrikam.example", "Grüße"), (message.From.ToString(), message.To.ToString(), message.Subject));
        Assert.Equal((WrittenAt, "0195a0b27c1d7e3f8a4b5c6d7e8f9a0b@contoso.example"), (message.Date, message.MessageId));
        Assert.Equal(("auto-generated", "de"), (message.Headers["Auto-Submitted"], message.Body?.Headers["Content-Language"]));
        var alternatives = Assert.IsType<MultipartAlternative>(message.Body);
        Assert.Equal(["text/plain", "text/html"], alternatives.Select(static part => part.ContentType.MimeType));
        Assert.All(alternatives, static part => Assert.Equal("utf-8", part.ContentType.Charset));
        Assert.Equal(("Text ü", "<p>HTML ü</p>"), (message.TextBody!.Trim(), message.HtmlBody!.Trim()));
    }

    [Theory]
    [InlineData("Hello\r\nBcc: eve@fabrikam.example")]
    [InlineData("Hello\nBcc: eve@fabrikam.example")]
    [InlineData("Hello\r\n\r\nBcc: eve@fabrikam.example")]
    [InlineData("Hello\rBcc: eve@fabrikam.example\0")]
    [InlineData("=?utf-8?q?Hello=0D=0ABcc:_eve=40fabrikam.example?=")]
    public async Task A_subject_adds_no_header(string subject)
    {
        var message = await TravelAsync(Mail(subject));

        Assert.Empty(message.Bcc);
        Assert.Equal(
            ["Auto-Submitted", "Content-Language", "Content-Type", "Date", "From", "MIME-Version", "Message-Id", "Subject", "To"],
            message.Headers.Concat(message.Body?.Headers ?? []).Select(static header => header.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_text_cannot_end_the_message_or_begin_another_part()
    {
        var message = await TravelAsync(Mail("s", "a\r\n.\r\n--boundary\r\nContent-Type: text/html\r\n\r\n<b>"));

        Assert.Equal(2, Assert.IsType<MultipartAlternative>(message.Body).Count);
        Assert.Contains("Content-Type: text/html", message.TextBody!, StringComparison.Ordinal);
    }

    static OutgoingMail Mail(string subject, string text = "text", string html = "html") => new()
    {
        Kind = "x", Recipient = EmailAddress.Parse("noor@fabrikam.example"), Language = "de", Subject = subject, Text = text, Html = html,
    };

    static async Task<MimeMessage> TravelAsync(OutgoingMail mail)
    {
        using var message = MimeLetter.Of(mail, Id, WrittenAt, From);
        message.Prepare(EncodingConstraint.SevenBit);
        using var bytes = new MemoryStream();
        await message.WriteToAsync(bytes, Stop);
        Assert.True(Ascii.IsValid(bytes.ToArray()));
        bytes.Position = 0;
        return await MimeMessage.LoadAsync(bytes, Stop);
    }
}
