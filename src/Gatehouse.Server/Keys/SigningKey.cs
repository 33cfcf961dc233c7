using System.Security.Cryptography;

using Microsoft.IdentityModel.Tokens;

namespace Gatehouse.Server.Keys;

/// <summary>A key that signs tokens. Its state follows from the clock and its successor, so all nodes agree without a message.</summary>
sealed record SigningKey
{
    public const string Algorithm = SecurityAlgorithms.EcdsaSha256;

    public required ECDsaSecurityKey Key { get; init; }
    public required long Generation { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ActivatesAt { get; init; }

    /// <summary>RFC 7638 thumbprint of the public key.</summary>
    public string Id => Key.KeyId;

    public SigningCredentials Credentials => new(Key, Algorithm);

    public byte[] ExportPrivateKey() => Key.ECDsa.ExportPkcs8PrivateKey();

    public static SigningKey Create(long generation, DateTimeOffset createdAt, DateTimeOffset activatesAt) =>
        From(ECDsa.Create(ECCurve.NamedCurves.nistP256), generation, createdAt, activatesAt);

    public static SigningKey Import(byte[] privateKey, long generation, DateTimeOffset createdAt, DateTimeOffset activatesAt)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(privateKey, out _);
        return From(key, generation, createdAt, activatesAt);
    }

    static SigningKey From(ECDsa ecdsa, long generation, DateTimeOffset createdAt, DateTimeOffset activatesAt)
    {
        var key = new ECDsaSecurityKey(ecdsa);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return new SigningKey { Key = key, Generation = generation, CreatedAt = createdAt, ActivatesAt = activatesAt };
    }
}

/// <summary>Next is published but signs nothing, active signs, retired only verifies until its last token has died.</summary>
enum SigningKeyState
{
    Next,
    Active,
    Retired,
    Gone,
}
