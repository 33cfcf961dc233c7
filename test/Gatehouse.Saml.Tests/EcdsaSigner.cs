using System.Security.Cryptography;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;

namespace Gatehouse.Saml.Tests;

/// <summary>Signs with an elliptic curve, which the framework's SignedXml cannot.</summary>
static class EcdsaSigner
{
    public static string Sign(XmlDocument response, ECDsa key)
    {
        var assertion = Idp.Assertion(response);
        var alone = new XmlDocument { PreserveWhitespace = true };
        alone.LoadXml(assertion.OuterXml);
        var digest = Convert.ToBase64String(SHA256.HashData(Canonical(alone)));
        var signedInfo = $"""<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/><ds:Reference URI="#{assertion.GetAttribute("ID")}"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>""";
        var info = new XmlDocument { PreserveWhitespace = true };
        info.LoadXml(signedInfo);
        var value = Convert.ToBase64String(key.SignData(Canonical(info), HashAlgorithmName.SHA256));
        return response.OuterXml.Replace(
            "</saml:Issuer><saml:Subject>",
            $"""</saml:Issuer><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">{signedInfo}<ds:SignatureValue>{value}</ds:SignatureValue></ds:Signature><saml:Subject>""",
            StringComparison.Ordinal);
    }

    static byte[] Canonical(XmlDocument document)
    {
        var transform = new XmlDsigExcC14NTransform();
        transform.LoadInput(document);
        using var stream = (Stream)transform.GetOutput(typeof(Stream));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Encoding.UTF8.GetBytes(reader.ReadToEnd());
    }
}
