using System.Text.RegularExpressions;

using Gatehouse.EndToEnd.Tests.Browser;

namespace Gatehouse.EndToEnd.Tests.Federation;

/// <summary>What does not depend on the database: identity providers of other makers, trials, choices and proofs.</summary>
[Collection<FederationOnSqlite>]
public sealed partial class ProviderPageTests(Chromium chromium, FederatedInstallation installation) : FederationPageTest(chromium, installation)
{
    [Fact]
    public async Task Glewlwyd_signs_a_person_in_and_out_again()
    {
        const string Domain = "glewlwyd.contoso.example";
        var (port, secret) = (Installation.FreePort(), "a secret of glewlwyd");
        await using var glewlwyd = await Upstream.StartAsync("glewlwyd", new
        {
            port, client_id = "gatehouse", client_secret = secret, redirect_uri = new Uri(Address, "/ui/login/login/externalidp/callback"),
            post_logout_redirect_uri = Federated.SignedOutUri,
            user = new { login = "noor", password = "correct horse battery", name = "Noor Haddad", email = $"noor@{Domain}" },
        });
        await Federated.ConnectAsync(Domain, secret,
        [
            "add-oidc", "--issuer", glewlwyd.Ready.GetProperty("issuer").GetString()!, "--client-id", "gatehouse", "--client-secret-stdin", "--name", "Glewlwyd",
        ]);
        var page = await EnterAsync($"noor@{Domain}");
        await page.Page.FillAsync("#username", "noor");
        await page.Page.FillAsync("#password", "correct horse battery");
        await page.Page.ClickAsync("#loginbut");
        await page.Page.ClickAsync("button.btn-success");
        await IsInAsync(page, "Noor Haddad");

        await page.GoAsync("/sign-out");
        await page.ShowAsync("federation-sign-out-en");
        await page.Page.ClickAsync("[formaction='/federation/sign-out']");
        await page.Page.ClickAsync("button:has-text('Logout')");
        // Its page takes people back to addresses of its own only.
        await page.Page.WaitForSelectorAsync("text=You are disconnected");

        await EnterAsync(page, $"noor@{Domain}");
        await page.Page.WaitForSelectorAsync("#username");
    }

    [Fact]
    public async Task SimpleSAMLphp_takes_signed_requests_and_signs_a_person_in_and_out_again()
    {
        const string Domain = "simplesamlphp.contoso.example";
        await using var idp = await Upstream.StartAsync("simplesamlphp", new
        {
            port = Installation.FreePort(),
            users = new { ada = new { password = "pw", attributes = new { id = "4711", email = $"ada@{Domain}", preferredName = "Ada Brandt" } } },
        });
        var reserved = await Commands.JsonAsync("federations", "reserve", "--organization", Federated.Organization, "--name", "SimpleSAMLphp");
        await idp.AddAsync(new
        {
            entityId = reserved.GetProperty("entityId").GetString(), acs = reserved.GetProperty("acsUrl").GetString(),
            certificate = Certificate().Match(await Federated.MetadataAsync(reserved.GetProperty("metadataUrl").GetString()!)).Groups[1].Value,
            singleLogout = reserved.GetProperty("logoutUrl").GetString(),
        });
        await Federated.ConnectAsync(Domain, "",
        [
            "add-saml", "--federation", reserved.GetProperty("federationId").GetString()!,
            "--metadata-url", idp.Ready.GetProperty("metadataUrl").GetString()!, "--sign-requests",
        ]);

        var page = await EnterAsync($"ada@{Domain}");
        await page.Page.FillAsync("#username", "ada");
        await page.Page.FillAsync("#password", "pw");
        await page.Page.ClickAsync("#submit_button");
        await IsInAsync(page, "Ada Brandt");

        await page.GoAsync("/sign-out");
        await page.Page.ClickAsync("[formaction='/federation/sign-out']");
        await page.Page.WaitForURLAsync(Federated.SignedOutUri);
        await page.ShowAsync("federation-signed-out-en");

        await EnterAsync(page, $"ada@{Domain}");
        await page.Page.WaitForSelectorAsync("#username");
    }

    [Fact]
    public async Task A_trial_says_what_would_happen_and_has_nothing_happen()
    {
        var federation = await Federated.ConnectEntraAsync(Domains.Trial, "Contoso Entra", "--trial-only");
        var trial = new Uri(federation.GetProperty("trialUrl").GetString()!).AbsolutePath;
        var users = await Commands.CountAsync("users");
        foreach (var language in (string[])["en", "de"])
        {
            var page = await OpenAsync(trial, language: language);
            await page.ShowAsync($"federation-trial-{language}");
            await page.Page.ClickAsync("a.primary");
            await ConfirmAsync(page, $"noor@{Domains.Trial}");

            await page.Page.WaitForSelectorAsync(".facts");
            await page.ShowAsync($"federation-trial-result-{language}");
            var result = await page.Page.InnerTextAsync("main");
            Assert.All((string[])["oid", "preferred_username", "Noor Haddad", $"noor@{Domains.Trial}"], text => Assert.Contains(text, result, StringComparison.Ordinal));
        }

        Assert.Equal(users, await Commands.CountAsync("users"));
        var other = await EnterAsync($"noor@{Domains.Trial}");
        await other.Page.WaitForSelectorAsync("[name=password]");
        await Commands.JsonAsync("federations", "enable", federation.GetProperty("federationId").GetString()!);
        await EnterAsync(other, $"noor@{Domains.Trial}");
        await ConfirmAsync(other);
        await IsInAsync(other, "Noor Haddad");
    }

    [Fact]
    public async Task An_account_whose_address_nobody_has_proved_is_whose_the_mail_is()
    {
        const string Noor = $"noor@{Domains.Proof}";
        await Federated.ConnectEntraAsync(Domains.Proof);
        await Commands.JsonAsync("users", "create", "--organization", Federated.Organization, "--user-name", Noor, "--name", "Noor of before");
        var user = await IdOfAsync(Noor);
        var page = await EnterAsync(Noor);
        await ConfirmAsync(page);
        await page.Page.WaitForSelectorAsync("[name=code]");
        await page.ShowAsync("federation-proof-en");
        await page.Page.FillAsync("[name=code]", await Federated.MailedCodeAsync(Noor));
        await page.Page.ClickAsync("button.primary");

        await IsInAsync(page, "Noor of before");
        Assert.Equal(user, await IdOfAsync(Noor));
    }

    [Fact]
    public async Task Of_two_identity_providers_of_a_domain_the_person_chooses()
    {
        await Federated.ConnectEntraAsync(Domains.Choice, "Contoso Entra");
        await Federated.ConnectEntraAsync(Domains.Choice, "Contoso Research");
        var page = await EnterAsync($"noor@{Domains.Choice}");
        await page.Page.WaitForSelectorAsync("text=Contoso Research");
        await page.ShowAsync("federation-chooser-en");
        Assert.Equal(["Use another address", "Contoso Entra", "Contoso Research", "Deutsch"], await page.WalkAsync());
        await page.GoAsync("/federation/start?lang=de");
        await page.ShowAsync("federation-chooser-de");

        await page.Page.ClickAsync("text=Contoso Research");
        await ConfirmAsync(page);

        await IsInAsync(page, "Noor Haddad");
    }

    [GeneratedRegex("X509Certificate>([^<]+)<")]
    private static partial Regex Certificate();
}
