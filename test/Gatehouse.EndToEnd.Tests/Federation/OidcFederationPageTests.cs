using System.Diagnostics;

using Gatehouse.EndToEnd.Tests.Browser;

namespace Gatehouse.EndToEnd.Tests.Federation;

/// <summary>People sign in at OpenID providers, and every page of ours on the way is looked at and judged by axe.</summary>
public abstract class OidcFederationPageTests(Chromium chromium, FederatedInstallation installation) : FederationPageTest(chromium, installation)
{
    static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Whoever_was_provisioned_is_that_person_a_stranger_becomes_a_user_and_a_leaver_is_told_whom_to_ask()
    {
        await Federated.ConnectEntraAsync("contoso.example");
        var users = await Commands.CountAsync("users");
        var mira = await EnterAsync(FederatedInstallation.Mira.UserName);
        await mira.Page.WaitForSelectorAsync("[name=login]");
        await HoldAsync(mira, "/federation/start");
        await mira.ShowAsync("federation-on-the-way-en");
        await mira.Page.ClickAsync("a.primary");
        Assert.Equal(FederatedInstallation.Mira.UserName, await mira.Page.InputValueAsync("[name=login]"));
        await ConfirmAsync(mira);

        await IsInAsync(mira, FederatedInstallation.Mira.DisplayName);
        Assert.Equal(users, await Commands.CountAsync("users"));

        var stranger = await EnterAsync("noor@contoso.example");
        await ConfirmAsync(stranger);
        await IsInAsync(stranger, "Noor Haddad");
        var noor = await IdOfAsync("noor@contoso.example");
        var findings = (await Commands.JsonAsync("findings", "list", "--organization", Federated.Organization)).GetProperty("findings").EnumerateArray();
        Assert.Contains(findings, one => (one.GetProperty("kind").GetString(), one.GetProperty("subject").GetString()) == ("signed-in-before-provisioning", noor));

        await LeaveAsync(await Federated.FindMiraAsync());
        await IsSentAwayAsync(mira);
        await IsRefusedAsync(mira, "federation-closed-en", "Your account is closed");
        var german = await OpenAsync("/sign-in", language: "de");
        await EnterAsync(german, FederatedInstallation.Mira.UserName);
        await german.Page.WaitForSelectorAsync("[name=login]");
        german.Refuses("/externalidp/callback");
        await ConfirmAsync(german);
        await german.Page.WaitForSelectorAsync("main h1");
        await german.ShowAsync("federation-closed-de");
    }

    async Task LeaveAsync(string id)
    {
        using var answer = await Federated.Server.Http.SendScimAsync(HttpMethod.Patch, $"/Users/{id}", """
            { "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{ "op": "Replace", "path": "active", "value": "False" }] }
            """);
        answer.EnsureSuccessStatusCode();
    }

    static async Task IsSentAwayAsync(OpenedPage page)
    {
        var since = Stopwatch.GetTimestamp();
        while (new Uri(page.Page.Url).AbsolutePath != "/sign-in")
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Promised, "The portal still shows itself to somebody who was deactivated.");
            await Task.Delay(100, Stop);
            await page.Page.GotoAsync("/portal/profile");
        }
    }

    /// <summary>The identity provider still knows the browser and asks nothing.</summary>
    static async Task IsRefusedAsync(OpenedPage page, string name, string title)
    {
        page.Refuses("/externalidp/callback");
        await EnterAsync(page, FederatedInstallation.Mira.UserName);
        await page.Page.WaitForSelectorAsync($"h1:has-text('{title}')");
        Assert.Contains("IT department", await page.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.ShowAsync(name);
    }

    [Fact]
    public async Task A_key_of_the_federation_says_who_we_are_instead_of_a_secret()
    {
        var (port, domain) = (Installation.FreePort(), Domains.Keys);
        var federation = await Federated.ConnectAsync(domain, "",
        [
            "add-oidc", "--issuer", FederatedInstallation.IssuerOf(port), "--client-id", "gatehouse-key", "--private-key-jwt",
            "--name", "Contoso Entra", "--claim", "userId=oid",
        ]);
        await using var entra = await Federated.StartEntraAsync(port, new
        {
            client_id = "gatehouse-key", jwks_uri = federation.GetProperty("jwksUri").GetString(),
            redirect_uris = (string[])[federation.GetProperty("redirectUri").GetString()!],
        });

        var page = await EnterAsync($"noor@{domain}");
        await ConfirmAsync(page);

        await IsInAsync(page, "Noor Haddad");
    }

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
    public async Task A_trial_says_what_would_happen_and_has_nothing_happen()
    {
        var language = Federated.IsOnPostgreSql ? "de" : "en"; // Each is looked at once.
        var federation = await Federated.ConnectEntraAsync(Domains.Trial, "Contoso Entra", "--trial-only");
        var users = await Commands.CountAsync("users");
        var page = await OpenAsync(new Uri(federation.GetProperty("trialUrl").GetString()!).AbsolutePath, language: language);
        await page.ShowAsync($"federation-trial-{language}");
        await page.Page.ClickAsync("a.primary");
        await ConfirmAsync(page, $"noor@{Domains.Trial}");

        await page.Page.WaitForSelectorAsync(".facts");
        await page.ShowAsync($"federation-trial-result-{language}");
        var result = await page.Page.InnerTextAsync("main");
        Assert.All((string[])["oid", "preferred_username", "Noor Haddad", $"noor@{Domains.Trial}"], text => Assert.Contains(text, result, StringComparison.Ordinal));
        Assert.Equal(users, await Commands.CountAsync("users"));

        await EnterAsync(page, $"noor@{Domains.Trial}");
        await page.Page.WaitForSelectorAsync("[name=password]");
        await Commands.JsonAsync("federations", "enable", federation.GetProperty("federationId").GetString()!);
        await EnterAsync(page, $"noor@{Domains.Trial}");
        await IsInAsync(page, "Noor Haddad");
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
}

[Collection<FederationOnSqlite>]
public sealed class OidcFederationPagesOnSqlite(Chromium chromium, FederatedInstallation installation) : OidcFederationPageTests(chromium, installation);

[Collection<FederationOnPostgreSql>]
public sealed class OidcFederationPagesOnPostgreSql(Chromium chromium, FederatedPostgreSqlInstallation installation)
    : OidcFederationPageTests(chromium, installation);
