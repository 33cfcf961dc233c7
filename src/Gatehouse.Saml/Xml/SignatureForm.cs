using System.Security.Cryptography;
using System.Xml;

namespace Gatehouse.Saml.Xml;

/// <summary>
/// A signature in the one form that is taken (SAML Core §5.4): over its own parent, by two transforms in this order, with SHA-2. Whatever
/// else a Signature could say is refused before anything is computed; its KeyInfo is not read at all.
/// </summary>
/// <param name="Algorithm">The URI of the signature algorithm.</param>
/// <param name="DigestAlgorithm">The URI of the digest algorithm.</param>
/// <param name="Digest">The digest it claims.</param>
/// <param name="Value">The signature's value.</param>
/// <param name="Prefixes">Prefixes that are rendered as in inclusive canonicalization, of the reference.</param>
/// <param name="SignedInfoPrefixes">The same, of SignedInfo.</param>
sealed record SignatureForm(string Algorithm, string DigestAlgorithm, byte[] Digest, byte[] Value, string? Prefixes, string? SignedInfoPrefixes)
{
    const string Sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    const string Sha384 = "http://www.w3.org/2001/04/xmldsig-more#sha384";
    const string Sha512 = "http://www.w3.org/2001/04/xmlenc#sha512";

    /// <exception cref="SamlException">It has another form.</exception>
    public static SignatureForm Read(XmlElement signature, string parentId)
    {
        Expect(signature, "SignedInfo", "SignatureValue", "KeyInfo?");
        var signedInfo = signature.Only("SignedInfo", Names.Signature);
        Expect(signedInfo, "CanonicalizationMethod", "SignatureMethod", "Reference");
        var reference = signedInfo.Only("Reference", Names.Signature);
        Expect(reference, "Transforms", "DigestMethod", "DigestValue");

        if (parentId.Length == 0 || reference.Value("URI") != $"#{parentId}")
            throw Fault("The signature is about something else than the element it stands in.");
        var transforms = reference.Only("Transforms", Names.Signature);
        if (transforms.Children().ToList() is not [var enveloped, var canonical]
            || AlgorithmOf(enveloped, "Transform") != Names.EnvelopedSignature || enveloped.HasChildNodes || AlgorithmOf(canonical, "Transform") != Names.ExclusiveC14N)
            throw Fault("The transforms have to be enveloped-signature and exclusive canonicalization, in this order.");

        var signedInfoMethod = signedInfo.Only("CanonicalizationMethod", Names.Signature);
        if (AlgorithmOf(signedInfoMethod, "CanonicalizationMethod") != Names.ExclusiveC14N)
            throw Fault("SignedInfo has to be in exclusive canonical form.");

        return new SignatureForm(
            AlgorithmOf(signedInfo.Only("SignatureMethod", Names.Signature), "SignatureMethod"), AlgorithmOf(reference.Only("DigestMethod", Names.Signature), "DigestMethod"),
            BytesOf(reference.Only("DigestValue", Names.Signature)), BytesOf(signature.Only("SignatureValue", Names.Signature)), PrefixesOf(canonical),
            PrefixesOf(signedInfoMethod)).Checked(signedInfo);
    }

    SignatureForm Checked(XmlElement signedInfo)
    {
        if (signedInfo.Only("SignatureMethod", Names.Signature).HasChildNodes)
            throw Fault("The signature method has parameters, which are not taken.");
        if (!VerificationKey.Knows(Algorithm))
            throw Fault($"The signature algorithm {Algorithm} is not taken. Have the identity provider sign with RSA and SHA-256.");
        if (DigestAlgorithm is not (Sha256 or Sha384 or Sha512))
            throw Fault($"The digest algorithm {DigestAlgorithm} is not taken. Have the identity provider use SHA-256.");
        return this;
    }

    /// <summary>The digest of octets.</summary>
    public byte[] Hash(byte[] octets) => DigestAlgorithm switch
    {
        Sha256 => SHA256.HashData(octets),
        Sha384 => SHA384.HashData(octets),
        _ => SHA512.HashData(octets),
    };

    /// <summary>These children in this order, and no others; a question mark marks one that may be missing.</summary>
    static void Expect(XmlElement element, params string[] names)
    {
        var children = element.Children().ToList();
        var at = 0;
        foreach (var name in names)
        {
            var isOptional = name.EndsWith('?');
            if (at < children.Count && children[at].Is(name.TrimEnd('?'), Names.Signature))
                at++;
            else if (!isOptional)
                throw Fault($"{element.LocalName} has another form than signatures of SAML messages have.");
        }

        if (at < children.Count)
            throw Fault($"{element.LocalName} has another form than signatures of SAML messages have.");
    }

    static string AlgorithmOf(XmlElement element, string name) =>
        element.Is(name, Names.Signature) && element.Value("Algorithm") is { } algorithm ? algorithm : throw Fault($"There is no {name} with an algorithm.");

    static string? PrefixesOf(XmlElement method)
    {
        var children = method.Children().ToList();
        return children switch
        {
            [] => null,
            [var only] when only.Is("InclusiveNamespaces", Names.ExclusiveC14N) && !only.HasChildNodes => only.Value("PrefixList"),
            _ => throw Fault("The canonicalization has parameters that are not taken."),
        };
    }

    static byte[] BytesOf(XmlElement element)
    {
        try
        {
            return Convert.FromBase64String(element.Text());
        }
        catch (FormatException problem)
        {
            throw new SamlException(SamlFault.Signature, $"{element.LocalName} is not base64.", problem);
        }
    }

    static SamlException Fault(string message) => new(SamlFault.Signature, message);
}
