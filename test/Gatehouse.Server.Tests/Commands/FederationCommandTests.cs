using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Gatehouse.Server.Tests.Commands;

public sealed class FederationCommandTests : CommandTest
{
    const string Issuer = "https://login.microsoftonline.com/8f2c1d5e-0000-4a7b-9c11-000000000001/v2.0";

    string organization = null!; // Set before the test runs.

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        organization = await CreateOrganizationAsync();
    }

    Task<JsonElement> AddOidcAsync(params IEnumerable<string> more) => JsonAsync(
        ["federations", "add-oidc", "--organization", organization, "--issuer", Issuer, "--client-id", "gh", "--private-key-jwt", "--public-url", "https://id.contoso.example", .. more]);

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    [Fact]
    public async Task A_provider_is_added_with_all_that_has_to_be_entered_there()
    {
        var added = await AddOidcAsync("--domain", "Contoso.Example", "--name", "Contoso Entra ID");

        Assert.Equal("https://id.contoso.example/ui/login/login/externalidp/callback", Text(added, "redirectUri"));
        Assert.Equal("https://id.contoso.example/federation/signed-out", Text(added, "signedOutUri"));
        Assert.Equal($"https://id.contoso.example/federation/{Text(added, "federationId")}/jwks.json", Text(added, "jwksUri"));
        Assert.StartsWith($"https://id.contoso.example/federation/try/{Text(added, "federationId")}.", Text(added, "trialUrl"), StringComparison.Ordinal);
        var domain = added.GetProperty("domains")[0];
        Assert.Equal(("contoso.example", false, "_gatehouse.contoso.example"), (Text(domain, "domain"), domain.GetProperty("verified").GetBoolean(), Text(domain, "dnsName")));
        var listed = (await JsonAsync("federations", "list", "--organization", organization)).GetProperty("federations")[0];
        Assert.Equal(("oidc", "active", Issuer), (Text(listed, "protocol"), Text(listed, "state"), Text(listed, "identityProvider")));
        Assert.Contains("federation.added", await ActionsAsync(organization));
    }

    [Fact]
    public async Task An_operators_word_verifies_a_domain_and_routes_it()
    {
        await AddOidcAsync("--domain", "contoso.example");

        var verified = await JsonAsync("domains", "verify", "--organization", organization, "CONTOSO.example");

        Assert.Equal((true, "operator", true), (verified.GetProperty("verified").GetBoolean(), Text(verified, "proof"), verified.GetProperty("federated").GetBoolean()));
        Assert.Contains("domain.verified", await ActionsAsync(organization));
    }

    [Fact]
    public async Task A_federation_is_turned_off_and_on_and_its_domains_with_it()
    {
        var id = Text(await AddOidcAsync("--domain", "contoso.example", "--trial-only"), "federationId");
        Assert.False(await IsFederatedAsync());

        await JsonAsync("federations", "enable", id);
        Assert.True(await IsFederatedAsync());
        await JsonAsync("federations", "disable", id);
        Assert.False(await IsFederatedAsync());
    }

    async Task<bool> IsFederatedAsync() =>
        (await JsonAsync("domains", "list", "--organization", organization)).GetProperty("domains")[0].GetProperty("federated").GetBoolean();

    [Fact]
    public async Task What_is_given_to_update_changes_and_the_rest_stays()
    {
        var id = Text(await AddOidcAsync("--domain", "contoso.example"), "federationId");

        var changed = await JsonAsync("federations", "update", id, "--auto-create", "off", "--domain", "contoso.org", "--remove-domain", "contoso.example", "--claim", "email=mail");

        Assert.Equal((false, false, true), (changed.GetProperty("autoCreate").GetBoolean(), changed.GetProperty("autoUpdate").GetBoolean(), changed.GetProperty("linkByExternalId").GetBoolean()));
        Assert.Equal("contoso.org", Text(Assert.Single(changed.GetProperty("domains").EnumerateArray()), "domain"));
        Assert.Equal(["contoso.example", "contoso.org"], (await JsonAsync("domains", "list", "--organization", organization)).GetProperty("domains").EnumerateArray().Select(static one => Text(one, "domain")));
    }

    [Fact]
    public async Task A_saml_federation_has_its_addresses_before_anything_is_known()
    {
        var reserved = await JsonAsync("federations", "reserve", "--organization", organization, "--name", "Contoso SAML", "--public-url", "https://id.contoso.example");
        var id = Text(reserved, "federationId");
        Assert.Equal(
            ($"https://id.contoso.example/idps/{id}", $"https://id.contoso.example/idps/{id}/saml/acs", $"https://id.contoso.example/idps/{id}/saml/metadata"),
            (Text(reserved, "entityId"), Text(reserved, "acsUrl"), Text(reserved, "metadataUrl")));
        (await RunAsync("federations", "enable", id)).ShouldRefuse("reserved only");

        var added = await JsonAsync(
            "federations", "add-saml", "--organization", organization, "--federation", id, "--metadata-file", await MetadataAsync(), "--domain", "contoso.example", "--public-url", "https://id.contoso.example");

        Assert.Equal((id, "https://idp.contoso.example/saml", "active"), (Text(added, "federationId"), Text(added, "identityProvider"), Text(added, "state")));
        var listed = (await JsonAsync("federations", "list", "--organization", organization)).GetProperty("federations");
        Assert.Equal("Contoso SAML", Text(Assert.Single(listed.EnumerateArray()), "name"));
        var looked = await RunAsync("federations", "test", id, "--output", "json");
        Assert.Equal(0, looked.Status);
        Assert.True(JsonDocument.Parse(looked.Output).RootElement.GetProperty("works").GetBoolean());
    }

    [Fact]
    public async Task People_are_told_which_record_proves_a_domain() => (await RunAsync(
        "federations", "add-oidc", "--organization", organization, "--issuer", Issuer, "--client-id", "gh", "--private-key-jwt", "--domain", "contoso.example"))
        .ShouldSay("contoso.example (verified: false", "contoso.example is not proven yet", "TXT record _gatehouse.contoso.example", $"gatehouse domains check contoso.example --organization {organization}");

    [Theory]
    [InlineData("https://id.contoso.example", false)]
    [InlineData("http://id.contoso.example", true)]
    public async Task Whoever_has_no_https_is_told_that_saml_needs_it(string url, bool isTold)
    {
        var added = await RunAsync("federations", "add-saml", "--organization", organization, "--metadata-file", await MetadataAsync(), "--public-url", url);

        Assert.Equal((0, isTold), (added.Status, added.Output.Contains("SAML needs https", StringComparison.Ordinal)));
    }

    async Task<string> MetadataAsync(string? change = null)
    {
        using var key = RSA.Create(2_048);
        using var certificate = new CertificateRequest("CN=idp", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddYears(1));
        var path = Path.Combine(Data, "metadata.xml");
        await File.WriteAllTextAsync(path, change ?? $"""
            <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="https://idp.contoso.example/saml"><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{Convert.ToBase64String(certificate.RawData)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.contoso.example/sso"/></md:IDPSSODescriptor></md:EntityDescriptor>
            """, Stop);
        return path;
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/common/v2.0", "every tenant's")]
    [InlineData("https://login.microsoftonline.com/organizations/v2.0", "every tenant's")]
    [InlineData("http://idp.contoso.example", "https address")]
    [InlineData("http://127.0.0.1:9000", "Outbound:AllowedNetworks")]
    [InlineData("https://user@idp.contoso.example", "https address")]
    [InlineData("https://idp.contoso.example?x=1", "https address")]
    [InlineData("nonsense", "https address")]
    [InlineData("javascript:alert(1)", "https address")]
    public async Task An_issuer_that_cannot_be_is_refused_with_what_to_do(string issuer, string words) => (await RunAsync(
        "federations", "add-oidc", "--organization", organization, "--issuer", issuer, "--client-id", "gh", "--private-key-jwt")).ShouldRefuse(words);

    [Fact]
    public async Task What_cannot_be_is_refused_and_nothing_is_added()
    {
        string[] begin = ["federations", "add-oidc", "--organization", organization, "--issuer", Issuer, "--client-id", "gh"];
        (await RunAsync(begin)).ShouldRefuse("--client-secret-stdin");
        (await RunAsync([.. begin, "--private-key-jwt", "--domain", "gmail.com"])).ShouldRefuse("gmail.com");
        (await RunAsync([.. begin, "--private-key-jwt", "--claim", "shoe=size"])).ShouldRefuse("userId");
        (await RunAsync([.. begin, "--private-key-jwt", "--scope", "profile"])).ShouldRefuse("openid");
        (await RunAsync([.. begin, "--private-key-jwt", "--client-secret-ends", "tomorrow"])).ShouldRefuse("2027-06-30");
        (await RunAsync("federations", "add-saml", "--organization", organization)).ShouldRefuse("--metadata-url");
        (await RunAsync("federations", "add-saml", "--organization", organization, "--metadata-file", await MetadataAsync("<!DOCTYPE x><x/>"))).ShouldRefuse("document type");
        (await RunAsync("federations", "add-saml", "--organization", organization, "--metadata-file", Path.Combine(Data, "nowhere.xml"))).ShouldRefuse("metadata file cannot be read");
        (await RunAsync("federations", "add-saml", "--organization", organization, "--metadata-url", "http://169.254.169.254/metadata")).ShouldRefuse("https address");
        (await RunAsync("federations", "add-saml", "--organization", organization, "--metadata-url", "https://127.0.0.1:1/metadata")).ShouldRefuse("inside a network");
        (await RunAsync("federations", "test", "nonsense")).ShouldRefuse("federations list");
        (await RunAsync("domains", "verify", "--organization", organization, "contoso.example")).ShouldRefuse("domains add");

        Assert.Empty((await JsonAsync("federations", "list", "--organization", organization)).GetProperty("federations").EnumerateArray());
    }

    [Fact]
    public async Task A_domain_of_another_organization_is_not_taken_over()
    {
        var other = await CreateOrganizationAsync("--domain", "contoso.example");

        (await RunAsync("domains", "add", "--organization", organization, "contoso.example")).ShouldRefuse("another organization");
        (await RunAsync("federations", "add-oidc", "--organization", organization, "--issuer", Issuer, "--client-id", "gh", "--private-key-jwt", "--domain", "contoso.example"))
            .ShouldRefuse("another organization");
        Assert.NotEqual(other, organization);
    }

    [Fact]
    public async Task A_domain_that_leads_nowhere_is_not_enforced()
    {
        await JsonAsync("domains", "add", "--organization", organization, "contoso.example");
        (await RunAsync("domains", "enforce", "--organization", organization, "contoso.example")).ShouldRefuse("Nobody could sign in");
        await AddOidcAsync("--domain", "contoso.example");
        await JsonAsync("domains", "verify", "--organization", organization, "contoso.example");

        Assert.True((await JsonAsync("domains", "enforce", "--organization", organization, "contoso.example")).GetProperty("enforced").GetBoolean());
        Assert.False((await JsonAsync("domains", "enforce", "--organization", organization, "contoso.example", "--off")).GetProperty("enforced").GetBoolean());
    }

    [Fact]
    public async Task An_emergency_account_and_an_address_for_alerts_are_named()
    {
        await JsonAsync("users", "create", "--organization", organization, "--user-name", "it@contoso.example");

        Assert.True((await JsonAsync("users", "emergency", "it@contoso.example", "--organization", organization)).GetProperty("emergency").GetBoolean());
        Assert.False((await JsonAsync("users", "emergency", "it@contoso.example", "--organization", organization, "--off")).GetProperty("emergency").GetBoolean());
        Assert.Equal("it@contoso.example", Text(await JsonAsync("organizations", "set-alert-address", organization, "it@contoso.example"), "alertAddress"));
        (await RunAsync("organizations", "set-alert-address", organization, "nobody")).ShouldRefuse("no mail address");
        (await RunAsync("findings", "list", "--organization", organization)).ShouldSay("nothing to look at");
        Assert.Equal("orphan", Text(await JsonAsync("users", "show", "it@contoso.example", "--organization", organization), "state"));
    }
}
