using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;

namespace Gatehouse.Saml.Metadata;

/// <summary>Our side of a connection, for the identity provider to read (SAML Metadata §2.4.4).</summary>
public sealed record ServiceProviderMetadata
{
    /// <summary>Our entity id in the connection.</summary>
    public required string EntityId { get; init; }

    /// <summary>Our assertion consumer address in the connection.</summary>
    public required string ConsumerUrl { get; init; }

    /// <summary>Where answers to our logout requests go.</summary>
    public required string LogoutUrl { get; init; }

    /// <summary>Whether our requests to sign somebody in are signed.</summary>
    public bool SignsRequests { get; init; }

    /// <summary>What we sign with, or null when we sign nothing.</summary>
    public X509Certificate2? SigningCertificate { get; init; }

    /// <summary>The document. It names no key for encryption: encrypted assertions are not taken.</summary>
    public string ToXml()
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("md", "EntityDescriptor", Names.Metadata);
            xml.WriteAttributeString("entityID", EntityId);
            xml.WriteStartElement("md", "SPSSODescriptor", Names.Metadata);
            xml.WriteAttributeString("AuthnRequestsSigned", SignsRequests ? "true" : "false");
            xml.WriteAttributeString("WantAssertionsSigned", "true");
            xml.WriteAttributeString("protocolSupportEnumeration", Names.Protocol);
            if (SigningCertificate is not null)
                WriteKey(xml, SigningCertificate);
            xml.WriteStartElement("md", "SingleLogoutService", Names.Metadata);
            xml.WriteAttributeString("Binding", Names.RedirectBinding);
            xml.WriteAttributeString("Location", LogoutUrl);
            xml.WriteEndElement();
            xml.WriteStartElement("md", "AssertionConsumerService", Names.Metadata);
            xml.WriteAttributeString("Binding", Names.PostBinding);
            xml.WriteAttributeString("Location", ConsumerUrl);
            xml.WriteAttributeString("index", "0");
            xml.WriteAttributeString("isDefault", "true");
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return text.ToString();
    }

    static void WriteKey(XmlWriter xml, X509Certificate2 certificate)
    {
        xml.WriteStartElement("md", "KeyDescriptor", Names.Metadata);
        xml.WriteAttributeString("use", "signing");
        xml.WriteStartElement("ds", "KeyInfo", Names.Signature);
        xml.WriteStartElement("ds", "X509Data", Names.Signature);
        xml.WriteElementString("ds", "X509Certificate", Names.Signature, Convert.ToBase64String(certificate.RawData));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }
}
