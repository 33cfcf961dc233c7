using System.Buffers;
using System.Globalization;

namespace Gatehouse.Server.Ui;

/// <summary>A colour that an organization may put on its pages, because white on it and it on our backgrounds can be read.</summary>
public sealed record Accent
{
    Accent(Rgb colour) => Colour = colour;

    internal Rgb Colour { get; }

    /// <summary>Six lower-case hexadecimal digits.</summary>
    public string Hex => Colour.ToString();

    /// <summary>Where the stylesheet is that sets it, so that no page needs a style of its own.</summary>
    public string Stylesheet => $"/assets/brand/{Hex}.css";

    /// <returns>Null when the text is no colour, or one that misses the contrast; <see cref="Accents.Nearest"/> offers another then.</returns>
    public static Accent? Find(string? text) =>
        Rgb.TryParse(text, out var colour) && Accents.Passes(colour) ? new(colour) : null;
}

/// <summary>A colour of the screen (sRGB).</summary>
readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <param name="text">Six hexadecimal digits, with or without #.</param>
    /// <param name="colour">The colour they mean.</param>
    public static bool TryParse(string? text, out Rgb colour)
    {
        colour = default;
        var digits = text.AsSpan();
        if (digits is ['#', ..])
            digits = digits[1..];
        // What parses numbers takes NUL characters behind them.
        if (digits.Length != 6 || digits.ContainsAnyExcept(HexDigits))
            return false;

        var value = int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

        colour = new((byte)(value >> 16), (byte)(value >> 8), (byte)value);
        return true;
    }

    public override string ToString() => $"{Red:x2}{Green:x2}{Blue:x2}";
}
