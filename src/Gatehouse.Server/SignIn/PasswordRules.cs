using System.Text;

namespace Gatehouse.Server.SignIn;

/// <summary>What is wrong with a new password.</summary>
public enum PasswordFault
{
    None,
    TooShort,
    TooLong,
    Common,
    Breached,
    TooPersonal,
}

/// <summary>
/// NIST SP 800-63B: length counts, composition does not; what everybody tries first, what has leaked, and what names the person or the
/// organization is refused.
/// </summary>
sealed class PasswordRules(BreachedPasswords breached)
{
    public const int Shortest = 12;

    /// <summary>Hashing takes longer the longer the text; nobody types this much.</summary>
    public const int MostBytes = 1_024;

    const int ShortestContextWord = 4;

    /// <param name="password">The new password.</param>
    /// <param name="context">Names and addresses that must not make up most of it.</param>
    public PasswordFault Judge(string password, IEnumerable<string?> context)
    {
        var canonical = PasswordHashing.Canonical(password);
        if (canonical.EnumerateRunes().Count() < Shortest)
            return PasswordFault.TooShort;
        if (Encoding.UTF8.GetByteCount(canonical) > MostBytes)
            return PasswordFault.TooLong;

        var bare = CommonPasswords.Bare(canonical);
        if (CommonPasswords.Contains(canonical, bare))
            return PasswordFault.Common;
        var beside = context.SelectMany(WordsOf).Distinct(StringComparer.Ordinal).OrderByDescending(static word => word.Length)
            .Aggregate(bare, static (rest, word) => rest.Replace(word, "", StringComparison.Ordinal));
        if (beside.Length < bare.Length && beside.Length < Shortest / 2)
            return PasswordFault.TooPersonal;
        return breached.Contains(canonical) ? PasswordFault.Breached : PasswordFault.None;
    }

    static IEnumerable<string> WordsOf(string? text) => (text ?? "")
        .Split(['@', '.', ' ', '-', '_', '+'], StringSplitOptions.RemoveEmptyEntries)
        .Select(CommonPasswords.Bare)
        .Where(static word => word.Length >= ShortestContextWord);
}
