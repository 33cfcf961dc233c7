using System.Text;

using Gatehouse.Scim.Resources;

namespace Gatehouse.Scim.Tests.Resources;

public sealed class JsonLimitsTests
{
    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Nesting_is_allowed_up_to_the_limit_and_refused_beyond_it(string open, string close)
    {
        var limits = new JsonLimits { Depth = 5 };

        Assert.NotEqual(ScimValueKind.Absent, ScimJson.Parse(Nested(open, close, 5), limits).Kind);
        var refusal = Assert.Throws<ScimException>(() => ScimJson.Parse(Nested(open, close, 6), limits));

        Assert.Contains("5 levels", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(500_000)]
    public void Endless_nesting_is_refused_without_recursion(int levels)
    {
        // On a stack this small a reader that recurses before it checks takes the process down.
        ScimException? refusal = null;
        var json = Encoding.UTF8.GetBytes(new string('[', levels));
        var thread = new Thread(() => refusal = Assert.Throws<ScimException>(() => ScimJson.Parse(json)), 256 * 1024);
        thread.Start();
        thread.Join();

        Assert.Equal("invalidSyntax", refusal?.ScimType);
        Assert.Contains("levels deep", refusal?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Members_of_one_object_are_limited()
    {
        var limits = new JsonLimits { MembersPerObject = 20 };

        Assert.Equal(20, ScimJson.Parse(Members(20), limits).AsObject!.Count);
        Assert.Throws<ScimException>(() => ScimJson.Parse(Members(21), limits));
    }

    [Fact]
    public void The_length_of_texts_and_names_is_limited()
    {
        var limits = new JsonLimits { TextLength = 10 };

        Assert.Equal(10, ScimJson.Parse("\"0123456789\""u8, limits).AsText!.Length);
        Assert.Throws<ScimException>(() => ScimJson.Parse("\"0123456789a\""u8, limits));
        Assert.Throws<ScimException>(() => ScimJson.Parse("{\"0123456789a\":1}"u8, limits));
    }

    [Fact]
    public void A_list_may_be_as_long_as_the_body_allows()
    {
        var json = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("{}", 50_000))}]");

        Assert.Equal(50_000, ScimJson.Parse(json).AsList!.Count);
    }

    static byte[] Nested(string open, string close, int levels) => Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Repeat(open, levels)) + (open == "[" ? "" : "1") + string.Concat(Enumerable.Repeat(close, levels)));

    static byte[] Members(int count) =>
        Encoding.UTF8.GetBytes($"{{{string.Join(',', Enumerable.Range(0, count).Select(static i => $"\"m{i}\":{i}"))}}}");
}
