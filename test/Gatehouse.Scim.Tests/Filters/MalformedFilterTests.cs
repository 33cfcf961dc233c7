using Gatehouse.Scim.Filters;

namespace Gatehouse.Scim.Tests.Filters;

/// <summary>What the grammar of RFC 7644 §3.4.2.2 does not have is refused with the place of the fault, and never read as something else.</summary>
public sealed class MalformedFilterTests
{
    [Theory]
    [InlineData("", "at 1")]
    [InlineData("   ", "at 4")]
    [InlineData("title", "an operator at 6")]
    [InlineData("title eq", "a value at 9")]
    [InlineData("title pr and", "an attribute, 'not' or '(' at 13")]
    [InlineData("title pr or ", "an attribute, 'not' or '(' at 13")]
    [InlineData("and title pr", "one of eq, ne")]
    [InlineData("title pr and and nickName pr", "one of eq, ne")]
    [InlineData("title pr nickName pr", "the end, 'and' or 'or' at 10")]
    [InlineData("title pr \"x\"", "the end, 'and' or 'or' at 10")]
    [InlineData("title eq \"x\" \"y\"", "the end, 'and' or 'or' at 14")]
    [InlineData("title eq x y", "the end, 'and' or 'or' at 12")]
    [InlineData("title pr xor nickName pr", "the end, 'and' or 'or' at 10")]
    public void What_is_missing_or_left_over_is_told_with_its_place(string filter, string told) => Refused(filter, told);

    [Theory]
    [InlineData("title regex \"x\"")]
    [InlineData("title == \"x\"")]
    [InlineData("title = \"x\"")]
    [InlineData("title equals \"x\"")]
    [InlineData("title not \"x\"")]
    public void An_unknown_operator_is_answered_with_the_known_ones(string filter) =>
        Refused(filter, "Expected one of eq, ne, co, sw, ew, pr, gt, ge, lt and le at 7");

    [Theory]
    [InlineData("()", "an attribute")]
    [InlineData("(title pr", "')', 'and' or 'or' at 10")]
    [InlineData("title pr)", "the end, 'and' or 'or' at 9")]
    [InlineData("((title pr)", "')'")]
    [InlineData("(title) pr", "an operator at 7")]
    [InlineData("title (pr)", "an operator at 7")]
    [InlineData("not title pr", "one of eq, ne")]
    [InlineData("not (title pr", "')'")]
    [InlineData("not ()", "an attribute")]
    [InlineData("not not (title pr)", "one of eq, ne")]
    [InlineData("title eq (\"x\")", "a value at 10")]
    public void Round_brackets_must_close_and_hold_a_filter(string filter, string told) => Refused(filter, told);

    [Theory]
    [InlineData("emails[]", "an attribute")]
    [InlineData("emails[type eq \"work\"", "']', 'and' or 'or' at 22")]
    [InlineData("emails[type eq \"work\")", "']', 'and' or 'or' at 22")]
    [InlineData("emails]", "an operator at 7")]
    [InlineData("[type eq \"work\"]", "an attribute, 'not' or '(' at 1")]
    [InlineData("emails[0]", "An attribute's name is expected at 8")]
    [InlineData("emails[type]", "an operator at 12")]
    [InlineData("emails[groups[value pr]]", "within square brackets")]
    [InlineData("emails[not (a pr and b[c pr])]", "within square brackets")]
    [InlineData("emails[type pr].value", "an operator")]
    [InlineData("emails[type pr].", "a sub-attribute's name")]
    [InlineData("emails[type pr].value.x eq \"a\"", "a sub-attribute's name")]
    [InlineData("emails[type pr].urn:x:value eq \"a\"", "a sub-attribute's name")]
    [InlineData("emails[type pr] .value eq \"a\"", "the end, 'and' or 'or'")]
    [InlineData("emails[type pr]value eq \"a\"", "the end, 'and' or 'or'")]
    [InlineData("emails[type pr] eq \"a\"", "the end, 'and' or 'or'")]
    public void Square_brackets_hold_one_filter_and_no_further_ones(string filter, string told) => Refused(filter, told);

    [Theory]
    [InlineData("1title pr")]
    [InlineData("\"title\" pr")]
    [InlineData(".title pr")]
    [InlineData("title. pr")]
    [InlineData("name..familyName pr")]
    [InlineData("name.familyName.x pr")]
    [InlineData("ti%tle pr")]
    [InlineData("título pr")]
    [InlineData("/title pr")]
    [InlineData(":title pr")]
    [InlineData("urn:x: pr")]
    [InlineData("urn:x:name.familyName.y pr")]
    public void A_name_is_letters_and_digits_with_at_most_one_dot(string filter) => Refused(filter, "attribute");

    [Theory]
    [InlineData("title eq 'Clerk'", "double quotation marks")]
    [InlineData("title eq O'Hara", "double quotation marks")]
    [InlineData("title eq \"Clerk'", "has no end")]
    [InlineData("title eq \"Clerk", "The text that begins at 10 has no end")]
    [InlineData("title eq \"Clerk\\\"", "has no end")]
    [InlineData("title eq \"Clerk\\", "has no end")]
    [InlineData("title eq \"a\\x\"", "not a JSON string")]
    [InlineData("title eq \"a\\u12\"", "not a JSON string")]
    [InlineData("title eq \"a\tb\"", "not a JSON string")]
    [InlineData("title eq \"a\nb\"", "not a JSON string")]
    [InlineData("title eq \"\\ud83d\"", "not a JSON string")]
    [InlineData("title eq \"a\\u0000b\"", "U+0000")]
    [InlineData("title eq cl\"erk\"", "follows a word without a blank")]
    [InlineData("title eq\"Clerk\"", "follows a word without a blank")]
    public void A_text_is_a_JSON_string(string filter, string told) => Refused(filter, told);

    [Theory]
    [InlineData("title pr;")]
    [InlineData("title eq a,b")]
    [InlineData("title pr && nickName pr")]
    [InlineData("title pr || nickName pr")]
    [InlineData("title eq a\\b")]
    [InlineData("title eq a\u0001b")]
    [InlineData("title\npr")]
    [InlineData("title eq a\u0000")]
    public void Signs_of_other_languages_have_no_meaning(string filter) => Refused(filter, "has no meaning here");

    [Fact]
    public void A_refusal_never_repeats_the_filter()
    {
        var refusal = Assert.Throws<ScimException>(() => FilterParser.Parse("userName eq \"secret-name\" secret-tail"));

        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    static void Refused(string filter, string told)
    {
        var refusal = Assert.Throws<ScimException>(() => FilterParser.Parse(filter));

        Assert.Equal((400, "invalidFilter"), (refusal.Status, refusal.ScimType));
        Assert.StartsWith("The filter cannot be read. ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
    }
}
