using System.Text.RegularExpressions;

using Microsoft.Playwright;

namespace Gatehouse.EndToEnd.Tests.Browser;

/// <summary>
/// A person becomes the first operator with Chromium, by the link that the server printed, and does everything once that the console is for.
/// Every page on the way is looked at and judged by axe.
/// </summary>
public sealed partial class ConsolePageTests(Chromium chromium) : BrowserTest(chromium), IAsyncLifetime
{
    const string Mailbox = "noor.vermeer@contoso.example";
    const string Password = "correct horse battery";

    /// <summary>A shield of 96 pixels, in PNG.</summary>
    const string Logo =
        "iVBORw0KGgoAAAANSUhEUgAAAGAAAABgCAYAAADimHc4AAACBElEQVR42u2cQW4CQQwE50V5YB7Bl0k45BYJWMZ2d0+1tPfdKhjQtuW1CCGEEELIP/n+ut25rl8IQAACEIAABCAAAQhAgKOA+28AOSwACdeuR7YJQMR74P+yXQAiXgNfLgAJz+GXC0DE"
        + "7SmbFgEning1rQJOkfBO2gUki7iSMQFJIj7JuAB3CZ9GQoCjiF2REuAgYne2vQ09QULFM25/HZ0oovKZSvqAlGOp4zlKCxlnCV333tKIOYnovte2SlL9WJq6v/ZOWFHC5D2NlfIKIhTuYXQqYuprr3QcSkxFdMJQOwKlpiIq4aj+9shNRTjkiKmIdPA2UxEJ4O2n"
        + "ItI+9bZTEUngraciXI+bqKkI50991FSEK/i4qQjXF3lSnXAnDJVvnmQnXAlH7ciT7YR3Hw8q/77sOuEd0JR/6G06YdepiKhOOA2+bSecAD6iE3YGj4QU+DvWFThPRYx3wjv3RThNRcisKnCTEAm/YmuK4lSE3KKOjtU1KZ1wOfzK3UFp8MsEVC9wSgBfCr9rg5Yr"
        + "+BYBzhIi4HfvknN6yRe9V1r97eqaiqqEI+BPrbZUKnaWSqYbLcuVlCkSgD8sAfgHSVguAT4SzoafJGG5B/hIOBu+m4iVHuAj4Wz4aiLW6QH+oRKgPiQCyoMSoDskApqDEqA4JAJqQyKgNCgBOkMioEEIIcQtP9WU/i6KacVNAAAAAElFTkSuQmCC";

    readonly Lazy<Task<Installation>> installation = new(static () => Installation.CreateAsync(onPostgreSql: false));
    RunningServer? server;

