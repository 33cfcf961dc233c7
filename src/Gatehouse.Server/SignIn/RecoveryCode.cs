using Gatehouse.Server.Keys;

namespace Gatehouse.Server.SignIn;

/// <summary>Codes for when the second factor is lost: 80 random bits in letters and figures that cannot be mistaken for one another.</summary>
static class RecoveryCode
{
    // Crockford's: 32 of them, so that five bits make one.
    const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    const int Length = 16;
    const int Group = 4;

    public static string New() =>
        string.Join('-', new string([.. Secrets.Bytes(Length).Select(static value => Alphabet[value % Alphabet.Length])]).Chunk(Group).Select(static part => new string(part)));

    /// <summary>What is stored of a code, however the person typed it.</summary>
    public static string HashOf(string code) => Convert.ToHexStringLower(Secrets.Hash(Canonical(code)));

    static string Canonical(string code) =>
        new([.. code.ToLowerInvariant().Where(char.IsLetterOrDigit).Select(static c => c switch { 'o' => '0', 'i' or 'l' => '1', _ => c })]);
}
