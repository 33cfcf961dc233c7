using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Gatehouse.Server.Mail;

/// <summary>
/// Sets the paragraphs of a mail as text and as HTML. The HTML has no styles, pictures or scripts, so that every mail program shows it in
/// its own type and colours, light or dark, and fetches nothing.
/// </summary>
sealed class MailLayout(Addressee to, string kind, string subject)
{
    const int MostNameChars = 100;

    // Letters of all scripts stay readable in the source; what has a meaning in HTML does not pass.
    static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    readonly StringBuilder text = new();
    readonly StringBuilder html = new();

    public MailLayout Paragraph(string words)
    {
        text.Append(words).Append("\n\n");
        html.Append(CultureInfo.InvariantCulture, $"<p>{Encoder.Encode(words)}</p>\n");
        return this;
    }

    /// <summary>Where to go on.</summary>
    /// <exception cref="ArgumentException">The link does not lead to a page.</exception>
    public MailLayout Link(string label, Uri link)
    {
        if (link is not { IsAbsoluteUri: true, Scheme: "https" or "http" })
            throw new ArgumentException("A link in a mail is an absolute http or https address.", nameof(link));

        text.Append(CultureInfo.InvariantCulture, $"{label}:\n{link.AbsoluteUri}\n\n");
        html.Append(CultureInfo.InvariantCulture, $"<p><a href=\"{Encoder.Encode(link.AbsoluteUri)}\">{Encoder.Encode(label)}</a></p>\n");
        return this;
    }

    /// <summary>What to type in.</summary>
    public MailLayout Code(string code)
    {
        text.Append(CultureInfo.InvariantCulture, $"    {code}\n\n");
        html.Append(CultureInfo.InvariantCulture, $"<p><strong>{Encoder.Encode(code)}</strong></p>\n");
        return this;
    }

    public OutgoingMail End()
    {
        var isGerman = to.Language == MailLanguage.German;
        Paragraph(isGerman
            ? "Diese E-Mail wurde automatisch verschickt. Antworten darauf liest niemand."
            : "This e-mail was sent automatically. Nobody reads answers to it.");
        return new()
        {
            Kind = kind, Recipient = to.Address, Language = to.Language, Subject = subject,
            Text = $"{Greeting(isGerman)}\n\n{text.ToString().TrimEnd()}\n",
            Html = $"""
                <!doctype html>
                <html lang="{to.Language}">
                <head>
                <meta charset="utf-8">
                <meta name="color-scheme" content="light dark">
                <title>{Encoder.Encode(subject)}</title>
                </head>
                <body>
                <p>{Encoder.Encode(Greeting(isGerman))}</p>
                {html}</body>
                </html>

                """,
        };
    }

    /// <summary>A name that somebody else chose: one line, and too short to carry a message of its own.</summary>
    public static string Named(string name)
    {
        var line = string.Concat(name.Select(static c => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? ' ' : c)).Trim();
        if (line.Length <= MostNameChars)
            return line;

        var end = char.IsHighSurrogate(line[MostNameChars - 1]) ? MostNameChars - 1 : MostNameChars;
        return $"{line[..end]}…";
    }

    string Greeting(bool isGerman) => (isGerman, Named(to.Name ?? "")) switch
    {
        (true, "") => "Guten Tag,",
        (true, var name) => $"Guten Tag {name},",
        (false, "") => "Hello,",
        (false, var name) => $"Hello {name},",
    };
}
