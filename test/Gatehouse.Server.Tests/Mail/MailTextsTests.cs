using System.Net;
using System.Text.RegularExpressions;

using Gatehouse.Server.Mail;

namespace Gatehouse.Server.Tests.Mail;

/// <summary>The words of all mails, in both languages.</summary>
public sealed partial class MailTextsTests
{
    static readonly Uri Link = new("https://id.contoso.example/go?code=ab%2Fcd&next=1");

    const string Organization = "Müller & <Söhne> \"GmbH\"";

    static readonly Dictionary<string, Func<Addressee, OutgoingMail>> Kinds = new()
    {
        ["activation"] = static to => MailTexts.Activation(to, Organization, Link, TimeSpan.FromDays(3)),
        ["password-reset"] = static to => MailTexts.PasswordReset(to, Organization, Link, TimeSpan.FromHours(1)),
        ["sign-in-code"] = static to => MailTexts.SignInCode(to, Organization, "482 913", TimeSpan.FromMinutes(10)),
        ["address-change"] = static to => MailTexts.AddressChange(to, Organization, Link, TimeSpan.FromHours(24)),
        ["address-changed"] = static to => MailTexts.AddressChanged(to, Organization),
        ["password-changed"] = static to => MailTexts.PasswordChanged(to, Organization),
        ["factor-changed"] = static to => MailTexts.FactorChanged(to, Organization, FactorChange.PasskeyAdded),
        ["operator-invitation"] = static to => MailTexts.OperatorInvitation(to, Link, TimeSpan.FromDays(7)),
    };

    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var kind in Kinds.Keys)
            {
                all.Add(kind, "en");
                all.Add(kind, "de");
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_mail_says_the_same_in_text_and_in_HTML_and_encodes_what_others_chose(string kind, string language)
    {
        var mail = Kinds[kind](To(language, "Noor <b>&"));

        Assert.Equal((kind, language, "noor@contoso.example"), (mail.Kind, mail.Language, mail.Recipient.Value));
        Assert.Contains($"<html lang=\"{language}\">", mail.Html, StringComparison.Ordinal);
        Assert.Contains("Noor &lt;b&gt;&amp;,", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<Söhne>", mail.Html, StringComparison.Ordinal);

        // What people read is the same, without the addresses of links.
        var body = mail.Html[(mail.Html.IndexOf("<body>", StringComparison.Ordinal) + 6)..];
        var shown = WebUtility.HtmlDecode(Tag().Replace(body, " "));
        Assert.Equal(Words(mail.Text.Replace($":\n{Link.AbsoluteUri}", "", StringComparison.Ordinal)), Words(shown));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Links_and_codes_are_there_whole_and_nowhere_in_the_subject(string kind, string language)
    {
        var mail = Kinds[kind](To(language));
        var hasLink = kind is "activation" or "password-reset" or "address-change" or "operator-invitation";

        Assert.Equal(hasLink, mail.Text.Contains($"\n{Link.AbsoluteUri}\n", StringComparison.Ordinal));
        Assert.Equal(hasLink, mail.Html.Contains("<a href=\"https://id.contoso.example/go?code=ab%2Fcd&amp;next=1\">", StringComparison.Ordinal));
        Assert.Equal(kind == "sign-in-code", mail.Text.Contains("482 913", StringComparison.Ordinal));
        Assert.Equal(kind == "sign-in-code", mail.Html.Contains("<strong>482 913</strong>", StringComparison.Ordinal));
        Assert.DoesNotContain("482", mail.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("code=", mail.Subject, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void No_mail_fetches_anything_or_brings_styles_and_scripts(string kind, string language)
    {
        var mail = Kinds[kind](To(language));

        Assert.DoesNotMatch("(?i)<(img|script|style|link|iframe|svg)|style=|src=|url\\(|\\son\\w+=", mail.Html);
        Assert.Contains("<meta name=\"color-scheme\" content=\"light dark\">", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("!", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)please|\\bbitte\\b", mail.Text);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Languages_differ_and_both_have_all(string kind, string language)
    {
        var (mail, other) = (Kinds[kind](To(language)), Kinds[kind](To(language == "en" ? "de" : "en")));

        Assert.NotEqual(mail.Subject, other.Subject);
        Assert.Equal(Paragraph().Count(mail.Html), Paragraph().Count(other.Html));
        Assert.Contains(language == "en" ? "Hello Noor," : "Guten Tag Noor,", mail.Text, StringComparison.Ordinal);
        Assert.Contains(language == "en" ? "Hello,\n" : "Guten Tag,\n", Kinds[kind](To(language, name: null)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void Every_change_of_a_factor_has_words_of_its_own(string language)
    {
        var texts = Enum.GetValues<FactorChange>().Select(what => MailTexts.FactorChanged(To(language), "Contoso", what).Text).ToList();

        Assert.Equal(texts.Count, texts.Distinct().Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => MailTexts.FactorChanged(To(language), "Contoso", (FactorChange)99));
    }

    [Theory]
    [InlineData(1, "1 minute.", "1 Minute.")]
    [InlineData(10, "10 minutes.", "10 Minuten.")]
    [InlineData(60, "1 hour.", "1 Stunde.")]
    [InlineData(90, "90 minutes.", "90 Minuten.")]
    [InlineData(1440, "24 hours.", "24 Stunden.")]
    [InlineData(2880, "2 days.", "2 Tage.")]
    public void Times_are_told_in_the_unit_that_fits(int minutes, string english, string german)
    {
        Assert.Contains($"valid for {english}", MailTexts.PasswordReset(To("en"), "Contoso", Link, TimeSpan.FromMinutes(minutes)).Text, StringComparison.Ordinal);
        Assert.Contains($"gilt {german}", MailTexts.PasswordReset(To("de"), "Contoso", Link, TimeSpan.FromMinutes(minutes)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("de", "de")]
    [InlineData("de-AT", "de")]
    [InlineData("de_CH", "de")]
    [InlineData("DE-de", "de")]
    [InlineData("nl-NL", "en")]
    [InlineData("nl, de;q=0.5", "de")]
    [InlineData("de;q=0.4, en;q=0.8", "en")]
    [InlineData("en;q=0.4, de;q=0.8", "de")]
    [InlineData("de;q=0, fr", "en")]
    [InlineData("de;q=x", "en")]
    [InlineData("den", "en")]
    [InlineData(";;,,", "en")]
    public void The_language_is_what_the_person_prefers(string? preferred, string language) => Assert.Equal(language, MailLanguage.Of(preferred));

    [Fact]
    public void A_name_is_one_short_line_however_it_was_chosen()
    {
        var mail = MailTexts.PasswordChanged(
            To("en", "Noor,\r\n\r\nYou have won\u2028a prize\u202E"), string.Concat(Enumerable.Repeat("😀", 200)));

        Assert.StartsWith("Hello Noor,    You have won a prize,\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"at {string.Concat(Enumerable.Repeat("😀", 50))}… was changed", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("/relative")]
    [InlineData("file:///etc/passwd")]
    public void A_link_that_leads_to_no_page_is_a_bug(string link) => Assert.Throws<ArgumentException>(() =>
        MailTexts.PasswordReset(To("en"), "Contoso", new Uri(link, UriKind.RelativeOrAbsolute), TimeSpan.FromHours(1)));

    static Addressee To(string language, string? name = "Noor") => new(EmailAddress.Parse("noor@contoso.example"), name, language);

    static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex("<p>")]
    private static partial Regex Paragraph();
}
