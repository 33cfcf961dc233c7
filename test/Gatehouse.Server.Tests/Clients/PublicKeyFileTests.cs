using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

using Gatehouse.Server.Clients;

using Microsoft.IdentityModel.Tokens;

namespace Gatehouse.Server.Tests.Clients;

public sealed class PublicKeyFileTests
{
    [Fact]
    public void Pem_certificate_and_jwk_of_one_key_are_the_same_key()
    {
        using var rsa = RSA.Create(2048);
        var certificate = new CertificateRequest("CN=client", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));

        var jwk = PublicKeyFile.ToJwk(rsa.ExportSubjectPublicKeyInfoPem());

        Assert.Equal(jwk, PublicKeyFile.ToJwk(certificate.ExportCertificatePem()));
        Assert.Equal(jwk, PublicKeyFile.ToJwk(rsa.ExportRSAPublicKeyPem()));
        Assert.Equal(jwk, PublicKeyFile.ToJwk(jwk));
    }

    [Fact]
    public void Elliptic_curve_keys_are_accepted()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var jwk = PublicKeyFile.ToJwk(ecdsa.ExportSubjectPublicKeyInfoPem());

        Assert.Equal("P-256", new JsonWebKey(jwk).Crv);
    }

    [Fact]
    public void A_private_key_is_refused_in_every_form()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ecdsa));
        var text = $$"""{"kty":"EC","crv":"P-256","x":"{{jwk.X}}","y":"{{jwk.Y}}","d":"{{jwk.D}}"}""";

        Assert.Throws<FormatException>(() => PublicKeyFile.ToJwk(ecdsa.ExportPkcs8PrivateKeyPem()));
        Assert.Throws<FormatException>(() => PublicKeyFile.ToJwk(ecdsa.ExportECPrivateKeyPem()));
        Assert.Throws<FormatException>(() => PublicKeyFile.ToJwk(text));
        Assert.Throws<FormatException>(() => PublicKeyFile.ToJwk("""{"kty":"oct","k":"c2VjcmV0"}"""));
    }

    [Fact]
    public void A_short_rsa_key_is_refused()
    {
        using var rsa = RSA.Create(1024);

        Assert.Throws<FormatException>(() => PublicKeyFile.ToJwk(rsa.ExportSubjectPublicKeyInfoPem()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{}")]
    [InlineData("{ not json")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    public void What_is_no_key_is_refused(string text) => Assert.Throws<FormatException>(() => PublicKeyFile.ToJwk(text));
}
