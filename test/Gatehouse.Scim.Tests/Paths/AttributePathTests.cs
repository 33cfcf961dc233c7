using CsCheck;

using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Paths;
using Gatehouse.Scim.Tests.Filters;

namespace Gatehouse.Scim.Tests.Paths;

/// <summary>The paths of PATCH operations (RFC 7644 §3.5.2, figure 7).</summary>
public sealed class AttributePathTests
{
    const string Core = "urn:ietf:params:scim:schemas:core:2.0:User";
    const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    [Theory]
    [InlineData("title", null, "title", null, null)]
    [InlineData("TITLE", null, "TITLE", null, null)]
    [InlineData("name.familyName", null, "name", "familyName", null)]
    [InlineData("members.$ref", null, "members", "$ref", null)]
    [InlineData("emails[type eq \"work\"]", null, "emails", null, "type eq \"work\"")]
    [InlineData("Emails[TYPE Eq \"work\"]", null, "Emails", null, "TYPE eq \"work\"")]
    [InlineData("emails[type eq \"work\"].value", null, "emails", "value", "type eq \"work\"")]
    [InlineData("emails[not (type eq \"work\") and (primary eq true or value pr)].display", null, "emails", "display",
        "not (type eq \"work\") and (primary eq true or value pr)")]
    [InlineData("roles[primary eq \"True\"].value", null, "roles", "value", "primary eq \"True\"")]
    [InlineData("members[value eq 0197-f3]", null, "members", null, "value eq 0197-f3")]
    [InlineData("emails[value eq \"a]b.c[d\"].type", null, "emails", "type", "value eq \"a]b.c[d\"")]
    [InlineData(Core + ":title", Core, "title", null, null)]
    [InlineData(Core + ":name.familyName", Core, "name", "familyName", null)]
    [InlineData(Core + ":emails[type eq \"work\"].value", Core, "emails", "value", "type eq \"work\"")]
    [InlineData(Enterprise + ":manager", Enterprise, "manager", null, null)]
    [InlineData(Enterprise + ":manager.value", Enterprise, "manager", "value", null)]
    [InlineData(Enterprise + ":manager[value eq \"m\"]", Enterprise, "manager", null, "value eq \"m\"")]
    [InlineData("URN:X:1.2:Y:z", "URN:X:1.2:Y", "z", null, null)]
    [InlineData("  title ", null, "title", null, null)]
    public void Every_form_of_a_path_is_read(string text, string? urn, string name, string? sub, string? filter)
    {
        var path = AttributePath.Parse(text);

        Assert.Equal(new AttributePath(new(urn, name, sub), filter is null ? null : FilterParser.Parse(filter)), path);
        Assert.Equal(path, AttributePath.Parse(path.ToString()));
    }

    [Theory]
    [InlineData("", "begin with an attribute's name")]
    [InlineData("   ", "begin with an attribute's name")]
    // JSON pointers (RFC 6901) and indexes belong to other PATCH formats.
    [InlineData("/title", "begin with an attribute's name")]
    [InlineData("/name/familyName", "begin with an attribute's name")]
    [InlineData("emails/0/value", "begin with an attribute's name")]
    [InlineData("emails[0]", "An attribute's name is expected at 8")]
    [InlineData("emails[0].value", "An attribute's name is expected at 8")]
    [InlineData("emails[-]", "An attribute's name is expected at 8")]
    [InlineData("emails.0.value", "begin with an attribute's name")]
    [InlineData("emails[*]", "An attribute's name is expected at 8")]
    [InlineData("[type eq \"work\"]", "begin with an attribute's name")]
    [InlineData("\"title\"", "begin with an attribute's name")]
    [InlineData("(title)", "begin with an attribute's name")]
    [InlineData(".title", "begin with an attribute's name")]
    [InlineData("title.", "begin with an attribute's name")]
    [InlineData("name.familyName.x", "begin with an attribute's name")]
    [InlineData("1title", "begin with an attribute's name")]
    [InlineData("title\u0000", "has no meaning here")]
    [InlineData("title,nickName", "has no meaning here")]
    [InlineData(Core + ":", "begin with an attribute's name")]
    [InlineData(":title", "begin with an attribute's name")]
    public void A_path_begins_with_the_name_of_an_attribute(string path, string told) => Refused(path, told);

