using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Web;
using System.Xml;
using System.Xml.Linq;

using Gatehouse.Server.Federation;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Federation;

/// <summary>What we ask a SAML identity provider, what we take from it at our address, and what not (S50 to S58). Gatehouse.Saml.Tests has the forgeries.</summary>
public abstract class SamlTests(ServerFixture server) : SamlFederationTest(server)
{
    const string Assertion = "urn:oasis:names:tc:SAML:2.0:assertion";

    [Fact]
    public async Task A_person_signs_in_and_is_the_one_whom_provisioning_delivered()
    {
        var provider = await ConnectSamlAsync();
        var id = await ProvisionAsync(externalId: "mira-1");
        var browser = NewBrowser();

        var page = await SignInSamlAsync(browser, provider);

        Assert.Equal((303, "/portal"), (page.Status, page.Location));
        Assert.Equal(1, await CountAsync("federated_identities", "user_id = @id and subject = 'mira-1' and linked_by = 'external-id'", new { id = Guid.Parse(id) }));
        Assert.Equal(1, await CountAsync("sign_ins", "methods = 'federated'"));
    }

    [Fact]
    public async Task The_request_says_where_it_is_from_and_a_handle_and_no_more()
    {
        var provider = await ConnectSamlAsync();

        var (request, relayState) = SamlUpstream.Read(await LeaveAsync(NewBrowser()));

        Assert.Equal($"{PublicUrl}/idps/{provider.Id}", request.Element(XName.Get("Issuer", Assertion))!.Value);
        Assert.Equal(PublicUrl + ConsumerOf(provider), (string?)request.Attribute("AssertionConsumerServiceURL"));
        Assert.Equal($"{Idp.Origin}/sso", (string?)request.Attribute("Destination"));
        Assert.Null(request.Attribute("ForceAuthn"));
        Assert.Matches("^[0-9a-f]{32}$", relayState);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task The_request_is_signed_when_either_side_wants_it(bool weSign, bool theyWant)
    {
        Idp.WantsSignedRequests = theyWant;
        var provider = await ConnectSamlAsync(signs: weSign);

        var address = await LeaveAsync(NewBrowser());

        var query = new Uri(address).Query[1..];
        var signed = query[..query.IndexOf("&Signature=", StringComparison.Ordinal)];
        var signature = Convert.FromBase64String(HttpUtility.ParseQueryString(query)["Signature"]!);
        using var certificate = X509CertificateLoader.LoadCertificate(await OwnCertificateAsync(provider));
        using var key = certificate.GetRSAPublicKey()!;
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes(signed), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    async Task<byte[]> OwnCertificateAsync(IdentityProvider provider)
    {
        var metadata = XElement.Parse(await Http.GetStringAsync(new Uri($"/idps/{provider.Id}/saml/metadata", UriKind.Relative), Stop));
        return Convert.FromBase64String(metadata.Descendants(XName.Get("X509Certificate", "http://www.w3.org/2000/09/xmldsig#")).Single().Value);
    }

    [Fact]
    public async Task Our_metadata_are_there_before_anything_is_known_and_say_that_nothing_may_be_encrypted()
    {
        var reserved = await Database.WriteAsync(Scim.Organization, db => Service<FederationRegister>().ReserveAsync(db, "Contoso", new Uri(PublicUrl), Operator, Stop), Stop);

        using var answer = await Http.GetAsync(new Uri($"/idps/{reserved.Id}/saml/metadata", UriKind.Relative), Stop);

        Assert.Equal("application/samlmetadata+xml", answer.Content.Headers.ContentType?.MediaType);
        var metadata = XElement.Parse(await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal($"{PublicUrl}/idps/{reserved.Id}", (string?)metadata.Attribute("entityID"));
        Assert.All(metadata.Descendants(XName.Get("KeyDescriptor", "urn:oasis:names:tc:SAML:2.0:metadata")), static key => Assert.Equal("signing", (string?)key.Attribute("use")));
        Assert.Empty(metadata.Descendants(XName.Get("EncryptionMethod", "urn:oasis:names:tc:SAML:2.0:metadata")));
    }

    [Fact]
    public async Task A_placeholder_has_metadata_too_and_takes_nothing()
    {
        using var answer = await Http.GetAsync(new Uri("/idps/dummy/saml/metadata", UriKind.Relative), Stop);
        var page = await NewBrowser().PostAsync("/idps/dummy/saml/acs", ("SAMLResponse", "AAAA"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains($"entityID=\"{PublicUrl}/idps/dummy\"", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(403, page.Status);
        Assert.Equal(404, (int)(await Http.GetAsync(new Uri("/idps/nothing/saml/metadata", UriKind.Relative), Stop)).StatusCode);
    }

    public static TheoryData<string> Lies =>
    [
        "unsigned", "changed after signing", "another key", "another issuer", "another audience", "another recipient", "another destination", "another request", "no request",
        "expired", "not yet", "no conditions", "status", "encrypted", "two assertions", "no id", "a doctype", "not xml", "not base64", "too large", "too deep", "nothing", "two responses",
    ];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_response_that_is_not_to_be_trusted_lets_nobody_in_and_is_in_the_trail(string lie)
    {
        var provider = await ConnectSamlAsync();
        var browser = NewBrowser();
        var request = await LeaveAsync(browser);
        await using var other = await SamlUpstream.StartAsync();
        other.EntityId = Idp.EntityId;
        other.Attributes["id"] = "mira-1";
        other.Attributes["email"] = Mira;
        var response = lie switch
        {
            "unsigned" => Convert.ToBase64String(Encoding.UTF8.GetBytes(Idp.Unsigned(request).OuterXml)),
            "changed after signing" => Idp.Respond(request, after: static document => Set(document, "//saml:AttributeValue", "eve-1")),
            "another key" => other.Respond(request),
            "another issuer" => Idp.Respond(request, static document => Set(document, "//saml:Issuer", "https://other.example")),
            "another audience" => Idp.Respond(request, static document => Set(document, "//saml:Audience", "https://other.example")),
            "another recipient" => Idp.Respond(request, static document => Set(document, "//saml:SubjectConfirmationData/@Recipient", "https://other.example")),
            "another destination" => Idp.Respond(request, static document => Set(document, "/*/@Destination", "https://other.example")),
            "another request" => Idp.Respond(request, static document => Set(document, "//@InResponseTo", "_other")),
            "no request" => Idp.Respond(request, static document => document.DocumentElement!.RemoveAttribute("InResponseTo")),
            "expired" => Idp.Respond(request, static document => Set(document, "//@NotOnOrAfter", "2020-01-01T00:00:00Z")),
            "not yet" => Idp.Respond(request, static document => Set(document, "//@NotBefore", "2100-01-01T00:00:00Z")),
            "no conditions" => Idp.Respond(request, static document => Remove(document, "//saml:Conditions")),
            "status" => Idp.Respond(request, static document => Set(document, "//@Value", "urn:oasis:names:tc:SAML:2.0:status:Responder")),
            "encrypted" => Idp.Respond(request, after: static document => document.DocumentElement!.AppendChild(document.CreateElement("EncryptedAssertion", Assertion))),
            "two assertions" => Idp.Respond(request, after: static document => document.DocumentElement!.AppendChild(document.SelectSingleNode("//*[local-name()='Assertion']")!.CloneNode(true))),
            "no id" => Idp.Respond(request, static document => Remove(document, "//saml:Attribute[@Name='id']")),
            "a doctype" => Encode("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + Decode(Idp.Respond(request))),
            "not xml" => Encode("no xml"),
            "not base64" => "?",
            "too large" => Encode(Decode(Idp.Respond(request)) + new string(' ', 260 * 1024)),
            "too deep" => Encode(string.Concat(Enumerable.Repeat("<a>", 5_000)) + string.Concat(Enumerable.Repeat("</a>", 5_000))),
            "nothing" => "",
            _ => Idp.Respond(request) + "," + Idp.Respond(request),
        };

        var page = await PostAsync(browser, provider, response);

        Assert.Equal(403, page.Status);
        Assert.Contains("<h1>", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", page.Html, StringComparison.Ordinal);
        Assert.False(browser.Cookies.ContainsKey("__Host-sign-in"));
        Assert.Equal(0, await CountAsync("users"));
        Assert.Equal(1, await CountAsync("audit_events", "action = 'federation.refused'"));
    }

    static string Encode(string xml) => Convert.ToBase64String(Encoding.UTF8.GetBytes(xml));

    static string Decode(string response) => Encoding.UTF8.GetString(Convert.FromBase64String(response));

    static void Set(XmlDocument document, string path, string value)
    {
        foreach (XmlNode node in Select(document, path))
            (node is XmlAttribute attribute ? attribute : node).InnerText = value;
    }

    static void Remove(XmlDocument document, string path)
    {
        foreach (XmlNode node in Select(document, path).Cast<XmlNode>().ToList())
            node.ParentNode!.RemoveChild(node);
    }

    static XmlNodeList Select(XmlDocument document, string path)
    {
        var names = new XmlNamespaceManager(document.NameTable);
        names.AddNamespace("saml", Assertion);
        return document.SelectNodes(path, names)!;
    }

    [Fact]
    public async Task Nobody_is_sent_where_a_relay_state_says()
    {
        var provider = await ConnectSamlAsync();
        var browser = NewBrowser();
        var response = Idp.Respond(await LeaveAsync(browser));

        Assert.Equal("/federation/arrived", (await PostAsync(browser, provider, response, "https://evil.example/")).Location);
        Assert.Equal("/portal", (await browser.LookAsync("/federation/arrived")).Location);
    }

    [Fact]
    public async Task An_unsolicited_response_is_refused()
    {
        var provider = await ConnectSamlAsync();
        var response = Idp.Respond(await LeaveAsync(NewBrowser()));
        var browser = NewBrowser();

        RefusedIn(browser, await PostAsync(browser, provider, response), FederationFault.Stale);

        Assert.Contains("have to start here", (string?)(await RefusalAsync())["reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_works_once_even_in_a_copy_of_the_browser()
    {
        var provider = await ConnectSamlAsync();
        var (browser, copy) = (NewBrowser(), NewBrowser());
        var response = Idp.Respond(await LeaveAsync(browser));
        foreach (var (name, value) in browser.Cookies)
            copy.Set(name, value);
        Assert.Equal("/federation/arrived", (await PostAsync(browser, provider, response)).Location);

        RefusedIn(copy, await PostAsync(copy, provider, response), FederationFault.Replayed);
    }

    [Fact]
    public async Task What_arrived_is_used_once_and_by_the_browser_that_left()
    {
        var provider = await ConnectSamlAsync();
        var (browser, copy) = (NewBrowser(), NewBrowser());
        await PostAsync(browser, provider, Idp.Respond(await LeaveAsync(browser)));
        foreach (var (name, value) in browser.Cookies)
            copy.Set(name, value);
        var stranger = NewBrowser();
        stranger.Set("__Host-federation-arrived", browser.Cookies["__Host-federation-arrived"]);

        Assert.Equal(403, (await stranger.LookAsync("/federation/arrived")).Status);
        Assert.Equal(303, (await browser.LookAsync("/federation/arrived")).Status);
        Assert.Equal(403, (await copy.LookAsync("/federation/arrived")).Status);
        Assert.Equal(1, await CountAsync("sign_ins"));
    }

    [Fact]
    public async Task A_response_of_one_federation_is_worth_nothing_at_another()
    {
        var provider = await ConnectSamlAsync();
        var elsewhere = await Database.WriteAsync((await NewClientAsync()).Organization, async db => await Service<FederationRegister>().AddAsync(db, null, new FederationInput
        {
            Name = "Other", Settings = provider.Settings, Metadata = provider.Metadata,
        }, new Uri(PublicUrl), Operator, Stop), Stop);
        var browser = NewBrowser();
        var response = Idp.Respond(await LeaveAsync(browser));

        var page = await PostAsync(browser, elsewhere, response);

        Assert.Equal(403, page.Status);
        Assert.False(browser.Cookies.ContainsKey("__Host-sign-in"));
    }

    [Fact]
    public async Task A_fresh_proof_is_asked_for_and_insisted_on()
    {
        var provider = await ConnectSamlAsync();
        var browser = NewBrowser();
        await SignInSamlAsync(browser, provider);
        await Database.WriteAsync(Scim.Organization, db => db.ExecuteAsync(
            "update sign_ins set authenticated_at = @before where organization_id = @organization", new { before = DateTimeOffset.UtcNow.AddHours(-1) }, Stop), Stop);
        var request = await LeaveAsync(browser, begin: "/portal/security/password");
        Assert.Equal("true", (string?)SamlUpstream.Read(request).Request.Attribute("ForceAuthn"));

        await PostAsync(browser, provider, Idp.Respond(request, authenticatedAt: DateTimeOffset.UtcNow.AddHours(-2)));
        Assert.Contains(nameof(FederationFault.NotAskedAgain), (await browser.LookAsync("/federation/arrived")).Html, StringComparison.Ordinal);
        request = await LeaveAsync(browser, begin: "/portal/security/password");
        await PostAsync(browser, provider, Idp.Respond(request));
        var done = await browser.LookAsync("/federation/arrived");

        Assert.Equal("/portal/security/password", done.Location);
        Assert.Equal(1, await CountAsync("sign_ins"));
    }

    [Fact]
    public async Task A_session_that_ends_there_ends_here()
    {
        var provider = await ConnectSamlAsync();
        var until = DateTimeOffset.UtcNow.AddMinutes(30);

        await SignInSamlAsync(NewBrowser(), provider, before: document =>
            ((XmlElement)Select(document, "//saml:AuthnStatement")[0]!).SetAttribute("SessionNotOnOrAfter", until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null)));

        Assert.Equal(1, await CountAsync("sign_ins", "expires_at <= @until", new { until }));
    }

    [Fact]
    public async Task Signing_out_there_too_is_a_signed_request_about_the_same_person()
    {
        var provider = await ConnectSamlAsync();
        var browser = NewBrowser();
        await SignInSamlAsync(browser, provider);
        await browser.OpenAsync("/sign-out");

        var page = await browser.PostAsync("/federation/sign-out");

        var address = System.Text.RegularExpressions.Regex.Match(page.Html, $"href=\"({Idp.Origin}/slo[^\"]+)\"").Groups[1].Value;
        var (request, _) = SamlUpstream.Read(address);
        Assert.Equal(("LogoutRequest", Idp.NameId), (request.Name.LocalName, request.Element(XName.Get("NameID", Assertion))?.Value));
        Assert.Equal("_session1", request.Element(XName.Get("SessionIndex", "urn:oasis:names:tc:SAML:2.0:protocol"))?.Value);
        Assert.Contains("&Signature=", address, StringComparison.Ordinal);
        Assert.Equal("/federation/signed-out", (await browser.LookAsync($"/idps/{provider.Id}/saml/logout?SAMLResponse=x")).Location);
    }

    [Fact]
    public async Task Names_with_comments_or_entities_are_read_whole_or_not_at_all()
    {
        // The published truncation: user@contoso<!-- -->.evil read as user@contoso.
        var provider = await ConnectSamlAsync();
        var browser = NewBrowser();

        var page = await SignInSamlAsync(browser, provider, after: document =>
        {
            var value = Select(document, "//saml:Attribute[@Name='id']/saml:AttributeValue")[0]!;
            value.InnerXml = "mira-1<!-- -->.evil";
        });

        Assert.Equal(403, page.Status);
    }
}

public sealed class SamlOnSqlite(SqliteServer server) : SamlTests(server);

public sealed class SamlOnPostgreSql(PostgreSqlServer server) : SamlTests(server);
