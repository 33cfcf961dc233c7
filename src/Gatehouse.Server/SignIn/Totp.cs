using Gatehouse.Server.Keys;

using OtpNet;

namespace Gatehouse.Server.SignIn;

/// <summary>Codes of authenticator apps (RFC 6238): six figures, thirty seconds, SHA-1, which is what all apps know.</summary>
static class Totp
{
    const int SecretBytes = 20;

    public static byte[] NewSecret() => Secrets.Bytes(SecretBytes);

    /// <summary>The secret as people type it.</summary>
    public static string TextOf(byte[] secret) => Base32Encoding.ToString(secret).TrimEnd('=');

    /// <summary>Tells one secret from another, and nothing of either.</summary>
    public static string MarkOf(byte[] secret) => Convert.ToHexStringLower(Secrets.Hash(TextOf(secret)).AsSpan(0, 4));

    /// <summary>What the QR code holds.</summary>
    public static string UriOf(byte[] secret, string issuer, string account) =>
        new OtpUri(OtpType.Totp, secret, account, issuer).ToString();

    /// <summary>The time step that a code belongs to: this one, the one before or the next.</summary>
    public static bool TryVerify(byte[] secret, string code, DateTimeOffset now, out long step)
    {
        var figures = new string([.. code.Where(char.IsAsciiDigit)]);
        return new OtpNet.Totp(secret).VerifyTotp(now.UtcDateTime, figures, out step, new VerificationWindow(previous: 1, future: 1));
    }
}
