using CsCheck;

using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Tests.Ui;

/// <summary>Colours that organizations choose can be read, or are refused with one that can.</summary>
public sealed class AccentTests
{
    static readonly Rgb White = new(255, 255, 255);
    static readonly Rgb Sunken = new(0xf0, 0xee, 0xe8);
    static readonly Rgb DarkSunken = new(0x21, 0x26, 0x2d);
    static readonly Rgb DarkInk = new(0x0f, 0x14, 0x12);

    static readonly Gen<Rgb> Colours = Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte, static (red, green, blue) => new Rgb(red, green, blue));

    [Theory]
    [InlineData("#0b5d48", "0b5d48")]
    [InlineData("7A2E8E", "7a2e8e")]
    [InlineData("#000000", "000000")]
    public void A_colour_that_can_be_read_is_taken_as_it_is(string text, string hex)
    {
        Assert.Equal(hex, Accent.Find(text)?.Hex);
        Assert.Equal(hex, Accents.Nearest(text));
    }

    [Theory]
    [InlineData("#ffffff")]
    [InlineData("#ffcc00")]
    [InlineData("#00a4ef")]
    [InlineData("#808080")]
    public void One_that_cannot_is_refused_and_a_darker_one_of_its_hue_is_offered(string text)
    {
        Assert.Null(Accent.Find(text));
        Assert.NotNull(Accent.Find(Accents.Nearest(text)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("#fff")]
    [InlineData("green")]
    [InlineData("0b5d4")]
    [InlineData("0b5d488")]
    [InlineData("+b5d48")]
    [InlineData(" 0b5d4")]
    [InlineData("0b5d48;}")]
    [InlineData("##0b5d48")]
    [InlineData("0b5d4\0")]
    public void What_is_no_colour_is_none(string? text)
    {
        Assert.Null(Accent.Find(text));
        Assert.Null(Accents.Nearest(text));
    }

    [Fact]
    public void Contrast_is_that_of_the_guidelines()
    {
        Assert.Equal(21, Accents.Contrast(White, default), 3);
        Assert.Equal(1, Accents.Contrast(White, White), 3);
        Assert.Equal(4.54, Accents.Contrast(White, new(0x76, 0x76, 0x76)), 2);
    }

    [Fact]
    public void What_is_offered_for_any_colour_passes_and_is_not_much_darker_than_needed() => Colours.Sample(static colour =>
    {
        Assert.True(Rgb.TryParse(Accents.Nearest(colour.ToString()), out var nearest));
        Assert.True(Accents.Contrast(nearest, Sunken) >= 4.5 && Accents.Contrast(nearest, White) >= 4.5);
        if (nearest != colour)
            Assert.True(Accents.Contrast(nearest, Sunken) < 4.8, $"{colour} became {nearest}");
    });

    [Fact]
    public void In_the_dark_any_colour_is_light_enough_for_the_background_and_for_dark_ink() => Colours.Sample(static colour =>
    {
        var lightened = Accents.Lightened(colour);
        Assert.True(Accents.Contrast(lightened, DarkSunken) >= 4.5 && Accents.Contrast(lightened, DarkInk) >= 4.5);
    });
}
