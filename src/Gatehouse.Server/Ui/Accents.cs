namespace Gatehouse.Server.Ui;

/// <summary>
/// Contrast of accent colours, by WCAG 2.2's formula. Pure. Colours are made darker and lighter in linear light, where hue stays and
/// luminance can be aimed at exactly.
/// </summary>
static class Accents
{
    /// <summary>WCAG 2.2, success criterion 1.4.3.</summary>
    const double Least = 4.5;

    // The hardest backgrounds of the stylesheet: --sunken of the light theme and --sunken of the dark one.
    static readonly Rgb LightBackground = new(0xf0, 0xee, 0xe8);
    static readonly Rgb DarkBackground = new(0x21, 0x26, 0x2d);
    static readonly Rgb DarkInk = new(0x0f, 0x14, 0x12);

    public static bool Passes(Rgb colour) => Contrast(colour, LightBackground) >= Least;

    /// <returns>The colour itself if it passes, else the lightest of its hue that does; null when the text is no colour.</returns>
    public static string? Nearest(string? text)
    {
        if (!Rgb.TryParse(text, out var colour))
            return null;

        return Passes(colour) ? colour.ToString() : Darkened(colour).ToString();
    }

    /// <summary>The custom properties that the accent sets, for light and for dark.</summary>
    public static string Stylesheet(Accent accent)
    {
        var light = accent.Colour;
        return $$"""
            :root { --accent: #{{light}}; --accent-ink: #ffffff; --accent-soft: #{{Mixed(light, new(255, 255, 255), 0.12)}}; }
            @media (prefers-color-scheme: dark) {
              :root { --accent: #{{Lightened(light)}}; --accent-ink: #{{DarkInk}}; --accent-soft: #{{Mixed(Lightened(light), DarkBackground, 0.14)}}; }
            }

            """;
    }

    public static double Contrast(Rgb one, Rgb other)
    {
        var (lighter, darker) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (lighter + 0.05) / (darker + 0.05);
    }

    static Rgb Darkened(Rgb colour)
    {
        var share = ((Luminance(LightBackground) + 0.05) / Least - 0.05) / Luminance(colour);
        return Map(colour, linear => linear * share, Math.Floor);
    }

    /// <summary>The colour for the dark theme: light enough to be read on it and to carry dark ink.</summary>
    public static Rgb Lightened(Rgb colour)
    {
        var (aim, from) = ((Luminance(DarkBackground) + 0.05) * Least - 0.05, Luminance(colour));
        if (from >= aim)
            return colour;

        var share = (aim - from) / (1 - from);
        return Map(colour, linear => linear + share * (1 - linear), Math.Ceiling);
    }

    static Rgb Mixed(Rgb colour, Rgb into, double share)
    {
        return new(Mix(colour.Red, into.Red), Mix(colour.Green, into.Green), Mix(colour.Blue, into.Blue));

        byte Mix(byte one, byte other) => (byte)Math.Round(one * share + other * (1 - share));
    }

    static Rgb Map(Rgb colour, Func<double, double> change, Func<double, double> round)
    {
        return new(MapOne(colour.Red), MapOne(colour.Green), MapOne(colour.Blue));

        byte MapOne(byte value) => (byte)Math.Clamp(round(Encoded(change(Linear(value))) * 255), 0, 255);
    }

    static double Luminance(Rgb colour) => 0.2126 * Linear(colour.Red) + 0.7152 * Linear(colour.Green) + 0.0722 * Linear(colour.Blue);

    static double Linear(byte value)
    {
        var share = value / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }

    static double Encoded(double linear) => linear <= 0.0031308 ? linear * 12.92 : 1.055 * Math.Pow(linear, 1 / 2.4) - 0.055;
}
