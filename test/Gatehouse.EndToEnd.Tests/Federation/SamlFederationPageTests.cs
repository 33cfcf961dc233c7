using System.Text.RegularExpressions;

using Gatehouse.EndToEnd.Tests.Browser;

namespace Gatehouse.EndToEnd.Tests.Federation;

/// <summary>People sign in at SAML identity providers of other makers.</summary>
public abstract partial class SamlFederationPageTests(Chromium chromium, FederatedInstallation installation) : FederationPageTest(chromium, installation)
{
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
    public async Task Whoever_signed_in_by_SAML_is_the_same_user_when_the_organization_changes_to_OpenID_Connect()
    {
        var noor = FederatedInstallation.Strangers.Single(static one => one.Address == $"noor@{Domains.Change}");
        await using var idp = await Upstream.StartAsync("samlify", new
        {
            port = Installation.FreePort(), users = new { noor = new { id = noor.Id, email = noor.Address, preferredName = noor.Name } },
        });
        var saml = await Federated.ConnectAsync(
            Domains.Change, "", ["add-saml", "--metadata-url", idp.Ready.GetProperty("metadataUrl").GetString()!, "--name", "samlify"]);
        await idp.AddAsync(new { metadata = await Federated.MetadataAsync(saml.GetProperty("metadataUrl").GetString()!) });
        var before = await EnterAsync(noor.Address);
        await ConfirmAsync(before, "noor");
        await IsInAsync(before, noor.Name);
        var user = await IdOfAsync(noor.Address);

        await Federated.ConnectEntraAsync(Domains.Change);
        await Commands.JsonAsync("federations", "disable", saml.GetProperty("federationId").GetString()!);
        var after = await EnterAsync(noor.Address);
        await ConfirmAsync(after);
        await IsInAsync(after, noor.Name);

        Assert.Equal(user, await IdOfAsync(noor.Address));
    }

    [GeneratedRegex("X509Certificate>([^<]+)<")]
    private static partial Regex Certificate();
}

[Collection<FederationOnSqlite>]
public sealed class SamlFederationPagesOnSqlite(Chromium chromium, FederatedInstallation installation) : SamlFederationPageTests(chromium, installation);

[Collection<FederationOnPostgreSql>]
public sealed class SamlFederationPagesOnPostgreSql(Chromium chromium, FederatedPostgreSqlInstallation installation)
    : SamlFederationPageTests(chromium, installation);
