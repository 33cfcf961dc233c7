namespace Gatehouse.EndToEnd.Tests.Browser;

/// <summary>What everybody may see, as browsers show it.</summary>
public sealed class PublicPageTests(Chromium chromium, BrowsedInstallation browsed) : BrowserTest(chromium), IClassFixture<BrowsedInstallation>
{
    internal override Uri Address => browsed.Server.Url;

    [Theory]
    [InlineData("en", "welcome")]
    [InlineData("de", "welcome-de")]
    public async Task The_page_at_the_root_says_what_the_server_is(string language, string name)
    {
        var page = await OpenAsync("/", language: language);

        Assert.Equal(language, await page.Page.GetAttributeAsync("html", "lang"));
        await page.ShowAsync(name);
    }

    [Theory]
    [InlineData("en", "not-found")]
    [InlineData("de", "not-found-de")]
    public async Task What_is_not_there_is_told_on_a_page(string language, string name)
    {
        var page = await OpenAsync("/nothing/here", status: 404, language: language);

        await page.ShowAsync(name);
    }

    [Fact]
    public async Task The_language_is_changed_at_the_foot_and_stays_changed()
    {
        var page = await OpenAsync("/?from=mail");

        Assert.Equal(["Open your account", "Deutsch"], await page.WalkAsync());
        await page.Page.Keyboard.PressAsync("Shift+Tab");
        await page.Page.ClickAsync("text=Deutsch");

        Assert.Equal("?from=mail&lang=de", new Uri(page.Page.Url).Query);
        Assert.Equal("de", await page.Page.GetAttributeAsync("html", "lang"));
        await page.GoAsync("/");
        Assert.Equal("de", await page.Page.GetAttributeAsync("html", "lang"));
    }
}
