using System.Security.Cryptography;

namespace Gatehouse.Saml.Messages;

/// <summary>A request to sign somebody out at the identity provider (SAML Core §3.7.1).</summary>
public sealed record LogoutRequest
{
    /// <summary>Random, and a name as XML wants it.</summary>
    public required string Id { get; init; }

    /// <summary>Our entity id in the connection.</summary>
    public required string Issuer { get; init; }

    /// <summary>The identity provider's single logout address.</summary>
    public required Uri Destination { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Whom, as the assertion named them.</summary>
    public required string NameId { get; init; }

    /// <summary>The name id's format, or null.</summary>
    public string? NameIdFormat { get; init; }

    /// <summary>Which of their sessions, as the assertion named it, or null for all.</summary>
    public string? SessionIndex { get; init; }

    /// <summary>The request as XML.</summary>
    public string ToXml() => RequestXml.Write("LogoutRequest", (Id, Issuer, Destination, IssuedAt), static _ => { }, xml =>
    {
        xml.WriteStartElement("saml", "NameID", Names.Assertion);
        if (NameIdFormat is not null)
            xml.WriteAttributeString("Format", NameIdFormat);
        xml.WriteString(NameId);
        xml.WriteEndElement();
        if (SessionIndex is not null)
            xml.WriteElementString("samlp", "SessionIndex", Names.Protocol, SessionIndex);
    });

    /// <summary>The address to send the browser to, signed: nobody else may sign people out there.</summary>
    /// <param name="relayState">What comes back with the response: a handle of ours, at most 80 bytes.</param>
    /// <param name="key">Our key in the connection.</param>
    public Uri ToRedirect(string relayState, RSA key) => RedirectBinding.Address(Destination, ToXml(), relayState, key);
}
