using System.Text;
using System.Text.RegularExpressions;

using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Tests.Ui;

/// <summary>Which colours of the stylesheet stand on which, and that they can be told apart (WCAG 2.2, 1.4.3 and 1.4.11).</summary>
public sealed partial class TokenTests
{
    static readonly string[] Backgrounds = ["paper", "surface", "sunken"];

    static readonly string Css = Encoding.UTF8.GetString(PageAssets.Find(Path.GetFileName(PageAssets.Stylesheet))!.Content);

    public static TheoryData<string, string, double> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string, double>();
            foreach (var background in Backgrounds)
            {
                pairs.Add("ink", background, 4.5);
                pairs.Add("ink-soft", background, 4.5);
                pairs.Add("accent", background, 4.5);
                pairs.Add("line-strong", background, 3);
            }

            foreach (var kind in (string[])["ok", "warn", "bad", "info"])
            {
                pairs.Add(kind, $"{kind}-soft", 4.5);
                pairs.Add(kind, "surface", 4.5);
            }

            pairs.Add("accent-ink", "accent", 4.5);
            pairs.Add("bad-ink", "bad", 4.5);
            pairs.Add("ink", "warn-soft", 4.5);
            pairs.Add("ink", "accent-soft", 4.5);
            pairs.Add("brass", "surface", 3);
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Text_and_edges_stand_out_in_light_and_in_dark(string front, string back, double least)
    {
        var light = Css.IndexOf("--paper", StringComparison.Ordinal);
        var dark = Css.IndexOf("--paper", light + 1, StringComparison.Ordinal);

        foreach (var theme in (string[])[Css[light..dark], Css[dark..]])
            Assert.True(Accents.Contrast(ColourOf(theme, front), ColourOf(theme, back)) >= least, $"{front} on {back}");
    }

    [Fact]
    public void Colours_are_written_down_as_tokens_only() => Assert.All(
        Colour().Matches(Css), static match => Assert.Matches(@"--[\w-]+: $", Css[..match.Index][^Math.Min(30, match.Index)..]));

    static Rgb ColourOf(string theme, string token)
    {
        Assert.True(Rgb.TryParse(Regex.Match(theme, $"--{token}: #([0-9a-f]{{6}});").Groups[1].Value, out var colour), token);
        return colour;
    }

    [GeneratedRegex("#[0-9a-f]{6}")]
    private static partial Regex Colour();
}
