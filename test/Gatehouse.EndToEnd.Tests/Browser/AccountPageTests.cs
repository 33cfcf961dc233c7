using System.Text.RegularExpressions;

namespace Gatehouse.EndToEnd.Tests.Browser;

/// <summary>The pages of a person's own account, consent, and the pages that let a device in, each looked at and judged by axe.</summary>
public abstract class AccountPageTests(Chromium chromium, BrowsedInstallation installation) : BrowserTest(chromium, installation)
{
    internal override Uri Address => Browsed.Server.Url;

    [Theory]
    [Languages]
    public async Task Every_page_of_the_portal(string language)
    {
        var person = await Person.CreateAsync(Browsed.Installation);
        var page = await OpenAsync("/portal", language: language);
        await person.SignInAsync(page.Page);
        await page.ShowAsync($"portal-profile-{language}");
        Assert.Contains("displayName", await page.WalkAsync());
        await page.Page.FillAsync("[name=displayName]", "");
        await page.Page.ClickAsync("button.primary");
        await page.Page.WaitForSelectorAsync("[name=displayName][aria-invalid=true]");
        await page.ShowAsync($"portal-profile-refused-{language}");

        foreach (var name in (string[])["security", "security/password", "security/authenticator", "security/mail", "devices", "applications", "activity", "profile/address"])
        {
            await page.GoAsync($"/portal/{name}");
            await page.ShowAsync($"portal-{name.Replace('/', '-')}-{language}");
        }

        await page.GoAsync("/portal/security");
        await page.Page.ClickAsync("form[action='/portal/security/codes'] button");
        await page.ShowAsync($"portal-recovery-codes-{language}");
        await page.GoAsync("/portal/security");
        await page.Page.ClickAsync("form[action='/portal/security/remove'] button");
        await page.ShowAsync($"portal-last-factor-{language}");
    }

    [Fact]
    public async Task A_profile_that_provisioning_keeps()
    {
        var person = await Person.CreateAsync(Browsed.Installation);
        var page = await OpenAsync("/portal");
        await person.SignInAsync(page.Page);
        var client = await Browsed.Installation.JsonAsync("clients", "create", "--organization", person.Organization, "--name", "Microsoft Entra ID");
        var token = await Browsed.Installation.JsonAsync(
            "tokens", "create", "--organization", person.Organization, "--client", client.GetProperty("clientId").GetString()!);
        using var http = new HttpClient { BaseAddress = Browsed.Server.Url };
        http.UseToken(token.GetProperty("token").GetString()!);
        using var change = new StringContent(
            """{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{ "op": "replace", "path": "title", "value": "Engineer" }] }""",
            System.Text.Encoding.UTF8, "application/scim+json");
        (await http.PatchAsync($"/scim/v2/Users/{person.Id}", change, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        await page.GoAsync("/portal/profile");
        await page.ShowAsync("portal-profile-provisioned-en");
        Assert.Contains("through the connection Microsoft Entra ID", await page.Page.InnerTextAsync("main"), StringComparison.Ordinal);
    }

    [Theory]
    [Languages]
    public async Task Consent_and_a_wrong_request(string language)
    {
        var person = await Person.CreateAsync(Browsed.Installation);
        // Another origin than ours: the browser has to let the form's redirects end there.
        var callback = $"http://127.0.0.1:{Address.Port}/healthz";
        var application = await Browsed.Installation.JsonAsync(
            "applications", "create", "--organization", person.Organization, "--name", "Floor planner", "--redirect-uri", callback, "--third-party");
        var query = $"client_id={application.GetProperty("clientId").GetString()}&response_type=code&scope={Uri.EscapeDataString("openid profile email groups offline_access")}"
            + $"&code_challenge={new string('a', 43)}&code_challenge_method=S256&state=x&redirect_uri={Uri.EscapeDataString(callback)}";
        var page = await OpenAsync($"/oauth/v2/authorize?{query}", language: language);
        await person.SignInAsync(page.Page);
        await page.ShowAsync($"consent-{language}");
        await page.Page.ClickAsync("button[value=allow]");
        await page.Page.WaitForURLAsync(new Regex("healthz\\?.*code="));

        await page.GoAsync("/portal/applications");
        await page.ShowAsync($"portal-applications-used-{language}");

        await page.GoAsync($"/oauth/v2/authorize?{query.Replace("healthz", "elsewhere", StringComparison.Ordinal)}", status: 400);
        await page.ShowAsync($"wrong-request-{language}");
    }

    [Theory]
    [Languages]
    public async Task A_device_is_let_in(string language)
    {
        var person = await Person.CreateAsync(Browsed.Installation);
        var application = await Browsed.Installation.JsonAsync(
            "applications", "create", "--organization", person.Organization, "--name", "Meeting room display", "--redirect-uri", "http://127.0.0.1/callback", "--public", "--device-flow");
        using var http = new HttpClient { BaseAddress = Browsed.Server.Url };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["client_id"] = application.GetProperty("clientId").GetString()!, ["scope"] = "openid profile",
        });
        using var answer = await http.PostAsync("/oauth/v2/device_authorization", form, TestContext.Current.CancellationToken);
        var asked = await answer.ReadAsync();

        var page = await OpenAsync("/device", language: language);
        await person.SignInAsync(page.Page);
        await page.ShowAsync($"device-code-{language}");
        await page.Page.FillAsync("[name=user_code]", "BBBB-BBBB");
        await page.Page.ClickAsync("button.primary");
        await page.ShowAsync($"device-code-unknown-{language}");
        await page.Page.FillAsync("[name=user_code]", asked.GetProperty("user_code").GetString()!);
        await page.Page.ClickAsync("button.primary");
        await page.ShowAsync($"device-confirm-{language}");
        await page.Page.ClickAsync("button[value=allow]");
        await page.ShowAsync($"device-done-{language}");
    }

    [Theory]
    [Languages]
    public async Task Codes_by_mail(string language)
    {
        var person = await Person.CreateAsync(Browsed.Installation);
        var page = await OpenAsync("/sign-in", language: language);
        await person.EnterAsync(page.Page);
        await page.Page.ClickAsync("button[value=email]");
        await page.ShowAsync($"set-up-mail-{language}");
        await page.Page.FillAsync("[name=code]", "000000");
        await page.Page.ClickAsync("button.primary");
        await page.Page.WaitForSelectorAsync("[name=code][aria-invalid=true]");
        await page.ShowAsync($"set-up-mail-refused-{language}");
    }
}

public sealed class AccountPagesOnSqlite(Chromium chromium, BrowsedInstallation installation) : AccountPageTests(chromium, installation), IClassFixture<BrowsedInstallation>;

public sealed class AccountPagesOnPostgreSql(Chromium chromium, BrowsedPostgreSqlInstallation installation)
    : AccountPageTests(chromium, installation), IClassFixture<BrowsedPostgreSqlInstallation>;
