using System.Globalization;

using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Resources;

namespace Gatehouse.Scim.Tests.Filters;

/// <summary>The grammar of RFC 7644 §3.4.2.2 (figure 1), seen through the trees that texts become.</summary>
public sealed class FilterParserTests
{
    const string CoreUser = "urn:ietf:params:scim:schemas:core:2.0:User";

    [Theory]
    [InlineData("eq", FilterOperator.Equal)]
    [InlineData("ne", FilterOperator.NotEqual)]
    [InlineData("co", FilterOperator.Contains)]
    [InlineData("sw", FilterOperator.StartsWith)]
    [InlineData("ew", FilterOperator.EndsWith)]
    [InlineData("gt", FilterOperator.GreaterThan)]
    [InlineData("ge", FilterOperator.GreaterOrEqual)]
    [InlineData("lt", FilterOperator.LessThan)]
    [InlineData("le", FilterOperator.LessOrEqual)]
    public void Every_operator_is_read_in_any_letter_case(string written, FilterOperator expected)
    {
        var comparison = new ComparisonFilter(Name("title"), expected, FilterLiteral.Of("x"));

        Assert.Equal(comparison, FilterParser.Parse($"title {written} \"x\""));
        Assert.Equal(comparison, FilterParser.Parse($"title {written.ToUpperInvariant()} \"x\""));
        Assert.Equal(comparison, FilterParser.Parse($"title {char.ToUpperInvariant(written[0])}{written[1]} \"x\""));
        Assert.Equal($"title {written} \"x\"", comparison.ToString());
    }

    [Theory]
    [InlineData("title pr")]
    [InlineData("title PR")]
    [InlineData("  title\tpR  ")]
    public void Presence_takes_no_value(string filter) => Assert.Equal(new PresenceFilter(Name("title")), FilterParser.Parse(filter));

    [Theory]
    [InlineData("a pr or b pr and c pr", "a pr or (b pr and c pr)", "(a pr or b pr) and c pr")]
    [InlineData("a pr and b pr or c pr", "(a pr and b pr) or c pr", "a pr and (b pr or c pr)")]
    [InlineData("a pr or b pr or c pr", "(a pr or b pr) or c pr", "a pr or (b pr or c pr)")]
    [InlineData("a pr and b pr and c pr", "(a pr and b pr) and c pr", "a pr and (b pr and c pr)")]
    [InlineData("not (a pr) and b pr", "(not (a pr)) and b pr", "not (a pr and b pr)")]
    [InlineData("not (a pr) or b pr", "(not (a pr)) or b pr", "not (a pr or b pr)")]
    [InlineData("a pr and not (b pr) or c pr", "(a pr and (not (b pr))) or c pr", "a pr and not (b pr or c pr)")]
    [InlineData("a pr or b pr and c pr or d pr", "(a pr or (b pr and c pr)) or d pr", "(a pr or b pr) and (c pr or d pr)")]
    public void Not_binds_closer_than_and_and_that_closer_than_or(string filter, string same, string other)
    {
        Assert.Equal(FilterParser.Parse(same), FilterParser.Parse(filter));
        Assert.NotEqual(FilterParser.Parse(other), FilterParser.Parse(filter));
    }

    [Theory]
    [InlineData("a pr AND b pr")]
    [InlineData("a pr And b pr")]
    [InlineData("((a pr)) and ((b pr))")]
    [InlineData("( a pr and b pr )")]
    [InlineData("  a  pr   and\tb pr ")]
    public void Case_brackets_and_blanks_change_no_meaning(string filter) =>
        Assert.Equal(new AndFilter(Present("a"), Present("b")), FilterParser.Parse(filter));

    [Fact]
    public void Or_is_read_in_any_letter_case() => Assert.Equal(new OrFilter(Present("a"), Present("b")), FilterParser.Parse("a pr oR b pr"));

    // Erratum 7319 of RFC 7644: figure 1 forbids the blank, every example has one.
    [Theory]
    [InlineData("not (a pr)")]
    [InlineData("not(a pr)")]
    [InlineData("NOT (a pr)")]
    [InlineData("Not  ( a pr )")]
    [InlineData("(not (a pr))")]
    public void Not_is_read_with_and_without_a_blank(string filter) => Assert.Equal(new NotFilter(Present("a")), FilterParser.Parse(filter));

    [Fact]
    public void Not_may_be_doubled() => Assert.Equal(new NotFilter(new NotFilter(Present("a"))), FilterParser.Parse("not (not (a pr))"));

    [Fact]
    public void Square_brackets_hold_a_filter_of_their_own()
    {
        var work = new ComparisonFilter(Name("type"), FilterOperator.Equal, FilterLiteral.Of("work"));

        Assert.Equal(new ValuePathFilter(Name("emails"), work), FilterParser.Parse("emails[type eq \"work\"]"));
        Assert.Equal(
            new ValuePathFilter(Name("emails"), new OrFilter(new NotFilter(work), new AndFilter(Present("primary"), Present("value")))),
            FilterParser.Parse("emails[ not (type eq \"work\") or (primary pr and value pr) ]"));
        Assert.Equal(
            new AndFilter(new ValuePathFilter(Name("emails"), work), new ValuePathFilter(Name("ims"), Present("value"))),
            FilterParser.Parse("emails[type eq \"work\"] and ims[value pr]"));
    }

