using Gatehouse.Scim.Resources;

namespace Gatehouse.Scim.Tests.Resources;

public sealed class ScimDateTimeTests
{
    [Theory]
    [InlineData("2026-01-31T09:30:00Z", "2026-01-31T09:30:00.000Z")]
    [InlineData("2026-01-31t09:30:00z", "2026-01-31T09:30:00.000Z")]
    [InlineData("2026-01-31T09:30:00+01:00", "2026-01-31T08:30:00.000Z")]
    [InlineData("2026-01-31T00:30:00-05:30", "2026-01-31T06:00:00.000Z")]
    [InlineData("2026-01-31T09:30:00.1Z", "2026-01-31T09:30:00.100Z")]
    [InlineData("2026-01-31T09:30:00.1234567Z", "2026-01-31T09:30:00.123Z")]
    [InlineData("2024-02-29T23:59:59Z", "2024-02-29T23:59:59.000Z")]
    public void An_instant_is_read_with_its_offset(string text, string expected)
    {
        Assert.True(ScimDateTime.TryParse(text, out var instant));

        Assert.Equal(expected, ScimDateTime.Format(instant));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31T09:30Z")]
    [InlineData("2026-01-31T09:30:00")]
    [InlineData("2026-01-31T09:30:00.123")]
    [InlineData("2026-01-31 09:30:00Z")]
    [InlineData("2026-02-30T09:30:00Z")]
    [InlineData("2026-01-31T25:30:00Z")]
    [InlineData("2026-01-31T09:30:00+25:00")]
    [InlineData(" 2026-01-31T09:30:00Z")]
    [InlineData("2026-01-31T09:30:00Z ")]
    [InlineData("31.01.2026 09:30:00 Z")]
    [InlineData("yesterday at half past nine Z")]
    public void Anything_else_is_no_instant(string text) => Assert.False(ScimDateTime.TryParse(text, out _));

    [Fact]
    public void A_written_instant_is_read_back_to_the_millisecond()
    {
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(1_769_851_800_123);

        Assert.True(ScimDateTime.TryParse(ScimDateTime.Format(instant), out var read));

        Assert.Equal(instant, read);
    }
}
