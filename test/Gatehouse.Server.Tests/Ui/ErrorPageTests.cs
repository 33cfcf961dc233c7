using System.Net;

namespace Gatehouse.Server.Tests.Ui;

/// <summary>Browsers get errors as pages; programs get what their protocol says.</summary>
public sealed class ErrorPageTests(PageServer server) : PageTest(server)
{
    [Theory]
    [InlineData("/nothing", 404, "There is no page here", "Hier ist keine Seite")]
    [InlineData("/assets/nothing.css", 404, "There is no page here", "Hier ist keine Seite")]
    [InlineData("/pages/status/400", 400, "The request could not be understood", "Die Anfrage war nicht zu verstehen")]
    [InlineData("/pages/closed", 401, "You are not signed in", "Sie sind nicht angemeldet")]
    [InlineData("/pages/status/403", 403, "This is not yours to see", "Diese Seite ist nicht für Sie freigegeben")]
    [InlineData("/pages/status/429", 429, "Too many requests", "Zu viele Anfragen")]
    [InlineData("/pages/status/503", 503, "The server is busy", "Der Server ist überlastet")]
    [InlineData("/pages/outage", 503, "The server is busy", "Der Server ist überlastet")]
    [InlineData("/pages/failure", 500, "The server failed", "Der Server hatte einen Fehler")]
    [InlineData("/pages/broken", 500, "The server failed", "Der Server hatte einen Fehler")]
    public async Task A_browser_reads_what_happened_in_its_language(string path, int status, string english, string german)
    {
        foreach (var (language, words) in ((string, string)[])[("en", english), ("de", german)])
        {
            var page = await GetAsync(path, ("Accept-Language", language));

            Assert.Equal(status, page.Status);
            Assert.Contains($"<html lang=\"{language}\">", page.Html, StringComparison.Ordinal);
            Assert.Contains(words, page.Text, StringComparison.Ordinal);
            Assert.Contains(page.Header("X-Request-Id")!, page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("secret of the implementation", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", page.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/nothing", "")]
    [InlineData("/nothing", "*/*")]
    [InlineData("/nothing", "application/json")]
    [InlineData("/nothing", "text/*")]
    public async Task A_program_gets_the_bare_status(string path, string accept)
    {
        var answer = await GetAsync(path, ("Accept", accept));

        Assert.Equal((404, ""), (answer.Status, answer.Html));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", answer.Header("Content-Security-Policy"));
    }

    [Theory]
    [InlineData("/scim/v2/Users")]
    [InlineData("/scim/v2/nothing")]
    [InlineData("/scim/nothing")]
    [InlineData("/oauth/v2/token")]
    [InlineData("/oauth/v2/nothing")]
    [InlineData("/oidc/v1/nothing")]
    [InlineData("/.well-known/nothing")]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/healthz")]
    public async Task Protocols_answer_alike_whatever_is_accepted(string path)
    {
        var (asBrowser, asProgram) = (await GetAsync(path), await GetAsync(path, ("Accept", "application/json")));

        Assert.Equal(asProgram.Status, asBrowser.Status);
        Assert.Equal(asProgram.Html.Length, asBrowser.Html.Length);
        Assert.Equal(asProgram.Headers.GetValueOrDefault("Content-Type"), asBrowser.Headers.GetValueOrDefault("Content-Type"));
        Assert.DoesNotContain("<html", asBrowser.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/%3Cscript%3Ealert(1)%3C/script%3E?lang=xx&q=%22%3E%3Cscript%3E")]
    [InlineData("//elsewhere.example/%22onmouseover=x")]
    public async Task What_stands_in_an_address_stays_text(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Http.BaseAddress!, "/") + path[1..]);
        request.Headers.Add("Accept", Browser);
        using var answer = await Http.SendAsync(request, Stop);
        var html = await answer.Content.ReadAsStringAsync(Stop);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("elsewhere", html, StringComparison.Ordinal);
        Assert.Contains("href=\"?", html, StringComparison.Ordinal);
    }
}
