using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Server.Keys;

/// <summary>The only source of randomness: every key, secret, token and nonce comes from here.</summary>
static class Secrets
{
    /// <summary>What a secret that nobody has to remember is worth: no search of 256 bits ends.</summary>
    public const int StrongBytes = 32;

    public static byte[] Bytes(int count) => RandomNumberGenerator.GetBytes(count);

    /// <returns>256 random bits as URL-safe text behind a prefix that scanners of leaked secrets can recognise.</returns>
    public static string Text(string prefix) => prefix + Base64Url.EncodeToString(Bytes(StrongBytes));

    /// <summary>What is stored of a secret that we only check. A slow hash would add nothing to 256 random bits (S91).</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    public static bool Matches(ReadOnlySpan<byte> storedHash, ReadOnlySpan<byte> presentedHash) =>
        CryptographicOperations.FixedTimeEquals(storedHash, presentedHash);
}
