using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

using Microsoft.IdentityModel.Tokens;

namespace Gatehouse.Server.Clients;

/// <summary>Reads the public key a client registers, from PEM, an X.509 certificate or a JWK, and writes it down as a JWK.</summary>
static class PublicKeyFile
{
    const int SmallestRsaKey = 2048;
    const int LargestRsaKey = 8192;

    /// <exception cref="FormatException">The text is no public key we accept; the message says why.</exception>
    public static string ToJwk(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw new FormatException("This is a private key. Keep it, and register its public half.");

        var key = trimmed.StartsWith('{') ? FromJwk(trimmed) : FromPem(trimmed);
        return Write(key);
    }

    static JsonWebKey FromPem(string text)
    {
        try
        {
            if (text.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
            {
                using var certificate = X509Certificate2.CreateFromPem(text);
                return FromAlgorithms(certificate.GetRSAPublicKey(), certificate.GetECDsaPublicKey());
            }

            return text.Contains("-----BEGIN", StringComparison.Ordinal)
                ? FromPublicKeyPem(text)
                : throw new FormatException("Expected a public key as PEM, an X.509 certificate as PEM, or a JWK.");
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new FormatException("The PEM text holds no RSA or EC public key.", e);
        }
    }

    static JsonWebKey FromPublicKeyPem(string text)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(text);
            return FromAlgorithms(rsa, ecdsa: null);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportFromPem(text);
            return FromAlgorithms(rsa: null, ecdsa);
        }
    }

    static JsonWebKey FromAlgorithms(RSA? rsa, ECDsa? ecdsa)
    {
        if (rsa is not null)
            return Check(
                JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false))),
                rsa.KeySize);
        if (ecdsa is not null)
            return JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ecdsa));

        throw new FormatException("The certificate holds neither an RSA nor an EC key.");
    }

    static JsonWebKey FromJwk(string text)
    {
        try
        {
            var key = new JsonWebKey(text);
            if (key.HasPrivateKey || key.Kty == JsonWebAlgorithmsKeyTypes.Octet)
                throw new FormatException("This JWK holds a secret. Keep it, and register its public half.");
            if (key.Kty == JsonWebAlgorithmsKeyTypes.RSA)
                return Check(key, Base64UrlEncoder.DecodeBytes(key.N).Length * 8);
            if (key.Kty == JsonWebAlgorithmsKeyTypes.EllipticCurve && key.Crv is "P-256" or "P-384" or "P-521")
                return key;

            throw new FormatException("Expected a JWK of an RSA key, or of an EC key on P-256, P-384 or P-521.");
        }
        catch (Exception e) when (e is ArgumentException or JsonException)
        {
            throw new FormatException("The JWK cannot be read.", e);
        }
    }

    static JsonWebKey Check(JsonWebKey key, int size) =>
        size is >= SmallestRsaKey and <= LargestRsaKey
            ? key
            : throw new FormatException($"The RSA key has {size} bits; use {SmallestRsaKey} to {LargestRsaKey}.");

    // Only the key itself is kept: no certificate chain, no address to fetch anything from.
    static string Write(JsonWebKey key) => JsonSerializer.Serialize(
        key.Kty == JsonWebAlgorithmsKeyTypes.RSA
            ? new Dictionary<string, string> { ["kty"] = key.Kty, ["n"] = key.N, ["e"] = key.E }
            : new Dictionary<string, string> { ["kty"] = key.Kty, ["crv"] = key.Crv, ["x"] = key.X, ["y"] = key.Y });
}
