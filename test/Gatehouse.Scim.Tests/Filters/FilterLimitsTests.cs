using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Paths;

namespace Gatehouse.Scim.Tests.Filters;

/// <summary>A filter may cost only so much (S14). What is too much is refused while it is scanned, before anything recurses.</summary>
public sealed class FilterLimitsTests
{
    static readonly FilterLimits AnyLength = new() { Length = int.MaxValue };

    [Fact]
    public void The_limits_are_those_that_the_reference_promises() =>
        Assert.Equal((4_096, 32, 64), (FilterLimits.Default.Length, FilterLimits.Default.Depth, FilterLimits.Default.Comparisons));

    [Fact]
    public void A_filter_has_4096_characters_at_most()
    {
        Assert.NotNull(FilterParser.Parse(OfLength(4_096)));

        Refused(OfLength(4_097), null, "more than 4096 characters");
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("not (", ")")]
    [InlineData("not(", ")")]
    public void Round_brackets_are_nested_32_levels_deep_at_most(string open, string close)
    {
        Assert.NotNull(FilterParser.Parse(Nested(open, "a pr", close, 32)));

        Refused(Nested(open, "a pr", close, 33), null, "more than 32 levels deep");
    }

    [Fact]
    public void Square_brackets_are_one_of_the_levels()
    {
        Assert.NotNull(FilterParser.Parse(Nested("(", $"emails[{Nested("(", "type pr", ")", 15)}]", ")", 16)));

        Refused(Nested("(", $"emails[{Nested("(", "type pr", ")", 16)}]", ")", 16), null, "more than 32 levels deep");
    }

    [Fact]
    public void Levels_that_were_left_do_not_count() =>
        Assert.NotNull(FilterParser.Parse(string.Join(" and ", Enumerable.Repeat(Nested("(", "emails[a pr]", ")", 31), 40))));

    [Theory]
    [InlineData("a pr", " or ")]
    [InlineData("a pr", " and ")]
    [InlineData("a eq 1", " or ")]
    [InlineData("not (a eq \"x\")", " and ")]
    [InlineData("emails[type pr]", " or ")]
    public void A_filter_has_64_comparisons_at_most(string comparison, string conjunction)
    {
        Assert.NotNull(FilterParser.Parse(Repeated(comparison, conjunction, 64)));

        Refused(Repeated(comparison, conjunction, 65), null, "more than 64 comparisons");
    }

    [Fact]
    public void Comparisons_within_and_behind_square_brackets_count()
    {
        var half = Repeated("type pr", " or ", 31);

        Assert.NotNull(FilterParser.Parse($"emails[{half}].value pr and emails[{half}].value pr"));
        Refused($"emails[{half}].value pr and emails[{half}].value pr and title pr", null, "more than 64 comparisons");
    }

    public static TheoryData<string, string> Bombs => new()
    {
        { "(", "levels deep" },
        { "not (", "levels deep" },
        { "not(", "levels deep" },
        { "a[", "within square brackets" },
        { "[", "an attribute" },
        { "a.", "An attribute's name" },
        { ".", "An attribute's name" },
        { ":", "An attribute's name" },
        { "a pr or ", "comparisons" },
        { "a pr and ", "comparisons" },
        { "a[b pr] or ", "comparisons" },
        { "a[b pr].c pr or ", "comparisons" },
        { "(a pr) or ", "comparisons" },
        { "(a pr and ", "levels deep" },
        { "\"", "attribute" },
        { "\\", "has no meaning" },
        { ")", "attribute" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_hundred_thousand_of_anything_is_refused_by_its_length(string part, string _) =>
        Refused(OnSmallStack(() => FilterParser.Parse(Repeated(part, "", 100_000))), "more than 4096 characters");

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Where_any_length_is_allowed_the_other_limits_hold_before_the_stack_ends(string part, string told) =>
        Refused(OnSmallStack(() => FilterParser.Parse(Repeated(part, "", 100_000), AnyLength)), told);

    [Theory]
    [InlineData("(")]
    [InlineData("not (")]
    [InlineData("a[")]
    [InlineData(".")]
    [InlineData("a pr or ")]
    public void Paths_have_the_same_limits(string part)
    {
        var bomb = "a[" + Repeated(part, "", 100_000);

        Assert.Equal("invalidPath", OnSmallStack(() => AttributePath.Parse(bomb))?.ScimType);
        Assert.Equal("invalidPath", OnSmallStack(() => AttributePath.Parse(bomb, AnyLength))?.ScimType);
    }

    [Fact]
    public void A_filter_at_all_limits_is_bound_and_evaluated_on_a_small_stack()
    {
        var deepest = Nested("not (", Repeated("title pr", " or ", 64), ")", 32);

        OnSmallStack(() => Assert.False(FilterEvaluator.Matches(FilterParser.Parse(deepest).Bind(Resources.Wire.Users), [])));
    }

    static string OfLength(int length) => $"title eq \"{new string('x', length - 11)}\"";

    static string Repeated(string part, string between, int times) => string.Join(between, Enumerable.Repeat(part, times));

    static string Nested(string open, string inner, string close, int levels) =>
        Repeated(open, "", levels) + inner + Repeated(close, "", levels);

    static void Refused(string filter, FilterLimits? limits, string told) =>
        Refused(Assert.Throws<ScimException>(() => FilterParser.Parse(filter, limits)), told);

    static void Refused(ScimException? refusal, string told)
    {
        Assert.Equal((400, "invalidFilter"), (refusal?.Status, refusal?.ScimType));
        Assert.Contains(told, refusal?.Message, StringComparison.Ordinal);
    }

    /// <summary>Runs where a parser that recurses before it checks would take the process down.</summary>
    static ScimException? OnSmallStack(Action act)
    {
        ScimException? refusal = null;
        Exception? other = null;
        var thread = new Thread(() =>
        {
            try
            {
                act();
            }
            catch (ScimException caught)
            {
                refusal = caught;
            }
            catch (Exception caught)
            {
                other = caught;
            }
        }, 256 * 1024);
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(5)), "It was not refused within 5 seconds.");
        Assert.Null(other);
        return refusal;
    }
}
