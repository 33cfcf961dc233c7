using System.Text;

using Gatehouse.Scim.Resources;

namespace Gatehouse.Scim.Tests.Resources;

public sealed class ScimJsonTests
{
    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData(""" [ 1 , "b" , true , null , { } ] """)]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("1.5e3")]
    [InlineData("{\"a\":\"\\ud83d\\ude00\"}")]
    public void Valid_JSON_of_any_shape_is_read(string json) => Assert.NotEqual(ScimValueKind.Absent, Wire.Parse(json).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("  \r\n ")]
    [InlineData("{")]
    [InlineData("{\"userName\":")]
    [InlineData("{\"a\":1,}")]
    [InlineData("[1,]")]
    [InlineData("{'a':1}")]
    [InlineData("{a:1}")]
    [InlineData("// comment\n{}")]
    [InlineData("{} {}")]
    [InlineData("{}x")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData("1.")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"\\x41\"")]
    [InlineData("True")]
    public void What_is_not_JSON_is_refused_as_invalid_syntax(string json) => Refused(Encoding.UTF8.GetBytes(json));

    [Theory]
    [InlineData("""{"userName":"a","userName":"b"}""", "userName")]
    [InlineData("""{"userName":"a","USERNAME":"b"}""", "USERNAME")]
    [InlineData("""{"userName":null,"username":null}""", "username")]
    [InlineData("""{"a":{"x":1,"X":2}}""", "X")]
    [InlineData("""[{"x":1,"\u0078":2}]""", "x")]
    public void A_member_that_is_there_twice_is_named(string json, string name) =>
        Assert.Contains($"'{name}'", Refused(Encoding.UTF8.GetBytes(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_member_that_is_there_twice_is_found_in_large_objects_too()
    {
        var members = string.Join(',', Enumerable.Range(0, 200).Select(static i => $"\"m{i}\":{i}"));

        var refusal = Refused(Encoding.UTF8.GetBytes($"{{{members},\"M150\":0}}"));

        Assert.Contains("'M150'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"a\\u0000b\"")]
    [InlineData("{\"a\\u0000\":1}")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\udc00\\ud800\"")]
    [InlineData("{\"\\udfff\":1}")]
    public void Text_that_no_database_could_hold_is_refused(string json) => Refused(Encoding.UTF8.GetBytes(json));

    [Theory]
    [InlineData(new byte[] { 0x22, 0xC3, 0x28, 0x22 })]
    [InlineData(new byte[] { 0x22, 0xFF, 0x22 })]
    [InlineData(new byte[] { 0x22, 0xC0, 0xAF, 0x22 })]
    [InlineData(new byte[] { 0x22, 0xED, 0xA0, 0x80, 0x22 })]
    [InlineData(new byte[] { 0x7B, 0x22, 0xFE, 0x22, 0x3A, 0x31, 0x7D })]
    public void Bytes_that_are_not_UTF8_are_refused(byte[] json) => Refused(json);

    [Fact]
    public void A_byte_order_mark_is_skipped() =>
        Assert.Equal(1, ScimJson.Parse([0xEF, 0xBB, 0xBF, .. "1"u8]).AsInteger);

    [Theory]
    [InlineData("9223372036854775807", ScimValueKind.Integer)]
    [InlineData("9223372036854775808", ScimValueKind.Decimal)]
    [InlineData("1.5", ScimValueKind.Decimal)]
    public void Numbers_are_whole_when_they_fit_64_bits(string json, ScimValueKind kind) => Assert.Equal(kind, Wire.Parse(json).Kind);

    [Fact]
    public void A_number_beyond_all_measure_is_refused() => Refused("1e400"u8.ToArray());

    [Fact]
    public void Refusals_never_repeat_a_value()
    {
        var refusal = Refused("""{"userName":"canary-value","userName":"canary-value"}"""u8.ToArray());

        Assert.DoesNotContain("canary", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quoted_name_stays_short_and_on_one_line()
    {
        var name = new string('x', 5_000);

        var refusal = Refused(Encoding.UTF8.GetBytes($"{{\"\\n{name}\":1,\"\\n{name}\":2}}"));

        Assert.InRange(refusal.Message.Length, 1, 300);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    static ScimException Refused(byte[] json)
    {
        var refusal = Assert.Throws<ScimException>(() => ScimJson.Parse(json));
        Assert.Equal(400, refusal.Status);
        Assert.Equal("invalidSyntax", refusal.ScimType);
        return refusal;
    }
}
