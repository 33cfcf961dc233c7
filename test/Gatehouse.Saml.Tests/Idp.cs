using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;

using Gatehouse.Saml.Validation;

namespace Gatehouse.Saml.Tests;

/// <summary>What an identity provider signs.</summary>
[Flags]
public enum Signs
{
    Nothing = 0,
    Assertion = 1,
    Response = 2,
    Both = 3,
}

/// <summary>An identity provider that writes responses and signs them with the framework's own SignedXml, which the validator does not use.</summary>
sealed class Idp : IDisposable
{
    public const string EntityId = "https://idp.contoso.example/saml";
    public const string Audience = "https://accounts.example/idps/7/saml/metadata";
    public const string Consumer = "https://accounts.example/idps/7/saml/acs";
    public const string Request = "_request1";
    public const string Victim = "victim@contoso.example";
    public const string Attacker = "attacker@contoso.example";

    public static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    // Making keys takes most of the time of these tests: the first identity provider of a test has the same one each time.
    static readonly RSA Usual = RSA.Create(2_048);

    readonly RSA key;

    public Idp(int? bits = null)
    {
        key = bits is { } size ? RSA.Create(size) : RSA.Create(Usual.ExportParameters(true));
        Certificate = new CertificateRequest("CN=idp", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(Now.AddYears(-5), Now.AddYears(-1));
    }

    /// <summary>Has run out: dates of certificates do not matter.</summary>
    public X509Certificate2 Certificate { get; }

    public TrustedProvider Trusted => new() { EntityId = EntityId, Certificates = [Certificate], Audience = Audience, ConsumerUrl = Consumer };

    public static ExpectedAnswer Expected => new(Request, Now);

    public void Dispose()
    {
        key.Dispose();
        Certificate.Dispose();
    }

    static string At(int seconds) => Now.AddSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A response as identity providers write it, to be changed before it is signed.</summary>
    public static XmlDocument Unsigned(string name = Attacker, string assertionId = "_assertion1")
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml($"""
            <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_response1" Version="2.0" IssueInstant="{At(0)}" Destination="{Consumer}" InResponseTo="{Request}"><saml:Issuer>{EntityId}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
            <saml:Assertion xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ID="{assertionId}" Version="2.0" IssueInstant="{At(0)}"><saml:Issuer>{EntityId}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{name}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="{Request}" NotOnOrAfter="{At(300)}" Recipient="{Consumer}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{At(-30)}" NotOnOrAfter="{At(300)}"><saml:AudienceRestriction><saml:Audience>{Audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="{At(-5)}" SessionIndex="_session1"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="email"><saml:AttributeValue xsi:type="xs:string">{name}</saml:AttributeValue></saml:Attribute><saml:Attribute Name="groups"><saml:AttributeValue>a &amp; b</saml:AttributeValue><saml:AttributeValue>c</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion></samlp:Response>
            """);
        return document;
    }

    /// <summary>A genuine response, or one whose contents somebody changed before it was signed.</summary>
    public XmlDocument Response(Signs signs = Signs.Assertion, Action<XmlDocument>? change = null, string name = Attacker)
    {
        var document = Unsigned(name);
        change?.Invoke(document);
        if (signs.HasFlag(Signs.Assertion))
            Sign(Assertion(document));
        if (signs.HasFlag(Signs.Response))
            Sign(document.DocumentElement!);
        return document;
    }

    public static XmlElement Assertion(XmlDocument document) => (XmlElement)document.GetElementsByTagName("Assertion", "urn:oasis:names:tc:SAML:2.0:assertion")[0]!;

    /// <summary>Signs an element as SAML has it: in it, behind its Issuer.</summary>
    public void Sign(
        XmlElement element, string signature = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", string digest = "http://www.w3.org/2001/04/xmlenc#sha256",
        Action<SignedXml, Reference>? shape = null)
    {
        // Read anew, so that what is signed is what stands in the text.
        var document = element.OwnerDocument;
        var signed = new SignedXml(element) { SigningKey = key };
        signed.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
        signed.SignedInfo.SignatureMethod = signature;
        var reference = new Reference("#" + element.GetAttribute("ID")) { DigestMethod = digest };
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform("xs"));
        shape?.Invoke(signed, reference);
        signed.AddReference(reference);
        signed.KeyInfo = new KeyInfo();
        signed.KeyInfo.AddClause(new KeyInfoX509Data(Certificate));
        signed.ComputeSignature();
        element.InsertAfter(document.ImportNode(signed.GetXml(), true), element.GetElementsByTagName("Issuer", "urn:oasis:names:tc:SAML:2.0:assertion")[0]);
    }

    public static byte[] Bytes(XmlDocument document) => Encoding.UTF8.GetBytes(document.OuterXml);

    public ValidatedAssertion Validate(XmlDocument document) => Validate(document.OuterXml);

    public ValidatedAssertion Validate(string xml) => ResponseValidator.Validate(Encoding.UTF8.GetBytes(xml), Trusted, Expected);

    public SamlException Refuses(XmlDocument document) => Assert.Throws<SamlException>(() => Validate(document));
}
