using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Web;
using System.Xml;
using System.Xml.Linq;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Server.Tests.Federation;

/// <summary>A SAML identity provider that says whatever a test wants, signed with the framework's own SignedXml. Its metadata are at an address.</summary>
sealed class SamlUpstream : IAsyncDisposable
{
    const string Protocol = "urn:oasis:names:tc:SAML:2.0:protocol";
    const string Assertion = "urn:oasis:names:tc:SAML:2.0:assertion";

    readonly WebApplication app;
    RSA key = RSA.Create(2_048);

    SamlUpstream(WebApplication app) => this.app = app;

    public string Origin => app.Urls.First();

    public string EntityId { get; set; } = $"https://idp.contoso.example/{Guid.NewGuid():N}";

    public string MetadataUrl => $"{Origin}/metadata";

    public int MetadataReads { get; private set; }

    public bool WantsSignedRequests { get; set; }

    /// <summary>Answers in the place of the metadata.</summary>
    public Func<HttpContext, Task>? Metadata { get; set; }

    /// <summary>Who signs in: the NameID and attributes.</summary>
    public Dictionary<string, string> Attributes { get; } = [];

    public string NameId { get; set; } = "name-id-1";

    public DateTimeOffset CertificateEnds { get; set; } = DateTimeOffset.UtcNow.AddYears(2);

    public static async Task<SamlUpstream> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var upstream = new SamlUpstream(builder.Build());
        upstream.app.Run(upstream.AnswerAsync);
        await upstream.app.StartAsync();
        return upstream;
    }

    public void Rotate() => key = RSA.Create(2_048);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Dispose();
    }

    Task AnswerAsync(HttpContext http)
    {
        MetadataReads++;
        return Metadata is null ? http.Response.WriteAsync(MetadataXml()) : Metadata(http);
    }

    public string MetadataXml()
    {
        using var certificate = NewCertificate();
        return $"""
            <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="{EntityId}">
              <!-- People edit these. -->
              <md:IDPSSODescriptor WantAuthnRequestsSigned="{(WantsSignedRequests ? "true" : "false")}" protocolSupportEnumeration="{Protocol}">
                <md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{Convert.ToBase64String(certificate.RawData)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
                <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{Origin}/slo"/>
                <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{Origin}/sso"/>
              </md:IDPSSODescriptor>
            </md:EntityDescriptor>
            """;
    }

    X509Certificate2 NewCertificate() => new CertificateRequest("CN=idp", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        .CreateSelfSigned(CertificateEnds.AddYears(-3), CertificateEnds);

    /// <summary>What a request by redirect says.</summary>
    public static (XElement Request, string RelayState) Read(string address)
    {
        var query = HttpUtility.ParseQueryString(new Uri(address).Query);
        using var inflated = new DeflateStream(new MemoryStream(Convert.FromBase64String(query["SAMLRequest"] ?? "")), CompressionMode.Decompress);
        return (XElement.Load(inflated), query["RelayState"] ?? "");
    }

    /// <summary>A response to a request, before it is signed.</summary>
    public XmlDocument Unsigned(string request, DateTimeOffset? authenticatedAt = null)
    {
        var (asked, _) = Read(request);
        var (id, consumer, audience) = ((string)asked.Attribute("ID")!, (string)asked.Attribute("AssertionConsumerServiceURL")!, asked.Element(XName.Get("Issuer", Assertion))!.Value);
        var attributes = string.Concat(Attributes.Select(one =>
            $"<saml:Attribute Name=\"{one.Key}\"><saml:AttributeValue>{System.Security.SecurityElement.Escape(one.Value)}</saml:AttributeValue></saml:Attribute>"));
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml($"""
            <samlp:Response xmlns:samlp="{Protocol}" xmlns:saml="{Assertion}" ID="_r{Guid.NewGuid():N}" Version="2.0" IssueInstant="{At(0)}" Destination="{consumer}" InResponseTo="{id}"><saml:Issuer>{EntityId}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status><saml:Assertion ID="_a{Guid.NewGuid():N}" Version="2.0" IssueInstant="{At(0)}"><saml:Issuer>{EntityId}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{NameId}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="{id}" NotOnOrAfter="{At(300)}" Recipient="{consumer}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{At(-30)}" NotOnOrAfter="{At(300)}"><saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="{At(0, authenticatedAt)}" SessionIndex="_session1"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion></samlp:Response>
            """);
        return document;
    }

    static string At(int seconds, DateTimeOffset? from = null) =>
        (from ?? DateTimeOffset.UtcNow).AddSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A response as it is posted: base64 of a signed document, or of one that was changed before or after.</summary>
    public string Respond(string request, Action<XmlDocument>? before = null, Action<XmlDocument>? after = null, DateTimeOffset? authenticatedAt = null)
    {
        var document = Unsigned(request, authenticatedAt);
        before?.Invoke(document);
        Sign((XmlElement)document.GetElementsByTagName("Assertion", Assertion)[0]!);
        after?.Invoke(document);
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(document.OuterXml));
    }

    public void Sign(XmlElement element)
    {
        var signed = new SignedXml(element) { SigningKey = key };
        signed.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
        signed.SignedInfo.SignatureMethod = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
        var reference = new Reference("#" + element.GetAttribute("ID")) { DigestMethod = "http://www.w3.org/2001/04/xmlenc#sha256" };
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform());
        signed.AddReference(reference);
        signed.ComputeSignature();
        element.InsertAfter(element.OwnerDocument.ImportNode(signed.GetXml(), true), element.GetElementsByTagName("Issuer", Assertion)[0]);
    }
}
