using static Gatehouse.Scim.Tests.Filters.FilterSample;

namespace Gatehouse.Scim.Tests.Filters;

/// <summary><c>pr</c> and comparisons with null: a value is assigned when it is not empty (RFC 7644 §3.4.2.2, RFC 7643 §2.5).</summary>
public sealed class FilterPresenceTests
{
    public static TheoryData<string, bool> Shapes => new()
    {
        { "userName", true },
        { "USERNAME", true },
        { "title", false },
        { "nickName", false },
        // False is a value.
        { "active", true },
        { "name", true },
        { "name.givenName", true },
        { "name.middleName", false },
        { "name.honorificPrefix", false },
        { "emails", true },
        { "emails.value", true },
        { "emails.primary", true },
        { "emails.display", false },
        { "phoneNumbers", false },
        { "phoneNumbers.value", false },
        { "ims", false },
        { "ims.value", false },
        { "photos", false },
        { "addresses.primary", true },
        { "addresses.region", false },
        { "id", true },
        { "externalId", true },
        { "meta", true },
        { "meta.version", false },
        { "schemas", true },
        { "groups", true },
        { "groups.type", false },
        { "department", true },
        { "costCenter", false },
        { "manager", true },
        { "manager.displayName", false },
        { Enterprise + ":manager.value", true },
        { Site + ":floor", true },
        { Site + ":badges", true },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_value_is_present_when_something_of_it_is_not_empty(string attribute, bool isPresent) =>
        Assert.Equal(isPresent, Selects($"{attribute} pr"));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Equal_to_null_means_not_present_and_unequal_means_present(string attribute, bool isPresent)
    {
        Assert.Equal(!isPresent, Selects($"{attribute} eq null"));
        Assert.Equal(isPresent, Selects($"{attribute} ne null"));
    }

    [Theory]
    [InlineData("emails[display eq null]", true)]
    [InlineData("emails[primary eq null]", true)]
    [InlineData("emails[primary eq null and type eq \"work\"]", false)]
    [InlineData("emails[value eq null]", false)]
    [InlineData("emails[display ne null]", false)]
    [InlineData("emails[primary ne null and type eq \"work\"]", true)]
    [InlineData("emails[display pr]", false)]
    [InlineData("emails[not (primary pr)].value ew \"home.example\"", true)]
    [InlineData("phoneNumbers[value eq null]", false)]
    [InlineData("ims[value eq null]", true)]
    [InlineData("manager[value ne null]", true)]
    public void Within_square_brackets_one_value_is_looked_at(string filter, bool selects) => Assert.Equal(selects, Selects(filter));

    [Theory]
    [InlineData("title eq NULL")]
    [InlineData("title eq \"null\"")]
    public void Other_spellings_of_null_are_text(string filter) => Assert.False(Selects(filter));
}
