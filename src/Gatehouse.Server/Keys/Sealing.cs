using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Server.Keys;

/// <summary>
/// Encrypts what we must be able to read back (S90). The purpose and the record's id are authenticated with the text,
/// so that a sealed value copied to another row or column does not open.
/// </summary>
sealed class Sealing
{
    const byte FormatVersion = 1;
    const int NonceSize = 12;
    const int TagSize = 16;

    readonly byte[] root;
    readonly byte[] cipherKey;

    public Sealing(byte[] root)
    {
        if (root.Length != Secrets.StrongBytes)
            throw new ArgumentException($"A sealing key has {Secrets.StrongBytes} bytes.", nameof(root));

        this.root = root;
        cipherKey = Derive("seal");
        KeyId = Convert.ToHexStringLower(Derive("key id").AsSpan(0, 8));
    }

    /// <summary>Names the key without telling anything about it. Stored beside whatever the key sealed.</summary>
    public string KeyId { get; }

    /// <summary>Another key from the same root, for one named use.</summary>
    public byte[] Derive(string use) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, root, Secrets.StrongBytes, info: Encoding.UTF8.GetBytes("gatehouse:" + use));

    public byte[] Seal(ReadOnlySpan<byte> plain, string purpose, string record)
    {
        var sealedValue = new byte[1 + NonceSize + plain.Length + TagSize];
        sealedValue[0] = FormatVersion;
        Secrets.Bytes(NonceSize).CopyTo(sealedValue.AsSpan(1));

        using var cipher = new AesGcm(cipherKey, TagSize);
        cipher.Encrypt(
            sealedValue.AsSpan(1, NonceSize),
            plain,
            sealedValue.AsSpan(1 + NonceSize, plain.Length),
            sealedValue.AsSpan(1 + NonceSize + plain.Length),
            Context(purpose, record));
        return sealedValue;
    }

    /// <exception cref="CryptographicException">The value was sealed with another key, for another record, or was changed.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealedValue, string purpose, string record)
    {
        var length = sealedValue.Length - 1 - NonceSize - TagSize;
        if (length < 0 || sealedValue[0] != FormatVersion)
            throw new CryptographicException("Not a sealed value.");

        var plain = new byte[length];
        using var cipher = new AesGcm(cipherKey, TagSize);
        cipher.Decrypt(
            sealedValue.Slice(1, NonceSize),
            sealedValue.Slice(1 + NonceSize, length),
            sealedValue[(1 + NonceSize + length)..],
            plain,
            Context(purpose, record));
        return plain;
    }

    // A purpose holds no NUL, so no two pairs share a context.
    static byte[] Context(string purpose, string record) => Encoding.UTF8.GetBytes($"{purpose}\0{record}");
}
