using Gatehouse.Server.Commands;

namespace Gatehouse.Server.Tests.Commands;

public sealed class LifetimeTests
{
    static readonly TimeSpan Year = TimeSpan.FromDays(365);

    [Theory]
    [InlineData("1m", 1)]
    [InlineData("90m", 90)]
    [InlineData("12h", 12 * 60)]
    [InlineData("365d", 365 * 24 * 60)]
    [InlineData("007d", 7 * 24 * 60)]
    public void Durations_are_read_as_people_write_them(string text, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), Lifetime.Parse(text, TimeSpan.FromMinutes(1), Year));

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("1")]
    [InlineData("1s")]
    [InlineData("1D")]
    [InlineData("-1d")]
    [InlineData("+1d")]
    [InlineData("1 d")]
    [InlineData(" 1d")]
    [InlineData("1.5d")]
    [InlineData("1,000d")]
    [InlineData("٣d")]
    [InlineData("2147483648m")]
    public void Everything_else_is_refused_with_an_example(string text) => Assert.Contains(
        "365d, 12h or 30m", Assert.Throws<CommandException>(() => Lifetime.Parse(text, TimeSpan.Zero, Year)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("4m")]
    [InlineData("0d")]
    [InlineData("366d")]
    [InlineData("2147483647d")]
    public void Bounds_are_told_in_the_same_words(string text)
    {
        var refusal = Assert.Throws<CommandException>(() => Lifetime.Parse(text, TimeSpan.FromMinutes(5), Year));

        Assert.Contains("at least 5m and at most 365d", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bounds_are_part_of_what_is_allowed()
    {
        Assert.Equal(TimeSpan.FromMinutes(5), Lifetime.Parse("5m", TimeSpan.FromMinutes(5), Year));
        Assert.Equal(Year, Lifetime.Parse("365d", TimeSpan.FromMinutes(5), Year));
    }
}
