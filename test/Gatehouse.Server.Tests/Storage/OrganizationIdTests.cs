using Gatehouse.Server.Storage;

using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Server.Tests.Storage;

public sealed class OrganizationIdTests
{
    [Fact]
    public void An_id_is_read_back_from_its_text()
    {
        var id = OrganizationId.New(TimeProvider.System);

        Assert.True(OrganizationId.TryParse(id.ToString(), out var read));
        Assert.Equal(id, read);
        Assert.Matches("^[0-9a-f]{32}$", id.ToString());
        Assert.True(OrganizationId.TryParse(id.Value.ToString("D"), out var withHyphens));
        Assert.Equal(id, withHyphens);
    }

    [Fact]
    public void Later_ids_sort_after_earlier_ones()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var first = OrganizationId.New(clock);
        clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(string.CompareOrdinal(first.ToString(), OrganizationId.New(clock).ToString()) < 0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("0197f00000007000800000000000000")]
    [InlineData("0197f0000000700080000000000000000")]
    [InlineData("{0197f000000070008000000000000000}")]
    public void What_is_no_id_is_not_taken_for_one(string? text) => Assert.False(OrganizationId.TryParse(text, out _));
}
