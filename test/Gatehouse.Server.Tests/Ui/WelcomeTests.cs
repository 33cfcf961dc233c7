using System.Text.RegularExpressions;

namespace Gatehouse.Server.Tests.Ui;

public sealed partial class WelcomeTests(PageServer server) : PageTest(server)
{
    [Theory]
    [InlineData("en", "You have reached an identity server")]
    [InlineData("de", "Dies ist ein Identitätsserver")]
    public async Task The_root_says_what_the_server_is_and_leads_to_ones_account_and_the_other_language(string language, string title)
    {
        var page = await GetAsync("/", ("Accept-Language", language));

        Assert.Equal(200, page.Status);
        Assert.Contains($"<html lang=\"{language}\">", page.Html, StringComparison.Ordinal);
        Assert.Contains($"<title>{title} · Gatehouse</title>", page.Text, StringComparison.Ordinal);
        Assert.Contains("accounts.contoso.example", page.Text, StringComparison.Ordinal);
        Assert.Equal(["/portal", language == "en" ? "?lang=de" : "?lang=en"], Link().Matches(page.Text).Select(static match => match.Groups[1].Value));
    }

    [Fact]
    public async Task Programs_that_only_look_get_an_answer_too() => Assert.Equal(200, (await SendAsync(HttpMethod.Head, "/", [])).Status);

    [GeneratedRegex("""<a [^>]*href="([^"]*)""")]
    private static partial Regex Link();
}
