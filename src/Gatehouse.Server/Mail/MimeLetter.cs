using System.Text;

using MimeKit;

namespace Gatehouse.Server.Mail;

/// <summary>Puts a mail into the form that travels: text and HTML as alternatives, and the headers that receivers expect.</summary>
static class MimeLetter
{
    /// <param name="mail">What to send.</param>
    /// <param name="id">Becomes the Message-ID, the same at every attempt, by which mail servers recognise what they have already.</param>
    /// <param name="writtenAt">When the mail was written, which may be long before it is sent.</param>
    /// <param name="from">The sender.</param>
    public static MimeMessage Of(OutgoingMail mail, Guid id, DateTimeOffset writtenAt, EmailAddress from)
    {
        var message = new MimeMessage
        {
            Date = writtenAt, MessageId = $"{id:N}@{from.Domain}", Subject = OneLine(mail.Subject),
            Body = new MultipartAlternative { Part("plain", mail.Text), Part("html", mail.Html) },
        };
        message.From.Add(new MailboxAddress("", from.Value));
        message.To.Add(new MailboxAddress("", mail.Recipient.Value));
        message.Body.Headers.Add(HeaderId.ContentLanguage, mail.Language);
        // RFC 3834 §5: nobody's absence is to be told to us.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    static TextPart Part(string subtype, string text)
    {
        var part = new TextPart(subtype);
        part.SetText(Encoding.UTF8, text);
        return part;
    }

    static string OneLine(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c));
}
