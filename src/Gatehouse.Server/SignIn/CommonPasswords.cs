using System.Text;

namespace Gatehouse.Server.SignIn;

/// <summary>
/// What is tried first, known without a list of millions: a common word with figures and signs around it, the same again and again, rows of
/// the keyboard and of the alphabet. A full list of leaked passwords can be put beside it, see <see cref="BreachedPasswords"/>.
/// </summary>
static class CommonPasswords
{
    /// <summary>What must be left beside a common word or a run for a password to be more than that.</summary>
    const int LeastBeside = 6;

    const int LongestPeriod = 6;

    static readonly string[] Words =
    [
        "password", "passwort", "kennwort", "passphrase", "welcome", "willkommen", "letmein", "login", "admin", "administrator", "qwerty", "qwertz",
        "iloveyou", "monkey", "dragon", "sunshine", "princess", "football", "baseball", "master", "shadow", "superman", "batman", "summer", "sommer",
        "winter", "spring", "autumn", "herbst", "fruehling", "monday", "montag", "friday", "freitag", "january", "januar", "october", "oktober",
        "changeme", "secret", "geheim", "trustno", "starwars", "whatever", "freedom", "computer", "internet", "service", "company", "firma",
        "hallo", "hello", "test", "temp", "default", "gatehouse",
    ];

    static readonly string[] Rows =
    [
        "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "azertyuiop",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik", "qazwsxedcrfvtgbyhnujmik", "zaq12wsxcde34rfv",
    ];

    /// <summary>Lower case, with the figures and signs that stand for letters read as letters.</summary>
    public static string Bare(string text)
    {
        var bare = new StringBuilder(text.Length);
        foreach (var c in text.ToLowerInvariant())
            bare.Append(c switch { '0' => 'o', '1' or '!' or '|' => 'i', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' => 't', '8' => 'b', _ => c });
        return bare.ToString();
    }

    public static bool Contains(string password, string bare)
    {
        var lower = password.ToLowerInvariant();

        // Figures and signs are what people put around a word because they must; only letters count beside it.
        return IsRepeated(lower)
            || Words.Any(word => bare.Contains(word, StringComparison.Ordinal) && lower.Count(char.IsLetter) - LettersOf(word, bare) < LeastBeside)
            || lower.Length - LongestRun(lower) < LeastBeside;
    }

    // However often it is repeated.
    static int LettersOf(string word, string text) => text.Length - text.Replace(word, "", StringComparison.Ordinal).Length;

    static bool IsRepeated(string text) => Enumerable.Range(1, LongestPeriod).Any(period =>
        text.Length >= 2 * period && Enumerable.Range(period, text.Length - period).All(i => text[i] == text[i - period]));

    /// <summary>How many characters lie on one row, forwards or backwards, at a stretch.</summary>
    static int LongestRun(string text)
    {
        var longest = 0;
        foreach (var row in Rows.SelectMany(static row => (string[])[row, new string([.. row.Reverse()])]))
        {
            for (var begin = 0; begin < text.Length; begin++)
            {
                var length = longest + 1;
                while (begin + length <= text.Length && row.AsSpan().Contains(text.AsSpan(begin, length), StringComparison.Ordinal))
                    longest = length++;
            }
        }

        return longest;
    }
}
