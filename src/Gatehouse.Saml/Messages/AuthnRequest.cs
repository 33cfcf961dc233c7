using System.Security.Cryptography;

namespace Gatehouse.Saml.Messages;

/// <summary>A request to sign somebody in (SAML Core §3.4.1).</summary>
public sealed record AuthnRequest
{
    /// <summary>What the response must answer: random, and a name as XML wants it.</summary>
    public required string Id { get; init; }

    /// <summary>Our entity id in the connection.</summary>
    public required string Issuer { get; init; }

    /// <summary>The identity provider's single sign-on address.</summary>
    public required Uri Destination { get; init; }

    /// <summary>Where the response is to be posted.</summary>
    public required string ConsumerUrl { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Whether the person must sign in although they are signed in there.</summary>
    public bool ForcesSignIn { get; init; }

    /// <summary>The format of name id that is asked for, or null to leave it to the identity provider.</summary>
    public string? NameIdFormat { get; init; }

    /// <summary>A new, random id.</summary>
    public static string NewId() => "_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    /// <summary>The request as XML.</summary>
    public string ToXml() => RequestXml.Write("AuthnRequest", (Id, Issuer, Destination, IssuedAt), xml =>
    {
        xml.WriteAttributeString("AssertionConsumerServiceURL", ConsumerUrl);
        xml.WriteAttributeString("ProtocolBinding", Names.PostBinding);
        if (ForcesSignIn)
            xml.WriteAttributeString("ForceAuthn", "true");
    }, xml =>
    {
        xml.WriteStartElement("samlp", "NameIDPolicy", Names.Protocol);
        if (NameIdFormat is not null)
            xml.WriteAttributeString("Format", NameIdFormat);
        xml.WriteAttributeString("AllowCreate", "true");
        xml.WriteEndElement();
    });

    /// <summary>The address to send the browser to (SAML Bindings §3.4).</summary>
    /// <param name="relayState">What comes back with the response: a handle of ours, at most 80 bytes.</param>
    /// <param name="key">Signs the request, or null when the identity provider does not ask for it.</param>
    public Uri ToRedirect(string relayState, RSA? key = null) => RedirectBinding.Address(Destination, ToXml(), relayState, key);
}
