using Gatehouse.EndToEnd.Tests.Browser;

namespace Gatehouse.EndToEnd.Tests.Federation;

/// <summary>People sign in at SAML identity providers of other makers.</summary>
public abstract class SamlFederationPageTests(Chromium chromium, FederatedInstallation installation) : FederationPageTest(chromium, installation)
{
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
}

[Collection<FederationOnSqlite>]
public sealed class SamlFederationPagesOnSqlite(Chromium chromium, FederatedInstallation installation) : SamlFederationPageTests(chromium, installation);

[Collection<FederationOnPostgreSql>]
public sealed class SamlFederationPagesOnPostgreSql(Chromium chromium, FederatedPostgreSqlInstallation installation)
    : SamlFederationPageTests(chromium, installation);
