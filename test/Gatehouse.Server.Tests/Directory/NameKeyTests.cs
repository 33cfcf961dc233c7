using Gatehouse.Server.Directory;

namespace Gatehouse.Server.Tests.Directory;

/// <summary>How names are prepared before they are compared (RFC 8265 §3.3).</summary>
public sealed class NameKeyTests
{
    [Theory]
    [InlineData("Ann@Contoso.example", "ann@contoso.example")]
    [InlineData("ÅSA", "åsa")]
    [InlineData("cafe\u0301", "caf\u00e9")]
    [InlineData("ＡＢＣ", "abc")]
    [InlineData("ΑΒΓ", "αβγ")]
    [InlineData("o'neil+tag@contoso.example", "o'neil+tag@contoso.example")]
    [InlineData("STRAßE", "straße")]
    [InlineData(" blank ", " blank ")]
    public void A_name_is_folded(string name, string key) => Assert.Equal(key, NameKey.Of(name));

    [Theory]
    [InlineData("strasse", "straße")]
    [InlineData("file", "ﬁle")]
    [InlineData("a", "а")]
    [InlineData("ann", "ann ")]
    public void Names_that_differ_stay_different(string one, string other) => Assert.NotEqual(NameKey.Of(one), NameKey.Of(other));

    [Theory]
    [InlineData("İstanbul")]
    [InlineData("Åsa")]
    [InlineData("ﾊﾟ")]
    [InlineData("Σίσυφος")]
    public void A_folded_name_stays_as_it_is(string name) => Assert.Equal(NameKey.Of(name), NameKey.Of(NameKey.Of(name)));

    [Fact]
    public void Names_fit_by_characters_and_by_bytes()
    {
        Assert.True(NameKey.Fits(new string('x', 1_024)));
        Assert.False(NameKey.Fits(new string('x', 1_025)));
        Assert.True(NameKey.Fits(new string('漢', 600)));
        Assert.False(NameKey.Fits(new string('漢', 700)));
    }
}
