using System.Xml;

namespace Gatehouse.Saml.Tests;

/// <summary>
/// Signature wrapping in its published forms (Somorovsky and others, "On Breaking SAML", 2012), and what came after: each takes a genuine
/// response of the attacker's own account and tries to be the victim. None may pass, whatever was signed.
/// </summary>
public sealed class ForgeryTests : IDisposable
{
    const string Dsig = "http://www.w3.org/2000/09/xmldsig#";

    readonly Idp idp = new();

    public void Dispose() => idp.Dispose();

    public static TheoryData<string, Signs> Forms
    {
        get
        {
            var all = new TheoryData<string, Signs>();
            foreach (var form in Attacks.Keys)
            {
                foreach (var signs in (Signs[])[Signs.Assertion, Signs.Response, Signs.Both])
                    all.Add(form, signs);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_forged_response_is_refused(string form, Signs signs)
    {
        var response = idp.Response(signs);
        // The attack needs a genuine response to begin with.
        Assert.Equal(Idp.Attacker, idp.Validate(response).NameId);
        var before = response.OuterXml;

        Attacks[form](response);

        Assert.NotEqual(before, response.OuterXml);
        idp.Refuses(response);
    }

    /// <summary>An unsigned assertion about the victim.</summary>
    static XmlElement Evil(XmlDocument document, string id = "_evil")
    {
        var evil = (XmlElement)document.ImportNode(Idp.Assertion(Idp.Unsigned(Idp.Victim, id)), deep: true);
        return evil;
    }

    static XmlElement SignatureOf(XmlElement element) => element.ChildNodes.OfType<XmlElement>().First(static one => one.LocalName == "Signature");

    static XmlElement? FindSignature(XmlDocument document) => (XmlElement?)document.GetElementsByTagName("Signature", Dsig)[0];

    static XmlElement Made(XmlDocument document, string prefix, string name, string space) => document.CreateElement(prefix, name, space);

    static readonly Dictionary<string, Action<XmlDocument>> Attacks = new()
    {
        // XSW1 and 2: a forged response around, or beside, the genuine one.
        ["xsw1: the genuine response inside the forged one's signature"] = static document =>
        {
            var genuine = document.DocumentElement!;
            var forged = (XmlElement)Idp.Unsigned(Idp.Victim, "_evil").DocumentElement!;
            forged = (XmlElement)document.ImportNode(forged, true);
            forged.SetAttribute("ID", "_forged");
            var signature = (XmlElement)FindSignature(document)!.CloneNode(true);
            document.ReplaceChild(forged, genuine);
            var held = Made(document, "ds", "Object", Dsig);
            held.AppendChild(genuine);
            signature.AppendChild(held);
            forged.InsertAfter(signature, forged.FirstChild);
        },
        ["xsw2: the genuine response beside the signature of the forged one"] = static document =>
        {
            var genuine = document.DocumentElement!;
            var forged = (XmlElement)document.ImportNode(Idp.Unsigned(Idp.Victim, "_evil").DocumentElement!, true);
            forged.SetAttribute("ID", "_forged");
            var signature = FindSignature(document)!.CloneNode(true);
            document.ReplaceChild(forged, genuine);
            forged.InsertAfter(signature, forged.FirstChild);
            forged.InsertAfter(genuine, forged.FirstChild);
        },
        ["xsw3: the forged assertion before the genuine one"] = static document =>
            document.DocumentElement!.InsertBefore(Evil(document), Idp.Assertion(document)),
        ["xsw4: the genuine assertion inside the forged one"] = static document =>
        {
            var (genuine, evil) = (Idp.Assertion(document), Evil(document));
            document.DocumentElement!.ReplaceChild(evil, genuine);
            evil.AppendChild(genuine);
        },
        ["xsw5: the signature in the forged assertion, the genuine one at the end"] = static document =>
        {
            var (genuine, evil) = (Idp.Assertion(document), Evil(document));
            var signature = FindSignature(document)!.CloneNode(true);
            document.DocumentElement!.ReplaceChild(evil, genuine);
            evil.InsertAfter(signature, evil.FirstChild);
            document.DocumentElement.AppendChild(genuine);
        },
        ["xsw6: the genuine assertion inside the signature of the forged one"] = static document =>
        {
            var (genuine, evil) = (Idp.Assertion(document), Evil(document));
            var signature = (XmlElement)FindSignature(document)!.CloneNode(true);
            document.DocumentElement!.ReplaceChild(evil, genuine);
            signature.AppendChild(genuine);
            evil.InsertAfter(signature, evil.FirstChild);
        },
        ["xsw7: the forged assertion in Extensions"] = static document =>
        {
            var extensions = Made(document, "samlp", "Extensions", "urn:oasis:names:tc:SAML:2.0:protocol");
            extensions.AppendChild(Evil(document, "_assertion1"));
            document.DocumentElement!.InsertAfter(extensions, document.DocumentElement.FirstChild);
        },
        ["xsw8: the genuine assertion in an Object of the signature"] = static document =>
        {
            var (genuine, evil) = (Idp.Assertion(document), Evil(document));
            var signature = (XmlElement)FindSignature(document)!.CloneNode(true);
            var held = Made(document, "ds", "Object", Dsig);
            document.DocumentElement!.ReplaceChild(evil, genuine);
            held.AppendChild(genuine);
            signature.AppendChild(held);
            evil.InsertAfter(signature, evil.FirstChild);
        },
        ["the forged assertion has the genuine one's id"] = static document =>
            document.DocumentElement!.InsertBefore(Evil(document, "_assertion1"), Idp.Assertion(document)),
        ["the id is spelled another way in the forged one"] = static document =>
        {
            var evil = Evil(document);
            evil.RemoveAttribute("ID");
            evil.SetAttribute("Id", "_assertion1");
            document.DocumentElement!.InsertBefore(evil, Idp.Assertion(document));
        },
        ["an xml:id points elsewhere"] = static document =>
            ((XmlElement)Idp.Assertion(document).GetElementsByTagName("Subject", "*")[0]!).SetAttribute("id", "http://www.w3.org/XML/1998/namespace", "_assertion1"),
        ["the name is changed"] = static document => NameOf(document).InnerText = Idp.Victim,
        ["the name is split by a comment"] = static document =>
        {
            var name = NameOf(document);
            name.InnerText = "";
            name.AppendChild(document.CreateTextNode(Idp.Victim));
            name.AppendChild(document.CreateComment(""));
            name.AppendChild(document.CreateTextNode(".attacker.example"));
        },
        ["the name is in a CDATA section"] = static document =>
        {
            var name = NameOf(document);
            var text = name.InnerText;
            name.InnerText = "";
            name.AppendChild(document.CreateCDataSection(text));
        },
        ["a processing instruction stands in the name"] = static document => NameOf(document).AppendChild(document.CreateProcessingInstruction("x", "y")),
        ["a second name id"] = static document =>
        {
            var name = NameOf(document);
            var second = (XmlElement)name.CloneNode(true);
            second.InnerText = Idp.Victim;
            name.ParentNode!.InsertBefore(second, name);
        },
        ["an attribute more"] = static document =>
        {
            var attribute = (XmlElement)Idp.Assertion(document).GetElementsByTagName("Attribute", "*")[0]!;
            var second = (XmlElement)attribute.CloneNode(true);
            second.FirstChild!.InnerText = Idp.Victim;
            attribute.ParentNode!.AppendChild(second);
        },
        ["a second attribute statement"] = static document =>
        {
            var statement = (XmlElement)Idp.Assertion(document).GetElementsByTagName("AttributeStatement", "*")[0]!;
            statement.ParentNode!.AppendChild(statement.CloneNode(true));
        },
        ["the signatures are gone"] = static document =>
        {
            while (FindSignature(document) is { } signature)
                signature.ParentNode!.RemoveChild(signature);
        },
        ["the signature's value is empty"] = static document => Each(document, "SignatureValue", static one => one.InnerText = ""),
        ["the digest's value is empty"] = static document => Each(document, "DigestValue", static one => one.InnerText = ""),
        ["a second digest value"] = static document => Each(document, "DigestValue", static one => one.ParentNode!.AppendChild(one.CloneNode(true))),
        ["the digest value is split by a comment"] = static document => Each(document, "DigestValue", one => one.PrependChild(document.CreateComment("x"))),
        ["the reference is to everything"] = static document => Each(document, "Reference", static one => one.SetAttribute("URI", "")),
        ["the reference is gone"] = static document => Each(document, "Reference", static one => one.RemoveAttribute("URI")),
        ["the reference is an XPointer"] = static document => Each(document, "Reference", static one => one.SetAttribute("URI", "#xpointer(/)")),
        ["the reference is elsewhere"] = static document => Each(document, "Reference", static one => one.SetAttribute("URI", "https://evil.example/signed.xml")),
        ["a second reference"] = static document => Each(document, "Reference", static one => one.ParentNode!.AppendChild(one.CloneNode(true))),
        ["no transforms"] = static document => Each(document, "Transforms", static one => one.RemoveAll()),
        ["a third transform"] = static document => Each(document, "Transforms", static one => one.AppendChild(one.LastChild!.CloneNode(true))),
        ["an XSLT transform"] = static document => Each(
            document, "Transforms", static one => ((XmlElement)one.FirstChild!).SetAttribute("Algorithm", "http://www.w3.org/TR/1999/REC-xslt-19991116")),
        ["an XPath transform"] = static document => Each(
            document, "Transforms", static one => ((XmlElement)one.LastChild!).SetAttribute("Algorithm", "http://www.w3.org/TR/1999/REC-xpath-19991116")),
        ["canonicalization with comments"] = static document => Each(
            document, "CanonicalizationMethod", static one => one.SetAttribute("Algorithm", "http://www.w3.org/2001/10/xml-exc-c14n#WithComments")),
        ["inclusive canonicalization"] = static document => Each(
            document, "CanonicalizationMethod", static one => one.SetAttribute("Algorithm", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315")),
        ["no canonicalization that anybody knows"] = static document => Each(document, "CanonicalizationMethod", static one => one.SetAttribute("Algorithm", "urn:x")),
        ["HMAC with the public key"] = static document => Each(
            document, "SignatureMethod", static one => one.SetAttribute("Algorithm", "http://www.w3.org/2000/09/xmldsig#hmac-sha1")),
        ["an HMAC of no length"] = static document => Each(
            document, "SignatureMethod", one => one.AppendChild(Made(document, "ds", "HMACOutputLength", Dsig))!.InnerText = "0"),
        ["RSA with SHA-1"] = static document => Each(
            document, "SignatureMethod", static one => one.SetAttribute("Algorithm", "http://www.w3.org/2000/09/xmldsig#rsa-sha1")),
        ["RSA with MD5"] = static document => Each(
            document, "SignatureMethod", static one => one.SetAttribute("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#rsa-md5")),
        ["a SHA-1 digest"] = static document => Each(
            document, "DigestMethod", static one => one.SetAttribute("Algorithm", "http://www.w3.org/2000/09/xmldsig#sha1")),
        ["two signatures"] = static document => Each(document, "Signature", static one => one.ParentNode!.AppendChild(one.CloneNode(true))),
        ["the assertion is in another namespace"] = static document =>
        {
            var genuine = Idp.Assertion(document);
            var other = Made(document, "x", "Assertion", "urn:x");
            document.DocumentElement!.ReplaceChild(other, genuine);
            other.AppendChild(genuine);
        },
        ["advice holds another assertion"] = static document =>
        {
            var advice = Made(document, "saml", "Advice", "urn:oasis:names:tc:SAML:2.0:assertion");
            advice.AppendChild(Evil(document));
            Idp.Assertion(document).AppendChild(advice);
        },
    };

    static XmlElement NameOf(XmlDocument document) => (XmlElement)Idp.Assertion(document).GetElementsByTagName("NameID", "*")[0]!;

    static void Each(XmlDocument document, string name, Action<XmlElement> change)
    {
        foreach (var element in document.GetElementsByTagName(name, Dsig).OfType<XmlElement>().ToList())
            change(element);
    }

    [Fact]
    public void A_key_that_the_message_brings_is_not_used()
    {
        using var attacker = new Idp(2_048);

        Assert.Equal(SamlFault.Signature, idp.Refuses(attacker.Response(Signs.Both, name: Idp.Victim)).Fault);
    }

    [Fact]
    public void A_weak_key_is_not_used()
    {
        using var weak = new Idp(bits: 1_024);

        Assert.Equal(SamlFault.Signature, Assert.Throws<SamlException>(() => weak.Validate(weak.Response())).Fault);
    }

    [Fact]
    public void Where_both_are_signed_both_have_to_be_right()
    {
        using var other = new Idp(2_048);
        var response = Idp.Unsigned();
        other.Sign(Idp.Assertion(response));
        idp.Sign(response.DocumentElement!);

        idp.Refuses(response);
    }

    [Theory]
    [InlineData("http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#sha1")]
    [InlineData("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2000/09/xmldsig#sha1")]
    public void Weak_hashes_are_refused_also_when_they_are_right(string signature, string digest)
    {
        var response = Idp.Unsigned();
        idp.Sign(Idp.Assertion(response), signature, digest);

        Assert.Equal(SamlFault.Signature, idp.Refuses(response).Fault);
    }
}
