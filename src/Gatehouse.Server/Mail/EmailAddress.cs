using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Gatehouse.Server.Mail;

/// <summary>
/// An address that mail can be sent to. Narrower than the RFCs (S67): one @, a dot-atom in ASCII before it and host labels behind it. What
/// is quoted, commented, named, encoded or routed (% and !) is read differently by different servers, and no address of a person needs it.
/// </summary>
sealed partial record EmailAddress
{
    const int MostChars = 254;
    const int MostLocalChars = 64;

    EmailAddress(string value) => Value = value;

    public string Value { get; }

    public string Domain => Value[(Value.IndexOf('@', StringComparison.Ordinal) + 1)..];

    public static bool TryParse(string? text, [NotNullWhen(true)] out EmailAddress? address)
    {
        var isUsable = text is { Length: <= MostChars } && text.IndexOf('@', StringComparison.Ordinal) <= MostLocalChars
            && Form().IsMatch(text) && !text.Contains("=?", StringComparison.Ordinal);
        address = isUsable ? new(text!) : null; // Usable means that there is a text.
        return address is not null;
    }

    /// <summary>For what was judged before: a constant, or a row of ours.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static EmailAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException("Not an e-mail address that mail is sent to.");

    public override string ToString() => Value;

    // Letters of both cases are spelled out, because k without its case is the Kelvin sign too; \z and not $, which lets a line break pass.
    // The last label begins with a letter: four numbers are a machine.
    [GeneratedRegex("""
        \A
        [A-Za-z0-9#$&'*+/=?^_`{|}~-]+ (\.[A-Za-z0-9#$&'*+/=?^_`{|}~-]+)*
        @
        ([A-Za-z0-9] ([A-Za-z0-9-]{0,61}[A-Za-z0-9])? \.)* [A-Za-z] ([A-Za-z0-9-]{0,61}[A-Za-z0-9])?
        \z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