    [Theory]
    [InlineData("emails[type eq \"work\"].value eq \"a@b\"", "emails[type eq \"work\" and value eq \"a@b\"]")]
    [InlineData("emails[type eq \"work\"].value pr", "emails[type eq \"work\" and value pr]")]
    [InlineData("emails[type pr or primary pr].value sw \"a\"", "emails[(type pr or primary pr) and value sw \"a\"]")]
    [InlineData("emails[type pr].value pr and title pr", "emails[type pr and value pr] and title pr")]
    public void What_follows_square_brackets_belongs_to_the_same_value(string filter, string same) =>
        Assert.Equal(FilterParser.Parse(same), FilterParser.Parse(filter));

    [Theory]
    [InlineData("title", null, "title", null)]
    [InlineData("name.familyName", null, "name", "familyName")]
    [InlineData("members.$ref", null, "members", "$ref")]
    [InlineData("$ref", null, "$ref", null)]
    [InlineData("x-y_z2.a-b", null, "x-y_z2", "a-b")]
    [InlineData(CoreUser + ":title", CoreUser, "title", null)]
    [InlineData(CoreUser + ":name.familyName", CoreUser, "name", "familyName")]
    [InlineData("URN:Example:1.5:x.y:Thing.Part", "URN:Example:1.5:x.y", "Thing", "Part")]
    public void A_name_is_split_at_the_last_colon_and_the_dot_behind_it(string text, string? urn, string name, string? sub)
    {
        Assert.Equal(new PresenceFilter(new(urn, name, sub)), FilterParser.Parse(text + " pr"));
        Assert.Equal(text + " pr", FilterParser.Parse(text + " pr").ToString());
    }

    [Fact]
    public void A_value_path_may_have_a_URN() =>
        Assert.Equal(new ValuePathFilter(new(CoreUser, "emails", null), Present("value")), FilterParser.Parse(CoreUser + ":emails[value pr]"));

    [Theory]
    [InlineData("\"\"", "")]
    [InlineData("\"plain\"", "plain")]
    [InlineData("""  "a \"b\" \\ \/ \t\n" """, "a \"b\" \\ / \t\n")]
    [InlineData("""
        "caf\u00e9 \uD83D\uDE00"
        """, "café 😀")]
    [InlineData("\"日本 Ångström 😀\"", "日本 Ångström 😀")]
    [InlineData("\"true\"", "true")]
    [InlineData("\"null\"", "null")]
    [InlineData("\"17\"", "17")]
    [InlineData("\"it's; 100% of_all* (a) [b] & c|d, e\"", "it's; 100% of_all* (a) [b] & c|d, e")]
    [InlineData("\"x\\\" or title pr\"", "x\" or title pr")]
    public void Quotation_marks_make_text_with_the_escapes_of_JSON(string written, string expected)
    {
        var literal = LiteralOf(written.Trim());

        Assert.Equal((expected, false), (literal.Value.AsText, literal.IsBare));
    }

    [Fact]
    public void The_other_JSON_literals_have_their_own_types()
    {
        Assert.Equal(ScimValue.True, LiteralOf("true").Value);
        Assert.Equal(ScimValue.False, LiteralOf("false").Value);
        Assert.Equal(ScimValue.Null, LiteralOf("null").Value);
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-17", "-17")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("9223372036854775808", "9223372036854775808")]
    [InlineData("1.50", "1.5")]
    [InlineData("-0.25", "-0.25")]
    [InlineData("2.5e3", "2500")]
    [InlineData("4E-2", "0.04")]
    public void Numbers_are_numbers(string written, string expected) =>
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), LiteralOf(written).Value.AsDecimal);

    // Microsoft's examples leave the quotation marks out: id eq 17fe4a and manager eq 9b2c.
    [Theory]
    [InlineData("jyoung")]
    [InlineData("ann@contoso.example")]
    [InlineData("0197f3a2-11aa-7c00-8000-0123456789ab")]
    [InlineData("2026-01-31T09:30:00+01:00")]
    [InlineData("urn:x:2.0:User")]
    [InlineData("Åsa")]
    [InlineData("True")]
    [InlineData("NULL")]
    [InlineData("1e999")]
    public void Any_other_bare_word_is_text(string word)
    {
        var literal = LiteralOf(word);

        Assert.Equal((word, true), (literal.Value.AsText, literal.IsBare));
        Assert.Equal(new AndFilter(new ComparisonFilter(Name("id"), FilterOperator.Equal, literal), Present("title")),
            FilterParser.Parse($"id eq {word} and title pr"));
    }

    static FilterLiteral LiteralOf(string written) => Assert.IsType<ComparisonFilter>(FilterParser.Parse("a eq " + written)).Literal;

    static AttributeName Name(string name) => new(null, name, null);

    static PresenceFilter Present(string name) => new(Name(name));
}
