using System.Security.Cryptography;
using System.Security.Cryptography.Xml;
using System.Xml;

namespace Gatehouse.Saml.Xml;

/// <summary>
/// Checks the signature that an element carries about itself, and reads the element anew from the very octets that were hashed. Whoever reads
/// on from the result reads what was signed and nothing else, however the document around it was put together.
/// </summary>
static class SignedElement
{
    /// <returns>The element as it was signed: a document of its own, without the signature.</returns>
    /// <exception cref="SamlException">The signature is not of the one form that is taken, or no key fits.</exception>
    public static XmlElement Verify(XmlElement element, IReadOnlyCollection<VerificationKey> keys)
    {
        var signature = element.Only("Signature", Names.Signature);
        var form = SignatureForm.Read(signature, element.Value("ID") ?? "");

        var octets = Canonical(element, form.Prefixes, without: signature);
        if (!CryptographicOperations.FixedTimeEquals(form.Hash(octets), form.Digest))
            throw new SamlException(SamlFault.Signature, $"{element.LocalName} was changed after it was signed.");

        var signed = Canonical(signature.Only("SignedInfo", Names.Signature), form.SignedInfoPrefixes, without: null);
        if (!keys.Any(key => key.Verifies(form.Algorithm, signed, form.Value)))
            throw new SamlException(
                SamlFault.Signature, "No signing certificate of the connection verifies the signature. The identity provider may have a new one: update the connection's metadata.");

        return SafeXml.Read(octets, XmlLimits.Message).DocumentElement!;
    }

    /// <summary>Exclusive canonical form (Exclusive XML Canonicalization 1.0) of an element, in the namespaces around it.</summary>
    static byte[] Canonical(XmlElement element, string? prefixes, XmlElement? without)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        var copy = (XmlElement)document.ImportNode(element, deep: true);
        document.AppendChild(copy);
        if (without is not null)
            copy.RemoveChild(copy.Only("Signature", Names.Signature));
        foreach (var (prefix, space) in NamespacesAround(element))
        {
            var name = prefix.Length == 0 ? "xmlns" : $"xmlns:{prefix}";
            if (!copy.HasAttribute(name))
                copy.SetAttribute(name, space);
        }

        var transform = new XmlDsigExcC14NTransform(includeComments: false, prefixes);
        transform.LoadInput(document);
        using var stream = (Stream)transform.GetOutput(typeof(Stream));
        using var octets = new MemoryStream();
        stream.CopyTo(octets);
        return octets.ToArray();
    }

    static IEnumerable<(string Prefix, string Space)> NamespacesAround(XmlElement element)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var at = element.ParentNode as XmlElement; at is not null; at = at.ParentNode as XmlElement)
        {
            foreach (var declaration in at.Attributes.Cast<XmlAttribute>().Where(static one => one.NamespaceURI == "http://www.w3.org/2000/xmlns/"))
            {
                var prefix = declaration.LocalName == "xmlns" ? "" : declaration.LocalName;
                if (seen.Add(prefix))
                    yield return (prefix, declaration.Value);
            }
        }
    }
}
