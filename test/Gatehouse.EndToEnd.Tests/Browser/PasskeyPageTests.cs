using System.Text.RegularExpressions;

using Microsoft.Playwright;

namespace Gatehouse.EndToEnd.Tests.Browser;

/// <summary>Passkeys in Chromium, with its virtual authenticator: made at the first sign-in, used alone, used out of the address field, removed.</summary>
public abstract class PasskeyPageTests(Chromium chromium, BrowsedInstallation installation) : BrowserTest(chromium, installation)
{
    internal override Uri Address => Browsed.Server.Url;

    static async Task<(ICDPSession Session, string Authenticator)> PlugInAsync(OpenedPage page, bool answersByItself = true)
    {
        var session = await page.Page.Context.NewCDPSessionAsync(page.Page);
        await session.SendAsync("WebAuthn.enable", new() { ["enableUI"] = false });
        var added = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = answersByItself,
            },
        });
        return (session, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    [Theory]
    [Languages]
    public async Task A_passkey_is_made_at_the_first_sign_in_and_is_enough_from_then_on(string language)
    {
        var person = await Person.CreateAsync(Browsed.Installation);
        var page = await OpenAsync("/sign-in", language: language);
        var (session, authenticator) = await PlugInAsync(page, answersByItself: false);
        await person.EnterAsync(page.Page);
        await page.ShowAsync($"set-up-with-passkey-{language}");
        await page.Page.ClickAsync("button[value=passkey]");
        await page.ShowAsync($"set-up-passkey-{language}");
        await session.SendAsync("WebAuthn.setAutomaticPresenceSimulation", new() { ["authenticatorId"] = authenticator, ["enabled"] = true });
        await page.Page.ClickAsync("[data-passkey-start]");
        await page.Page.WaitForSelectorAsync("ul.codes");
        await session.SendAsync("WebAuthn.setAutomaticPresenceSimulation", new() { ["authenticatorId"] = authenticator, ["enabled"] = false });
        await page.Page.ClickAsync("button.primary");
        await page.Page.WaitForURLAsync(new Regex("/portal/profile$"));
        await page.GoAsync("/sign-out");
        await page.Page.ClickAsync("button.primary");

        await page.GoAsync("/sign-in");
        await page.Page.WaitForSelectorAsync("[data-passkey-start]:visible");
        await page.ShowAsync($"sign-in-with-passkey-{language}");
        await session.SendAsync("WebAuthn.setAutomaticPresenceSimulation", new() { ["authenticatorId"] = authenticator, ["enabled"] = true });
        await page.Page.ClickAsync("[data-passkey-start]");
        await page.Page.WaitForURLAsync(new Regex("/portal/profile$"));
    }

    [Fact]
    public async Task The_address_field_offers_it_and_a_second_one_is_added_and_removed()
    {
        var person = await Person.CreateAsync(Browsed.Installation);
        var page = await OpenAsync("/sign-in");
        await person.SignInAsync(page.Page);
        await PlugInAsync(page);
        await page.GoAsync("/portal/security/passkey");
        await page.ShowAsync("portal-new-passkey");
        await page.Page.FillAsync("[name=name]", "My phone");
        await page.Page.ClickAsync("[data-passkey-start]");
        await page.Page.WaitForURLAsync(new Regex("done=added"));
        Assert.Contains("My phone", await page.Page.ContentAsync(), StringComparison.Ordinal);
        await page.GoAsync("/sign-out");
        await page.Page.ClickAsync("button.primary");

        // Nothing is clicked: the authenticator answers what waits in the address field, as a person who picks the passkey there does.
        await page.GoAsync("/sign-in");
        await page.Page.WaitForURLAsync(new Regex("/portal/profile$"));

        await page.GoAsync("/portal/security");
        await page.Page.ClickAsync("[aria-label='Remove My phone']");
        Assert.Contains("Removed.", await page.Page.ContentAsync(), StringComparison.Ordinal);
        await page.GoAsync("/sign-out");
        await page.Page.ClickAsync("button.primary");
        await page.GoAsync("/sign-in");
        await page.Page.WaitForSelectorAsync("p.error:visible");
        Assert.Contains("not known here", await page.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_script_the_pages_offer_everything_else()
    {
        var person = await Person.CreateAsync(Browsed.Installation);
        var page = await OpenAsync("/sign-in");
        await page.Page.RouteAsync("**/*.js", static route => route.FulfillAsync(new() { Status = 200, ContentType = "text/javascript", Body = "" }));
        await page.GoAsync("/sign-in");
        Assert.False(await page.Page.IsVisibleAsync("[data-passkey-start]"));

        await person.SignInAsync(page.Page);
        await page.Page.WaitForURLAsync(new Regex("/portal/profile$"));
        await page.GoAsync("/portal/security/passkey");
        Assert.Contains("runs no script", await page.Page.InnerTextAsync("main"), StringComparison.Ordinal);
    }
}

public sealed class PasskeyPagesOnSqlite(Chromium chromium, BrowsedInstallation installation) : PasskeyPageTests(chromium, installation), IClassFixture<BrowsedInstallation>;

public sealed class PasskeyPagesOnPostgreSql(Chromium chromium, BrowsedPostgreSqlInstallation installation)
    : PasskeyPageTests(chromium, installation), IClassFixture<BrowsedPostgreSqlInstallation>;
