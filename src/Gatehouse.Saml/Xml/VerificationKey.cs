using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Saml.Xml;

/// <summary>A public key of an identity provider, out of a certificate that the connection names. The certificate is a container: no chain is
/// built, nothing is fetched, and its dates only warn.</summary>
sealed class VerificationKey
{
    const int LeastRsaBits = 2_048;
    const int LeastCurveBits = 256;
    const string Rsa = "http://www.w3.org/2001/04/xmldsig-more#rsa-";
    const string Ecdsa = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-";

    static readonly Dictionary<string, HashAlgorithmName> Hashes = new(StringComparer.Ordinal)
    {
        ["sha256"] = HashAlgorithmName.SHA256, ["sha384"] = HashAlgorithmName.SHA384, ["sha512"] = HashAlgorithmName.SHA512,
    };

    readonly X509Certificate2 certificate;

    VerificationKey(X509Certificate2 certificate) => this.certificate = certificate;

    /// <exception cref="SamlException">Its key is too weak, or of a kind that is not taken.</exception>
    public static VerificationKey Of(X509Certificate2 certificate)
    {
        return IsStrong(certificate) ? new(certificate) : throw new SamlException(
            SamlFault.Signature, $"The certificate has a weak key, or one of a kind that is not taken. It needs RSA with {LeastRsaBits:N0} bits or an elliptic curve with {LeastCurveBits}.");
    }

    static bool IsStrong(X509Certificate2 certificate)
    {
        try
        {
            using var rsa = certificate.GetRSAPublicKey();
            using var ecdsa = certificate.GetECDsaPublicKey();
            return rsa is { KeySize: >= LeastRsaBits } || ecdsa is { KeySize: >= LeastCurveBits };
        }
        catch (CryptographicException problem)
        {
            // A certificate whose outside can be read may hold a key that cannot.
            throw new SamlException(SamlFault.Signature, "The key of a certificate cannot be read.", problem);
        }
    }

    public static bool Knows(string algorithm) => HashOf(algorithm, Rsa) is not null || HashOf(algorithm, Ecdsa) is not null;

    public bool Verifies(string algorithm, byte[] octets, byte[] signature)
    {
        if (HashOf(algorithm, Rsa) is { } forRsa)
        {
            using var rsa = certificate.GetRSAPublicKey();
            return rsa is not null && rsa.VerifyData(octets, signature, forRsa, RSASignaturePadding.Pkcs1);
        }

        // XML Signature joins r and s (RFC 4050 §3.3), which is this framework's form of choice.
        using var ecdsa = certificate.GetECDsaPublicKey();
        return ecdsa is not null && HashOf(algorithm, Ecdsa) is { } hash && ecdsa.VerifyData(octets, signature, hash);
    }

    static HashAlgorithmName? HashOf(string algorithm, string family) =>
        algorithm.StartsWith(family, StringComparison.Ordinal) && Hashes.TryGetValue(algorithm[family.Length..], out var hash) ? hash : null;
}