    internal override Uri Address => server?.Url ?? throw new InvalidOperationException("The server has not started.");

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        try
        {
            await DisposeAsync();
        }
        finally
        {
            if (server is not null)
                await server.DisposeAsync();
            if (installation.IsValueCreated)
                await (await installation.Value).DisposeAsync();
        }
    }

    /// <summary>Starts a server of the test's own.</summary>
    /// <returns>The path of the link for the first operator.</returns>
    async Task<string> ServeAsync()
    {
        server = await (await installation.Value).ServeBrowsersAsync();
        return LinkPattern().Match(server.Process.Output).Groups[1].Value;
    }

    [Theory]
    [Languages]
    public async Task From_the_printed_link_to_a_branded_application(string language)
    {
        var page = await OpenAsync(await ServeAsync(), language: language);
        await BecomeOperatorAsync(page, language);
        await CreateOrganizationAsync(page, language);
        await BrandAsync(page, language);
        await RegisterAsync(page, language);
        await ShowSignInAsync(await page.Page.InputValueAsync("#client-id"), language);
        await RenewAndEndAsync(page, language);
        await ShowFederationsAsync(page, language);
        await ShowListAsync(page, language);
    }

    static async Task BecomeOperatorAsync(OpenedPage page, string language)
    {
        await page.ShowAsync($"first-operator-{language}");
        // The page begins at the name.
        Assert.Equal("name", await page.Page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Equal("address", (await page.WalkAsync())[0]);
        page.Refuses("/console/first-operator");
        await page.Page.ClickAsync("button.primary");
        await page.ShowAsync($"first-operator-refused-{language}");
        await page.Page.FillAsync("#name", "Noor Vermeer");
        await page.Page.FillAsync("#address", Mailbox);
        await page.Page.Keyboard.PressAsync("Enter");

        await page.Page.FillAsync("[name=password]", Password);
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForURLAsync(new Regex("/sign-in/password$"));
        await page.Page.FillAsync("[name=password]", Password);
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.ClickAsync("button[value=authenticator]");
        var secret = OtpNet.Base32Encoding.ToBytes(await page.Page.InputValueAsync("#secret"));
        await page.Page.FillAsync("[name=code]", new OtpNet.Totp(secret).ComputeTotp());
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForSelectorAsync(".codes");
        await page.Page.ClickAsync("button.primary");
        Assert.Equal("/console/organizations", new Uri(page.Page.Url).AbsolutePath);
        await page.ShowAsync($"console-empty-{language}");
    }

    static async Task CreateOrganizationAsync(OpenedPage page, string language)
    {
        await page.Page.ClickAsync("a.primary");
        await page.ShowAsync($"console-new-organization-{language}");
        Assert.Equal(["name", "domains", "profile"], (await page.WalkAsync()).Where(static place => place is "name" or "domains" or "profile"));
        await page.Page.FillAsync("#domains", "contoso.example\nnot a domain");
        page.Refuses("/console/organizations/new");
        await page.Page.ClickAsync("button.primary");
        await page.ShowAsync($"console-new-organization-refused-{language}");
        await page.Page.FillAsync("#name", "Contoso Cloud");
        await page.Page.FillAsync("#domains", "contoso.example\ncontoso-cloud.example");
        await page.Page.ClickAsync("button.primary");
        await page.Page.WaitForURLAsync(new Regex("done=created"));
        await page.ShowAsync($"console-organization-{language}");
    }

    static async Task BrandAsync(OpenedPage page, string language)
    {
        await page.Page.ClickAsync("nav a[href$='/branding']");
        await page.ShowAsync($"console-branding-empty-{language}");
        Assert.Equal(["accent", "logo"], (await page.WalkAsync()).Where(static place => place is "accent" or "logo"));
        await page.Page.FillAsync("#accent", "#d07bff");
        page.Refuses("/branding/accent");
        await page.Page.ClickAsync("button.primary");
        await page.ShowAsync($"console-branding-refused-{language}");
        await page.Page.ClickAsync("button[name=instead]");
        await page.Page.WaitForURLAsync(new Regex("done=accent"));
        page.Refuses("/branding/logo");
        await page.Page.SetInputFilesAsync("#logo", new FilePayload { Name = "logo.svg", MimeType = "image/svg+xml", Buffer = "<svg/>"u8.ToArray() });
        await page.Page.ClickAsync("form[action$='/logo'] button");
        await page.ShowAsync($"console-branding-logo-refused-{language}");
        await page.Page.SetInputFilesAsync("#logo", new FilePayload { Name = "logo.png", MimeType = "image/png", Buffer = Convert.FromBase64String(Logo) });
        await page.Page.ClickAsync("form[action$='/logo'] button");
        await page.Page.WaitForURLAsync(new Regex("done=logo"));
        Assert.Equal(96, await page.Page.EvaluateAsync<int>("document.querySelector('img.logo').naturalWidth"));
        await page.ShowAsync($"console-branding-{language}");
        await page.Page.ClickAsync("a[href$='/preview']");
        await page.ShowAsync($"console-branding-preview-{language}");
        await page.Page.ClickAsync("a.primary");
    }

    static async Task RegisterAsync(OpenedPage page, string language)
    {
        await page.Page.ClickAsync("nav a[href$='/applications']");
        await page.ShowAsync($"console-applications-empty-{language}");
        await page.Page.ClickAsync("a.primary");
        await page.ShowAsync($"console-new-application-{language}");
        Assert.Equal(
            ["name", "kind", "redirect-uris", "post-logout-uris", "without-pkce"],
            (await page.WalkAsync()).Where(static place => place is "name" or "kind" or "redirect-uris" or "post-logout-uris" or "without-pkce"));
        await page.Page.SelectOptionAsync("#kind", "native");
        await page.Page.FillAsync("#redirect-uris", "http://portal.contoso.example/callback");
        await page.Page.CheckAsync("#without-pkce");
        page.Refuses("/applications/new");
        await page.Page.ClickAsync("button.primary");
        await page.ShowAsync($"console-new-application-refused-{language}");
        await page.Page.FillAsync("#name", "Time sheets");
        await page.Page.SelectOptionAsync("#kind", "web");
        await page.Page.FillAsync("#redirect-uris", "https://time.contoso.example/callback");
        await page.Page.FillAsync("#post-logout-uris", "https://time.contoso.example/");
        await page.Page.UncheckAsync("#without-pkce");
        await page.Page.ClickAsync("button.primary");
        await page.Page.WaitForURLAsync(new Regex("/secret$"));
        await page.ShowAsync($"console-secret-{language}");
        Assert.StartsWith("ghs_", await page.Page.InputValueAsync("#secret"), StringComparison.Ordinal);
        page.Refuses("/secret");
        await page.Page.ClickAsync("button.primary");
        await page.ShowAsync($"console-secret-not-stored-{language}");
        await page.Page.CheckAsync("#stored");
        await page.Page.ClickAsync("button.primary");
        await page.Page.WaitForURLAsync(new Regex("done=secret-stored"));
        await page.ShowAsync($"console-application-{language}");
    }

    /// <summary>What people of the organization see on the way to the application.</summary>
    async Task ShowSignInAsync(string client, string language)
    {
        var challenge = new string('c', 43);
        var page = await OpenAsync(
            $"/oauth/v2/authorize?client_id={client}&response_type=code&scope=openid&redirect_uri=https%3A%2F%2Ftime.contoso.example%2Fcallback&code_challenge={challenge}&code_challenge_method=S256",
            language: language);
        Assert.Equal("/sign-in", new Uri(page.Page.Url).AbsolutePath);
        Assert.Contains("Time sheets", await page.Page.TextContentAsync(".brand"), StringComparison.Ordinal);
        await page.ShowAsync($"sign-in-branded-{language}");
    }

    static async Task RenewAndEndAsync(OpenedPage page, string language)
    {
        var application = new Uri(page.Page.Url).AbsolutePath;
        await page.Page.ClickAsync("a[href$='/secrets/new']");
        await page.ShowAsync($"console-renew-secret-{language}");
        await page.Page.ClickAsync("button.primary");
        await page.Page.CheckAsync("#stored");
        await page.Page.ClickAsync("button.primary");
        await page.GoAsync($"{application}/secrets/new");
        await page.ShowAsync($"console-two-secrets-{language}");
        await page.GoAsync(application);
        await page.ShowAsync($"console-application-two-secrets-{language}");
        await page.Page.ClickAsync("a[href$='/end'] >> nth=1");
        await page.ShowAsync($"console-end-secret-{language}");
        Assert.Equal("confirmation", await page.Page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Page.FillAsync("#confirmation", "Time sheets");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForURLAsync(new Regex("done=secret-ended"));

        await page.GoAsync($"{application}/change");
        await page.ShowAsync($"console-change-application-{language}");
        await page.GoAsync($"{application}/deactivate");
        page.Refuses("/deactivate");
        await page.Page.FillAsync("#confirmation", "time sheets");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForSelectorAsync(".error");
        await page.ShowAsync($"console-deactivate-refused-{language}");
        await page.Page.FillAsync("#confirmation", "Time sheets");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForURLAsync(new Regex("done=deactivated"));
        await page.ShowAsync($"console-application-deactivated-{language}");
    }

    async Task ShowFederationsAsync(OpenedPage page, string language)
    {
        await page.Page.ClickAsync("nav a[href$='/federations']");
        await page.ShowAsync($"console-federations-empty-{language}");
        var (commands, organization) = (await installation.Value, new Uri(page.Page.Url).Segments[^2].TrimEnd('/'));
        var (status, _, error) = await commands.RunWithInputAsync(
            [
                "federations", "add-oidc", "--organization", organization, "--issuer", "https://login.microsoftonline.com/6e17fa08-0cf4-4a3a-8c3f-9b1d40b0a0c1/v2.0",
                "--client-id", "0f4f1cb5-6c3d-4f8e-9c0e-5a2b8f1d7e34", "--client-secret-stdin", "--name", "Contoso Entra ID", "--domain", "contoso.example",
            ], "a secret of the directory");
        Assert.True(status == 0, error);
        await commands.JsonAsync("federations", "reserve", "--organization", organization, "--name", "AD FS of the factory");
        await page.GoAsync($"/console/organizations/{organization}/federations");
        await page.ShowAsync($"console-federations-{language}");
        await page.Page.ClickAsync("text=Contoso Entra ID");
        await page.ShowAsync($"console-federation-{language}");
        await page.Page.GoBackAsync();
        await page.Page.ClickAsync("text=AD FS of the factory");
        await page.ShowAsync($"console-federation-reserved-{language}");
    }

    async Task ShowListAsync(OpenedPage page, string language)
    {
        foreach (var name in (string[])["Fabrikam Bildungs- und Weiterbildungsgesellschaft mbH", "Woodgrove Bank", "Adventure Works"])
        {
            var id = (await (await installation.Value).JsonAsync("organizations", "create", name)).GetProperty("id").GetString()!;
            if (name == "Woodgrove Bank")
                await (await installation.Value).JsonAsync("organizations", "suspend", id);
        }

        await page.Page.ClickAsync("nav a[href='/console/organizations']");
        await page.ShowAsync($"console-organizations-{language}");
        await page.Page.FillAsync("#name", "nobody");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForURLAsync(new Regex("name=nobody"));
        await page.ShowAsync($"console-organizations-none-{language}");
        await page.GoAsync("/console/organizations?name=BANK");
        await page.Page.ClickAsync("tbody a");
        await page.ShowAsync($"console-organization-suspended-{language}");
    }

    [Fact]
    public async Task People_of_customers_are_turned_away_on_a_page()
    {
        await ServeAsync();
        var home = await installation.Value;
        var organization = (await home.JsonAsync("organizations", "create", "Contoso Cloud")).GetProperty("id").GetString()!;
        var user = await home.JsonAsync("users", "create", "--organization", organization, "--user-name", Mailbox, "--name", "Mira Okonkwo");
        var page = await OpenAsync(new Uri(user.GetProperty("activationLink").GetString()!).AbsolutePath);
        await page.Page.FillAsync("[name=password]", Password);
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForURLAsync(new Regex("/sign-in/password$"));
        await page.Page.FillAsync("[name=password]", Password);
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.ClickAsync("button[value=authenticator]");
        var secret = OtpNet.Base32Encoding.ToBytes(await page.Page.InputValueAsync("#secret"));
        await page.Page.FillAsync("[name=code]", new OtpNet.Totp(secret).ComputeTotp());
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForSelectorAsync(".codes");
        await page.Page.ClickAsync("button.primary");

        await page.GoAsync("/console/organizations", status: 403);

        await page.ShowAsync("console-forbidden");
        await page.GoAsync("/console/first-operator/nonsense", status: 404);
        await page.ShowAsync("first-operator-dead");
    }

    [GeneratedRegex(@"http://localhost:\d+(/console/first-operator/\S+)")]
    private static partial Regex LinkPattern();
}
