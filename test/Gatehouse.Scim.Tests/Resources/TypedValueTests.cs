using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Tests.Resources;

/// <summary>Types that no standard attribute has, but that an organization's own schema may declare (RFC 7643 §2.3).</summary>
public sealed class TypedValueTests
{
    [Theory]
    [InlineData(AttributeType.Integer, "5", "5")]
    [InlineData(AttributeType.Integer, "\"5\"", "5")]
    [InlineData(AttributeType.Integer, "\"-5\"", "-5")]
    [InlineData(AttributeType.Decimal, "1.5", "1.5")]
    [InlineData(AttributeType.Decimal, "2", "2")]
    [InlineData(AttributeType.DateTime, "\"2026-01-31T09:30:00Z\"", "\"2026-01-31T09:30:00Z\"")]
    [InlineData(AttributeType.Boolean, "\"TRUE\"", "true")]
    [InlineData(AttributeType.Binary, "\"QUI=\"", "\"QUI=\"")]
    [InlineData(AttributeType.Reference, "\"no uri\"", "\"no uri\"")]
    public void Values_of_each_type_are_read(AttributeType type, string sent, string expected) =>
        Assert.Equal(Wire.Parse(expected), Read(type, sent, out _));

    [Theory]
    [InlineData(AttributeType.Integer, "1.5")]
    [InlineData(AttributeType.Integer, "1e3")]
    [InlineData(AttributeType.Integer, "\"1.0\"")]
    [InlineData(AttributeType.Integer, "\" 1\"")]
    [InlineData(AttributeType.Integer, "true")]
    [InlineData(AttributeType.Decimal, "\"1.5\"")]
    [InlineData(AttributeType.DateTime, "\"2026-01-01\"")]
    [InlineData(AttributeType.DateTime, "\"2026-01-01T00:00:00\"")]
    [InlineData(AttributeType.DateTime, "5")]
    [InlineData(AttributeType.Binary, "\"a b c\\u00e9\"")]
    [InlineData(AttributeType.Reference, "5")]
    [InlineData(AttributeType.String, "5")]
    public void Values_of_another_type_are_told_once(AttributeType type, string sent)
    {
        Assert.Equal(default, Read(type, sent, out var findings));

        Assert.Equal([ScimFindingKind.WrongType], findings.Select(static finding => finding.Kind));
    }

    [Fact]
    public void A_required_sub_attribute_is_told_when_missing()
    {
        var attribute = new SchemaAttribute
        {
            Name = "badge", Type = AttributeType.Complex, Description = "A badge.",
            SubAttributes =
            [
                new() { Name = "number", Required = true, Description = "Its number." },
                new() { Name = "color", Description = "Its color." },
            ],
        };
        var findings = new List<ScimFinding>();

        new ValueReader(Wire.Users, findings).Read(attribute, Wire.Parse("""{ "color": "red" }"""), "badge");

        var finding = Assert.Single(findings);
        Assert.Equal((ScimFindingKind.Missing, "badge.number"), (finding.Kind, finding.Path));
    }

    static ScimValue Read(AttributeType type, string json, out List<ScimFinding> findings)
    {
        findings = [];
        var attribute = new SchemaAttribute { Name = "custom", Type = type, Description = "Custom." };
        return new ValueReader(Wire.Users, findings).Read(attribute, Wire.Parse(json), "custom");
    }
}