    [Theory]
    [InlineData("emails[]", "an attribute")]
    [InlineData("emails[].value", "an attribute")]
    [InlineData("emails[ ]", "an attribute")]
    [InlineData("emails[type]", "an operator at 12")]
    [InlineData("emails[type eq ]", "a value at 16")]
    [InlineData("emails[type eq \"work\"", "']', 'and' or 'or' at 22")]
    [InlineData("emails[type eq \"work", "has no end")]
    [InlineData("emails[type eq 'work']", "double quotation marks")]
    [InlineData("emails[type is \"work\"]", "one of eq, ne")]
    [InlineData("emails[type eq \"work\" and]", "an attribute")]
    [InlineData("emails[not type eq \"work\"]", "one of eq, ne")]
    [InlineData("emails[type eq \"work\" value eq \"x\"]", "']', 'and' or 'or'")]
    [InlineData("emails[groups[value pr]]", "within square brackets")]
    public void A_filter_of_a_path_is_a_whole_filter(string path, string told) => Refused(path, told);

    [Theory]
    [InlineData("emails]", "the end at 7")]
    [InlineData("emails[type pr]]", "the end or a sub-attribute at 16")]
    [InlineData("emails[type pr]value", "the end or a sub-attribute at 16")]
    [InlineData("emails[type pr] .value", "the end or a sub-attribute")]
    [InlineData("emails[type pr].", "the end or a sub-attribute")]
    [InlineData("emails[type pr].value.x", "the end or a sub-attribute")]
    [InlineData("emails[type pr].urn:x:value", "the end or a sub-attribute")]
    [InlineData("emails[type pr][value pr]", "the end or a sub-attribute")]
    [InlineData("emails[type pr].value[a pr]", "the end at 22")]
    [InlineData("emails.value[type pr]", "Square brackets follow an attribute, not a sub-attribute")]
    [InlineData("emails[type pr].value eq \"x\"", "the end at 23")]
    [InlineData("title eq \"x\"", "the end at 7")]
    [InlineData("title nickName", "the end at 7")]
    [InlineData("title (x)", "the end at 7")]
    public void Nothing_but_a_sub_attribute_follows(string path, string told) => Refused(path, told);

    [Fact]
    public void Paths_have_the_limits_of_filters()
    {
        var comparisons = string.Join(" or ", Enumerable.Repeat("type pr", 64));

        Assert.NotNull(AttributePath.Parse($"emails[{comparisons}]"));
        Assert.NotNull(AttributePath.Parse($"emails[{new string('(', 31)}type pr{new string(')', 31)}].value"));
        Assert.NotNull(AttributePath.Parse(new string('a', 4_096)));
        Refused($"emails[{comparisons} or value pr]", "more than 64 comparisons");
        Refused($"emails[{new string('(', 32)}type pr{new string(')', 32)}]", "more than 32 levels deep");
        Refused(new string('a', 4_097), "more than 4096 characters");
        Assert.Equal(
            "invalidPath", Assert.Throws<ScimException>(() => AttributePath.Parse("emails[a pr and b pr]", new FilterLimits { Comparisons = 1 })).ScimType);
    }

    [Fact]
    public void What_is_written_is_read_back_as_it_was() =>
        GeneratedFilters.Paths.Sample(static path => AttributePath.Parse(path.ToString()) == path, iter: 2_000);

    [Fact]
    public void Any_text_is_read_and_written_back_or_refused_as_invalid_path() =>
        Gen.OneOf(GeneratedFilters.Soup, GeneratedFilters.Soup.Select(static text => "emails[" + text)).Sample(static text =>
        {
            try
            {
                var path = AttributePath.Parse(text);
                return AttributePath.Parse(path.ToString()) == path;
            }
            catch (ScimException refusal)
            {
                return refusal is { Status: 400, ScimType: "invalidPath" };
            }
        }, iter: 5_000);

    static void Refused(string path, string told)
    {
        var refusal = Assert.Throws<ScimException>(() => AttributePath.Parse(path));

        Assert.Equal((400, "invalidPath"), (refusal.Status, refusal.ScimType));
        Assert.StartsWith("The path cannot be read. ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
    }
}
