using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

using Gatehouse.Saml.Validation;

namespace Gatehouse.Saml.Tests;

public sealed class GenuineTests : IDisposable
{
    readonly Idp idp = new();

    public void Dispose() => idp.Dispose();

    [Theory]
    [InlineData(Signs.Assertion)]
    [InlineData(Signs.Response)]
    [InlineData(Signs.Both)]
    public void What_was_signed_is_read(Signs signs)
    {
        var assertion = idp.Validate(idp.Response(signs));

        Assert.Equal((Idp.Attacker, Idp.EntityId, "_assertion1"), (assertion.NameId, assertion.Issuer, assertion.Id));
        Assert.Equal("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent", assertion.NameIdFormat);
        Assert.Equal(("_session1", Idp.Now.AddSeconds(-5)), (assertion.SessionIndex, assertion.AuthenticatedAt));
        Assert.Equal([Idp.Attacker], assertion.Attributes["email"]);
        Assert.Equal(["a & b", "c"], assertion.Attributes["groups"]);
        Assert.Equal(Idp.Now.AddSeconds(360), assertion.UsableUntil);
    }

    [Theory]
    [InlineData("http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", "http://www.w3.org/2001/04/xmldsig-more#sha384")]
    [InlineData("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", "http://www.w3.org/2001/04/xmlenc#sha512")]
    [InlineData("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmlenc#sha512")]
    public void Stronger_hashes_are_taken(string signature, string digest)
    {
        var response = Idp.Unsigned();
        idp.Sign(Idp.Assertion(response), signature, digest);

        Assert.Equal(Idp.Attacker, idp.Validate(response).NameId);
    }

    [Fact]
    public void Either_certificate_verifies_while_the_provider_changes_from_one_to_the_next()
    {
        using var next = new Idp(2_048);
        var trusted = idp.Trusted with { Certificates = [next.Certificate, idp.Certificate] };

        Assert.Equal(Idp.Attacker, ResponseValidator.Validate(Idp.Bytes(idp.Response()), trusted, Idp.Expected).NameId);
        Assert.Equal(Idp.Attacker, ResponseValidator.Validate(Idp.Bytes(next.Response()), trusted, Idp.Expected).NameId);
    }

    [Fact]
    public void An_elliptic_curve_signs_as_well()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=idp", key, HashAlgorithmName.SHA256).CreateSelfSigned(Idp.Now, Idp.Now.AddYears(1));
        var response = EcdsaSigner.Sign(Idp.Unsigned(), key);

        var assertion = ResponseValidator.Validate(Encoding.UTF8.GetBytes(response), idp.Trusted with { Certificates = [certificate] }, Idp.Expected);

        Assert.Equal(Idp.Attacker, assertion.NameId);
    }

    [Fact]
    public void Space_around_what_is_signed_changes_nothing()
    {
        var xml = idp.Response().OuterXml.Replace("</samlp:Status>", "</samlp:Status>\n\n    ", StringComparison.Ordinal);

        Assert.Equal(Idp.Attacker, idp.Validate(xml).NameId);
    }
}
