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
        await mira.GoAsync("/portal/security");
        await mira.ShowAsync("federation-portal-security-en");
        Assert.Contains("Contoso Entra", await mira.Page.InnerTextAsync("main"), StringComparison.Ordinal);

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
}

[Collection<FederationOnSqlite>]
public sealed class OidcFederationPagesOnSqlite(Chromium chromium, FederatedInstallation installation) : OidcFederationPageTests(chromium, installation);

[Collection<FederationOnPostgreSql>]
public sealed class OidcFederationPagesOnPostgreSql(Chromium chromium, FederatedPostgreSqlInstallation installation)
    : OidcFederationPageTests(chromium, installation);
