namespace Gatehouse.Scim.Tests;

public sealed class NearestNameTests
{
    static readonly string[] Names = ["userName", "displayName", "nickName", "title", "emails", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"];

    [Theory]
    [InlineData("username", "userName")]
    [InlineData("userNmae", "userName")]
    [InlineData("user_name", "userName")]
    [InlineData("displayNames", "displayName")]
    [InlineData("tilte", "title")]
    [InlineData("email", "emails")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")]
    public void A_slip_of_the_pen_is_understood(string written, string meant) => Assert.Equal(meant, NearestName.Of(written, Names));

    [Theory]
    [InlineData("favouriteColour")]
    [InlineData("x")]
    [InlineData("")]
    public void Nothing_is_suggested_where_nothing_is_near(string written) => Assert.Null(NearestName.Of(written, Names));

    [Fact]
    public void A_name_of_absurd_length_is_not_compared() => Assert.Null(NearestName.Of(new string('x', 100_000), Names));
}
