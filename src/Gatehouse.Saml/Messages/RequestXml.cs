using System.Globalization;
using System.Text;
using System.Xml;

namespace Gatehouse.Saml.Messages;

/// <summary>What all requests begin with (SAML Core §3.2.1).</summary>
static class RequestXml
{
    /// <param name="name">The kind of request.</param>
    /// <param name="head">Its id, its issuer, where it goes, and when it was made.</param>
    /// <param name="attributes">Writes the attributes that only this kind has.</param>
    /// <param name="content">Writes what follows the issuer.</param>
    public static string Write(string name, (string Id, string Issuer, Uri Destination, DateTimeOffset IssuedAt) head, Action<XmlWriter> attributes, Action<XmlWriter> content)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("samlp", name, Names.Protocol);
            xml.WriteAttributeString("ID", head.Id);
            xml.WriteAttributeString("Version", "2.0");
            xml.WriteAttributeString("IssueInstant", head.IssuedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            xml.WriteAttributeString("Destination", head.Destination.AbsoluteUri);
            attributes(xml);
            xml.WriteElementString("saml", "Issuer", Names.Assertion, head.Issuer);
            content(xml);
            xml.WriteEndElement();
        }

        return text.ToString();
    }
}
