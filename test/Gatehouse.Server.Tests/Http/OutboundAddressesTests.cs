using System.Net;

using Gatehouse.Server.Http;

namespace Gatehouse.Server.Tests.Http;

/// <summary>Where requests of ours go that organizations cause (S95).</summary>
public sealed class OutboundAddressesTests
{
    readonly OutboundAddresses none = new([]);

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.254")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("169.254.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.0.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.250")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::7f00:1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("3fff::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Nothing_inside_is_reached(string address) => Assert.False(none.IsAllowed(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450::1")]
    public void What_is_outside_is(string address) => Assert.True(none.IsAllowed(IPAddress.Parse(address)));

    [Fact]
    public void Operators_name_exceptions_and_nothing_beside_them()
    {
        var some = new OutboundAddresses([IPNetwork.Parse("10.20.0.0/16"), IPNetwork.Parse("fd00:1::/32")]);

        Assert.True(some.IsAllowed(IPAddress.Parse("10.20.3.4")));
        Assert.True(some.IsAllowed(IPAddress.Parse("::ffff:10.20.3.4")));
        Assert.True(some.IsAllowed(IPAddress.Parse("fd00:1::9")));
        Assert.False(some.IsAllowed(IPAddress.Parse("10.21.0.1")));
        Assert.False(some.IsAllowed(IPAddress.Parse("127.0.0.1")));
    }

    /// <summary>Names are checked by what they resolve to, in the connection itself.</summary>
    [Theory]
    [InlineData("https://localhost:1/")]
    [InlineData("http://localhost:1/")]
    [InlineData("https://127.0.0.1:1/")]
    [InlineData("https://[::1]:1/")]
    [InlineData("https://2130706433:1/")]
    [InlineData("https://0x7f.1:1/")]
    [InlineData("http://1.1.1.1:1/")]
    public async Task A_request_to_the_inside_or_without_TLS_fails_before_it_is_sent(string url)
    {
        using var http = new OutboundHttp(none);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request, TestContext.Current.CancellationToken));

        Assert.Contains("Outbound:AllowedNetworks", refused.ToString(), StringComparison.Ordinal);
    }
}
