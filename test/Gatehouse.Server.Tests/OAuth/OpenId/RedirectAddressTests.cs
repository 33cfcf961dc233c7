using Gatehouse.Server.OAuth.Applications;

namespace Gatehouse.Server.Tests.OAuth.OpenId;

public sealed class RedirectAddressTests
{
    [Theory]
    [InlineData("https://portal.contoso.example/callback", false)]
    [InlineData("https://portal.contoso.example:8443/a?b=c%20d", false)]
    [InlineData("http://127.0.0.1/callback", false)]
    [InlineData("http://127.0.0.1:3000/callback", true)]
    [InlineData("http://[::1]/callback", true)]
    [InlineData("http://localhost:3000/", false)]
    [InlineData("example.contoso.app:/callback", true)]
    public void These_can_be_used(string address, bool isPublic) => Assert.True(RedirectAddress.IsUsable(address, isPublic));

    [Theory]
    [InlineData("http://portal.contoso.example/", true)]
    [InlineData("https://portal.contoso.example/#", true)]
    [InlineData("https://portal.contoso.example/#a", true)]
    [InlineData("https://ann:secret@portal.contoso.example/", true)]
    [InlineData("https://*.contoso.example/", true)]
    [InlineData("https://münchen.example/", true)]
    [InlineData("https://portal.contoso.example/a b", true)]
    [InlineData(" https://portal.contoso.example/", true)]
    [InlineData("https://portal.contoso.example/\n", true)]
    [InlineData("https:/portal", true)]
    [InlineData("javascript:alert(1)", true)]
    [InlineData("data:text/html,x", true)]
    [InlineData("app:/callback", true)]
    [InlineData("example.contoso.app:/callback", false)]
    [InlineData("//portal.contoso.example/", true)]
    [InlineData("/callback", true)]
    [InlineData("", true)]
    public void These_cannot(string address, bool isPublic) => Assert.False(RedirectAddress.IsUsable(address, isPublic));
}
