using System.Security.Cryptography;
using System.Text;

using Gatehouse.Saml.Messages;
using Gatehouse.Saml.Metadata;
using Gatehouse.Saml.Xml;

namespace Gatehouse.Saml.Tests;

public sealed class MetadataTests : IDisposable
{
    readonly Idp idp = new();

    public void Dispose() => idp.Dispose();

    string Document(string? certificate = null, string location = "https://idp.contoso.example/sso", string use = "use=\"signing\"", string more = "") => $"""
        <?xml version="1.0" encoding="utf-8"?><!-- federation metadata -->
        <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{Idp.EntityId}" validUntil="2027-01-01T00:00:00Z">
          <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" WantAuthnRequestsSigned="true">
            <KeyDescriptor {use}><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>{certificate ?? Convert.ToBase64String(idp.Certificate.RawData)}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>
            <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.contoso.example/post"/>
            <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{location}"/>{more}
          </IDPSSODescriptor>
        </EntityDescriptor>
        """;

    static IdentityProviderMetadata Read(string xml) => IdentityProviderMetadata.Read(Encoding.UTF8.GetBytes(xml));

    static SamlException Refuses(string xml) => Assert.Throws<SamlException>(() => Read(xml));

    [Fact]
    public void An_identity_providers_metadata_are_read()
    {
        var metadata = Read(Document());

        Assert.Equal((Idp.EntityId, "https://idp.contoso.example/sso"), (metadata.EntityId, metadata.SignOnUrl.AbsoluteUri));
        Assert.Equal(idp.Certificate.Thumbprint, Assert.Single(metadata.Certificates).Thumbprint);
        Assert.True(metadata.WantsSignedRequests);
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), metadata.ValidUntil);
        Assert.Equal(Idp.EntityId, Read($"<EntitiesDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\">{Document()[(Document().IndexOf("-->", StringComparison.Ordinal) + 3)..]}</EntitiesDescriptor>").EntityId);
    }

    [Fact]
    public void What_cannot_be_used_is_refused_in_words()
    {
        using var weak = new Idp(bits: 1_024);
        var inner = Document()[(Document().IndexOf("-->", StringComparison.Ordinal) + 3)..];

        Assert.Contains("https", Refuses(Document(location: "http://idp.contoso.example/sso")).Message, StringComparison.Ordinal);
        Assert.Contains("https", Refuses(Document(location: "javascript:alert(1)")).Message, StringComparison.Ordinal);
        Assert.Contains("weak key", Refuses(Document(Convert.ToBase64String(weak.Certificate.RawData))).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Refuses(Document("nonsense")).Message, StringComparison.Ordinal);
        Assert.Contains("no signing certificate", Refuses(Document(use: "use=\"encryption\"")).Message, StringComparison.Ordinal);
        Assert.Contains("several", Refuses($"<EntitiesDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\">{inner}{inner}</EntitiesDescriptor>").Message, StringComparison.Ordinal);
        Assert.Contains("no SAML metadata", Refuses("<html/>").Message, StringComparison.Ordinal);
        Assert.Contains("no identity provider", Refuses("<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"x\"/>").Message, StringComparison.Ordinal);
        Assert.Equal(SamlFault.Xml, Refuses("<!DOCTYPE a [<!ENTITY x \"y\">]>" + inner).Fault);
    }

    [Fact]
    public void Our_own_metadata_say_that_assertions_are_signed_and_not_encrypted()
    {
        var xml = new ServiceProviderMetadata { EntityId = Idp.Audience, ConsumerUrl = Idp.Consumer, LogoutUrl = $"{Idp.Consumer}/logout", SigningCertificate = idp.Certificate }.ToXml();

        var root = SafeXml.Read(Encoding.UTF8.GetBytes(xml), XmlLimits.Metadata).DocumentElement!;
        Assert.Equal(Idp.Audience, root.GetAttribute("entityID"));
        Assert.Contains($"Location=\"{Idp.Consumer}\"", xml, StringComparison.Ordinal);
        Assert.Contains("WantAssertionsSigned=\"true\"", xml, StringComparison.Ordinal);
        Assert.Contains("AuthnRequestsSigned=\"false\"", xml, StringComparison.Ordinal);
        Assert.Contains($"Location=\"{Idp.Consumer}/logout\"", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("encryption", xml, StringComparison.Ordinal);
    }

    [Fact]
    public void A_logout_address_is_read_when_it_is_by_redirect_and_https()
    {
        const string Redirect = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
        static string Service(string binding, string location) => $"<SingleLogoutService Binding=\"{binding}\" Location=\"{location}\"/>";

        Assert.Equal("https://idp.contoso.example/slo", Read(Document(more: Service(Redirect, "https://idp.contoso.example/slo"))).LogoutUrl?.AbsoluteUri);
        Assert.Null(Read(Document()).LogoutUrl);
        Assert.Null(Read(Document(more: Service("urn:oasis:names:tc:SAML:2.0:bindings:SOAP", "https://idp.contoso.example/slo"))).LogoutUrl);
        Assert.Null(Read(Document(more: Service(Redirect, "javascript:alert(1)"))).LogoutUrl);
    }

    [Theory]
    [InlineData("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent", "_session1")]
    [InlineData(null, null)]
    public void A_logout_request_names_whom_and_is_signed(string? format, string? session)
    {
        using var key = RSA.Create(2_048);
        var request = new LogoutRequest
        {
            Id = AuthnRequest.NewId(), Issuer = Idp.Audience, Destination = new("https://idp.contoso.example/slo"), IssuedAt = Idp.Now, NameId = "mira & co",
            NameIdFormat = format, SessionIndex = session,
        };

        var root = SafeXml.Read(Encoding.UTF8.GetBytes(request.ToXml()), XmlLimits.Message).DocumentElement!;

        Assert.Equal(("LogoutRequest", request.Id), (root.LocalName, root.GetAttribute("ID")));
        var name = (System.Xml.XmlElement)root.GetElementsByTagName("NameID", "urn:oasis:names:tc:SAML:2.0:assertion")[0]!;
        Assert.Equal(("mira & co", format ?? ""), (name.InnerText, name.GetAttribute("Format")));
        Assert.Equal(session, root.GetElementsByTagName("SessionIndex", "urn:oasis:names:tc:SAML:2.0:protocol")[0]?.InnerText);
        Assert.Contains("&Signature=", request.ToRedirect("x", key).Query, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_goes_by_redirect_signed_when_that_is_wanted()
    {
        using var key = RSA.Create(2_048);
        var request = new AuthnRequest
        {
            Id = AuthnRequest.NewId(), Issuer = Idp.Audience, Destination = new("https://idp.contoso.example/sso?tenant=1"), ConsumerUrl = Idp.Consumer, IssuedAt = Idp.Now,
        };
        Assert.Matches("^_[0-9a-f]{40}$", request.Id);
        Assert.NotEqual(request.Id, AuthnRequest.NewId());

        var url = request.ToRedirect("handle &=1", key).AbsoluteUri;

        Assert.StartsWith("https://idp.contoso.example/sso?tenant=1&SAMLRequest=", url, StringComparison.Ordinal);
        var query = url[(url.IndexOf("&SAMLRequest", StringComparison.Ordinal) + 1)..];
        var parts = query.Split('&').Select(static part => part.Split('=')).ToDictionary(static part => part[0], static part => Uri.UnescapeDataString(part[1]));
        Assert.Equal("handle &=1", parts["RelayState"]);
        var signed = query[..query.IndexOf("&Signature=", StringComparison.Ordinal)];
        Assert.True(key.VerifyData(Encoding.UTF8.GetBytes(signed), Convert.FromBase64String(parts["Signature"]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        using var inflate = new System.IO.Compression.DeflateStream(new MemoryStream(Convert.FromBase64String(parts["SAMLRequest"])), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(inflate);
        var root = SafeXml.Read(Encoding.UTF8.GetBytes(reader.ReadToEnd()), XmlLimits.Message).DocumentElement!;
        Assert.Equal((request.Id, Idp.Consumer, "2026-11-27T12:00:00Z"), (root.GetAttribute("ID"), root.GetAttribute("AssertionConsumerServiceURL"), root.GetAttribute("IssueInstant")));
        Assert.DoesNotContain("Signature", request.ToRedirect("x").Query, StringComparison.Ordinal);
    }
}
