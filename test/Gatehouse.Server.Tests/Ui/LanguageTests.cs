using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http;

namespace Gatehouse.Server.Tests.Ui;

public sealed class LanguageTests
{
    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("de", "de")]
    [InlineData("de-AT", "de")]
    [InlineData("DE-at", "de")]
    [InlineData("fr", "en")]
    [InlineData("fr, de;q=0.5", "de")]
    [InlineData("en;q=0.4, de;q=0.5", "de")]
    [InlineData("de;q=0, en;q=0.1", "en")]
    [InlineData("de;q=0", "en")]
    [InlineData("den", "en")]
    [InlineData("*", "en")]
    [InlineData(";;q=x,,", "en")]
    public void The_browser_gets_its_first_language_that_we_speak(string? accepted, string code) =>
        Assert.Equal(code, LanguageSelection.Of(Request("", null, accepted)).Code);

    [Theory]
    [InlineData("?lang=de", null, "en", "de")]
    [InlineData("?lang=de", "en", "en", "de")]
    [InlineData("?lang=xx", "de", "en", "de")]
    [InlineData("", "de", "en", "de")]
    [InlineData("", "nonsense", "de", "de")]
    [InlineData("?lang=%3Cscript%3E", null, null, "en")]
    public void The_address_goes_before_the_memory_and_the_memory_before_the_browser(string query, string? cookie, string? accepted, string code) =>
        Assert.Equal(code, LanguageSelection.Of(Request(query, cookie, accepted)).Code);

    [Theory]
    [InlineData("", "?lang=de")]
    [InlineData("?lang=en", "?lang=de")]
    [InlineData("?a=1&a=2&LANG=en", "?a=1&a=2&lang=de")]
    [InlineData("?next=%2Fportal%3Fx%3D1", "?next=%2Fportal%3Fx%3D1&lang=de")]
    public void A_link_to_the_other_language_stays_on_the_page(string query, string link) =>
        Assert.Equal(link, LanguageSelection.Link(Request(query, null, null).Request, Language.German));

    static DefaultHttpContext Request(string query, string? cookie, string? accepted)
    {
        var http = new DefaultHttpContext { Request = { Scheme = "https", Path = "//elsewhere.example/", QueryString = new(query) } };
        if (cookie is not null)
            http.Request.Headers.Cookie = $"__Host-lang={cookie}";
        if (accepted is not null)
            http.Request.Headers.AcceptLanguage = accepted;
        return http;
    }
}
