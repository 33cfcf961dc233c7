using System.Xml;

using Gatehouse.Saml.Xml;

namespace Gatehouse.Saml.Validation;

/// <summary>
/// The one shape of a response that is taken, checked before any cryptography: one Response, one Assertion as its child, identifiers that can
/// only be read in one way, signatures only where they are looked for, and nothing that could hide a second assertion.
/// </summary>
static class ResponseStructure
{
    static readonly string[] Hiding = ["Extensions", "Advice", "Object", "Manifest", "SignatureProperties"];

    /// <returns>The response's only assertion.</returns>
    /// <exception cref="SamlException">It has another shape.</exception>
    public static XmlElement Check(XmlElement response)
    {
        if (!response.Is("Response", Names.Protocol))
            throw Fault("The message is no SAML 2.0 response.");
        if (response.Value("Version") != "2.0")
            throw Fault("The response is not of version 2.0.");

        var all = response.Tree().ToList();
        if (all.Exists(static one => one.LocalName is "EncryptedAssertion" or "EncryptedID" or "EncryptedAttribute" or "EncryptedData"))
            throw new SamlException(SamlFault.Encrypted, "The assertion is encrypted. Turn token encryption off at the identity provider; TLS protects it on its way.");
        if (all.Find(static one => Hiding.Contains(one.LocalName, StringComparer.Ordinal)) is { } hiding)
            throw Fault($"The response holds {hiding.LocalName}, which is not taken.");
        CheckIds(all);
        CheckSignatures(response, all);

        var assertions = all.Where(static one => one.LocalName == "Assertion").ToList();
        if (assertions is not [var assertion] || assertion.NamespaceURI != Names.Assertion || assertion.ParentNode != response)
            throw Fault(assertions.Count == 0 ? "The response holds no assertion." : "The response has to hold exactly one assertion, as its own child.");
        if (all.Count(static one => one.LocalName == "Response") != 1)
            throw Fault("There is a response inside the response.");
        return assertion;
    }

    static void CheckIds(List<XmlElement> all)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in all)
        {
            foreach (XmlAttribute attribute in element.Attributes)
            {
                if (!attribute.LocalName.Equals("id", StringComparison.OrdinalIgnoreCase))
                    continue;
                if (attribute.LocalName != "ID" || attribute.NamespaceURI.Length > 0)
                    throw Fault($"An identifier is spelled {attribute.Name}; only ID is taken.");
                if (!IsName(attribute.Value) || !seen.Add(attribute.Value))
                    throw Fault("An ID is no name, or is there twice.");
            }
        }
    }

    static bool IsName(string value)
    {
        try
        {
            return XmlConvert.VerifyNCName(value).Length > 0;
        }
        catch (Exception invalid) when (invalid is XmlException or ArgumentException)
        {
            return false;
        }
    }

    static void CheckSignatures(XmlElement response, List<XmlElement> all)
    {
        foreach (var signature in all.Where(static one => one.LocalName == "Signature"))
        {
            var parent = (XmlElement)signature.ParentNode!;
            var isInPlace = signature.NamespaceURI == Names.Signature
                && (parent == response || (parent.Is("Assertion", Names.Assertion) && parent.ParentNode == response));
            if (!isInPlace || parent.Children("Signature", Names.Signature).Count() != 1)
                throw Fault("A signature may stand in the response and in the assertion only, once each.");
        }
    }

    static SamlException Fault(string message) => new(SamlFault.Structure, message);
}
