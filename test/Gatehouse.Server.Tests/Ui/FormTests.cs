using System.Text.RegularExpressions;

namespace Gatehouse.Server.Tests.Ui;

/// <summary>Only forms of our own pages change anything (S82).</summary>
public sealed partial class FormTests(PageServer server) : PageTest(server)
{
    [Fact]
    public async Task A_form_of_ours_is_taken()
    {
        var (token, cookie) = await OpenAsync();

        var page = await SendAsync(HttpMethod.Post, "/pages/form", [("Cookie", cookie), ("Sec-Fetch-Site", "same-origin")], ("form-token", token), ("name", "Ann"));

        Assert.Equal((200, "got Ann"), (page.Status, page.Html));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Without_the_token_or_its_cookie_it_is_refused_in_words(bool hasToken, bool hasCookie)
    {
        var (token, cookie) = await OpenAsync();

        var page = await SendAsync(
            HttpMethod.Post, "/pages/form", [("Cookie", hasCookie ? cookie : ""), ("Accept-Language", "de")], ("form-token", hasToken ? token : ""), ("name", "Ann"));

        Assert.Equal(400, page.Status);
        Assert.Contains("Diese Seite war zu lange offen", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ann", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/pages/form")]
    [InlineData("/pages/form?form-token={0}")]
    public async Task The_token_counts_in_the_body_only(string path)
    {
        var (token, cookie) = await OpenAsync();
        var target = path.Replace("{0}", Uri.EscapeDataString(token), StringComparison.Ordinal);

        var page = await SendAsync(HttpMethod.Post, target, [("Cookie", cookie), ("RequestVerificationToken", token)], ("name", "Ann"));

        Assert.Equal(400, page.Status);
    }

    [Fact]
    public async Task Somebody_elses_token_is_refused()
    {
        var (token, _) = await OpenAsync();
        var (_, cookie) = await OpenAsync();

        Assert.Equal(400, (await SendAsync(HttpMethod.Post, "/pages/form", [("Cookie", cookie)], ("form-token", token))).Status);
    }

    [Fact]
    public async Task What_the_browser_calls_another_site_is_refused_whatever_it_brings()
    {
        var (token, cookie) = await OpenAsync();

        var page = await SendAsync(HttpMethod.Post, "/pages/form", [("Cookie", cookie), ("Sec-Fetch-Site", "cross-site")], ("form-token", token), ("name", "Ann"));

        Assert.Equal(403, page.Status);
        Assert.Contains("Another website sent this form", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_too_large_is_refused_as_that_and_not_as_stale()
    {
        var answer = await Scim.RawRequest.SendAsync(Http.BaseAddress!, $"""
            POST /pages/form HTTP/1.1
            Host: {Http.BaseAddress!.Authority}
            Accept: text/html
            Content-Type: application/x-www-form-urlencoded
            Content-Length: 1000000000


            """);

        Assert.Equal(413, Scim.RawRequest.StatusOf(answer));
        Assert.Contains("That was too large", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Methods_that_forms_do_not_have_are_refused_without_a_token_too() =>
        Assert.Equal(400, (await SendAsync(HttpMethod.Delete, "/pages/form", [])).Status);

    [Fact]
    public async Task Reading_a_page_from_another_site_is_allowed() =>
        Assert.Equal(200, (await GetAsync("/pages/form", ("Sec-Fetch-Site", "cross-site"))).Status);

    async Task<(string Token, string Cookie)> OpenAsync()
    {
        var page = await GetAsync("/pages/form");
        return (Token().Match(page.Text).Groups[1].Value, page.Header("Set-Cookie")!.Split(';')[0]);
    }

    [GeneratedRegex("""name="form-token" value="([^"]+)""")]
    private static partial Regex Token();
}
