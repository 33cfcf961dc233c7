using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Server.Federation;

/// <summary>
/// Our own key in a federation, with which we sign SAML requests or show an OpenID provider who we are. Each federation has one of its own, in a
/// certificate of its own making, because identity providers want certificates.
/// </summary>
static class FederationKeys
{
    const int Bits = 3_072;
    const int Years = 10;

    /// <returns>The private key in PKCS#8, and the certificate.</returns>
    public static (byte[] Key, byte[] Certificate) New(FederationId federation, Uri publicUrl, TimeProvider clock)
    {
        using var rsa = RSA.Create(Bits);
        var now = clock.GetUtcNow();
        var request = new CertificateRequest($"CN={publicUrl.Host}, OU={federation.Value:N}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));
        return (rsa.ExportPkcs8PrivateKey(), certificate.RawData);
    }

    public static RSA Read(byte[] pkcs8)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(pkcs8, out _);
        return rsa;
    }
}
