using System.Text.RegularExpressions;

namespace Gatehouse.EndToEnd.Tests.Browser;

/// <summary>A person signs in with Chromium, from the invitation to the second visit; every page on the way is looked at and judged by axe.</summary>
public abstract class SignInPageTests(Chromium chromium, BrowsedInstallation installation) : BrowserTest(chromium, installation)
{
    const string Mailbox = "mira.okonkwo@contoso.example";
    const string Password = "correct horse battery";

    internal override Uri Address => Browsed.Server.Url;

    [Theory]
    [Languages]
    public async Task From_the_invitation_to_the_second_visit(string language)
    {
        var address = $"{language}.{Mailbox}";
        var organization = (await Browsed.Installation.JsonAsync("organizations", "create", "Contoso Cloud")).GetProperty("id").GetString()!;
        var user = await Browsed.Installation.JsonAsync("users", "create", "--organization", organization, "--user-name", address, "--name", "Mira Okonkwo");
        var page = await OpenAsync(new Uri(user.GetProperty("activationLink").GetString()!).AbsolutePath, language: language);
        await page.ShowAsync($"choose-password-{language}");
        await page.Page.FillAsync("[name=password]", "short");
        await page.Page.ClickAsync("button.primary");
        await page.ShowAsync($"choose-password-refused-{language}");
        await page.Page.FillAsync("[name=password]", Password);
        await page.Page.ClickAsync("button.primary");

        await page.ShowAsync($"password-{language}");
        await page.Page.FillAsync("[name=password]", "wrong password of somebody");
        await page.Page.ClickAsync("button.primary");
        await page.ShowAsync($"password-wrong-{language}");
        await page.Page.FillAsync("[name=password]", Password);
        await page.Page.ClickAsync("button.primary");

        await page.ShowAsync($"set-up-{language}");
        await page.Page.ClickAsync("button[value=authenticator]");
        await page.ShowAsync($"authenticator-{language}");
        var secret = OtpNet.Base32Encoding.ToBytes(await page.Page.InputValueAsync("#secret"));
        await page.Page.FillAsync("[name=code]", new OtpNet.Totp(secret).ComputeTotp());
        await page.Page.ClickAsync("button.primary");
        await page.ShowAsync($"recovery-codes-{language}");
        await page.Page.ClickAsync("button.primary");
        Assert.Equal("/portal/profile", new Uri(page.Page.Url).AbsolutePath);

        await page.GoAsync("/sign-out");
        await page.ShowAsync($"sign-out-{language}");
        await page.Page.ClickAsync("button.primary");
        await page.ShowAsync($"signed-out-{language}");

        await page.GoAsync("/sign-in");
        await page.ShowAsync($"sign-in-{language}");
        await page.Page.FillAsync("[name=address]", address);
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.FillAsync("[name=password]", Password);
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForSelectorAsync("[name=code]");
        await page.ShowAsync($"factor-{language}");
        await page.Page.FillAsync("[name=code]", new OtpNet.Totp(secret).ComputeTotp(DateTime.UtcNow.AddSeconds(30)));
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForURLAsync(new Regex("/portal/profile$"));

        await page.GoAsync("/sign-in/forgotten");
        await page.ShowAsync($"forgotten-{language}");
        await page.Page.FillAsync("[name=address]", address);
        await page.Page.ClickAsync("button.primary");
        await page.ShowAsync($"forgotten-sent-{language}");
        await page.GoAsync("/account/of.nobody.atall", status: 404);
        await page.ShowAsync($"dead-link-{language}");
    }
}

public sealed class SignInPagesOnSqlite(Chromium chromium, BrowsedInstallation installation) : SignInPageTests(chromium, installation), IClassFixture<BrowsedInstallation>;

public sealed class SignInPagesOnPostgreSql(Chromium chromium, BrowsedPostgreSqlInstallation installation)
    : SignInPageTests(chromium, installation), IClassFixture<BrowsedPostgreSqlInstallation>;
