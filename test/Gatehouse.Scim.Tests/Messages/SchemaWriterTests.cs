using System.Text.Json;

using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Schemas;
using Gatehouse.Scim.Tests.Resources;

namespace Gatehouse.Scim.Tests.Messages;

/// <summary>The shape that RFC 7643 §7 gives to schemas, and what provisioning clients read from them.</summary>
public sealed class SchemaWriterTests
{
    const string BaseUrl = "https://id.contoso.example/scim/v2";
    static readonly string[] Types = ["string", "boolean", "decimal", "integer", "dateTime", "binary", "reference", "complex"];
    static readonly string[] Mutabilities = ["readOnly", "readWrite", "immutable", "writeOnly"];

    public static TheoryData<string> Schemas => [StandardSchemas.UserId, StandardSchemas.EnterpriseUserId, StandardSchemas.GroupId];

    [Theory]
    [MemberData(nameof(Schemas))]
    public void A_schema_tells_where_it_is(string urn)
    {
        var schema = Document(urn);

        Assert.Equal(urn, schema.GetProperty("id").GetString());
        Assert.Equal([ScimUrn.Schema], schema.GetProperty("schemas").EnumerateArray().Select(static one => one.GetString()));
        Assert.Equal("Schema", schema.GetProperty("meta").GetProperty("resourceType").GetString());
        Assert.Equal($"{BaseUrl}/Schemas/{urn}", schema.GetProperty("meta").GetProperty("location").GetString());
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Every_attribute_states_its_characteristics_and_none_is_null(string urn)
    {
        foreach (var (path, attribute) in Attributes(Document(urn)))
        {
            Assert.True(attribute.EnumerateObject().All(static member => member.Value.ValueKind != JsonValueKind.Null), path);
            Assert.Contains(attribute.GetProperty("type").GetString(), Types);
            Assert.Contains(attribute.GetProperty("mutability").GetString(), Mutabilities);
            Assert.Contains(attribute.GetProperty("returned").GetString(), (string[])["always", "never", "default", "request"]);
            Assert.Contains(attribute.GetProperty("uniqueness").GetString(), (string[])["none", "server", "global"]);
            Assert.NotEmpty(attribute.GetProperty("description").GetString()!);
            Assert.True(attribute.GetProperty("multiValued").ValueKind is JsonValueKind.True or JsonValueKind.False, path);
            Assert.True(attribute.GetProperty("required").ValueKind is JsonValueKind.True or JsonValueKind.False, path);
            if (attribute.GetProperty("type").GetString() == "string")
                Assert.True(attribute.TryGetProperty("caseExact", out _), path);
            if (attribute.GetProperty("type").GetString() == "reference")
                Assert.NotEqual(0, attribute.GetProperty("referenceTypes").GetArrayLength());
        }
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Only_complex_attributes_have_parts_and_parts_are_simple(string urn)
    {
        foreach (var attribute in Document(urn).GetProperty("attributes").EnumerateArray())
        {
            var isComplex = attribute.GetProperty("type").GetString() == "complex";
            Assert.Equal(isComplex, attribute.TryGetProperty("subAttributes", out var parts));
            if (isComplex)
                Assert.All(parts.EnumerateArray(), static part => Assert.NotEqual("complex", part.GetProperty("type").GetString()));
        }
    }

    [Theory]
    [InlineData(StandardSchemas.UserId, "userName", "required", "True")]
    [InlineData(StandardSchemas.UserId, "userName", "caseExact", "False")]
    [InlineData(StandardSchemas.UserId, "userName", "uniqueness", "server")]
    [InlineData(StandardSchemas.UserId, "externalId", "caseExact", "True")]
    [InlineData(StandardSchemas.GroupId, "externalId", "caseExact", "True")]
    [InlineData(StandardSchemas.UserId, "groups", "mutability", "readOnly")]
    [InlineData(StandardSchemas.UserId, "profileUrl", "type", "reference")]
    [InlineData(StandardSchemas.UserId, "x509Certificates.value", "type", "binary")]
    [InlineData(StandardSchemas.GroupId, "displayName", "required", "True")]
    [InlineData(StandardSchemas.GroupId, "displayName", "uniqueness", "server")]
    [InlineData(StandardSchemas.GroupId, "members.value", "mutability", "immutable")]
    [InlineData(StandardSchemas.GroupId, "members.$ref", "mutability", "immutable")]
    public void Characteristics_agree_with_the_standard(string urn, string path, string characteristic, string expected) =>
        Assert.Equal(expected, Attributes(Document(urn)).Single(one => one.Path == path).Attribute.GetProperty(characteristic).ToString());

    // R19: Microsoft makes one mapping target of each canonical value; roles must have none.
    [Theory]
    [InlineData("emails", true)]
    [InlineData("phoneNumbers", true)]
    [InlineData("addresses", true)]
    [InlineData("ims", true)]
    [InlineData("roles", false)]
    public void Types_of_values_are_suggested_where_mappings_need_them(string attribute, bool suggested)
    {
        var type = Attributes(Document(StandardSchemas.UserId)).Single(one => one.Path == $"{attribute}.type").Attribute;

        Assert.Equal(suggested, type.TryGetProperty("canonicalValues", out var values) && values.GetArrayLength() > 0);
    }

    [Fact]
    public void No_attribute_could_be_filled_and_not_be_read_back() =>
        Assert.DoesNotContain(Schemas.SelectMany(static row => Attributes(Document(row.Data))), static one =>
            one.Attribute.GetProperty("mutability").GetString() == "writeOnly" || one.Attribute.GetProperty("returned").GetString() == "never");

    [Fact]
    public void A_resource_type_names_its_schemas()
    {
        var type = Parse(json => SchemaWriter.Write(json, Wire.Users, BaseUrl));

        Assert.Equal(("User", "User", "/Users", StandardSchemas.UserId), (
            type.GetProperty("id").GetString(), type.GetProperty("name").GetString(),
            type.GetProperty("endpoint").GetString(), type.GetProperty("schema").GetString()));
        var extension = Assert.Single(type.GetProperty("schemaExtensions").EnumerateArray());
        Assert.Equal((StandardSchemas.EnterpriseUserId, false), (extension.GetProperty("schema").GetString(), extension.GetProperty("required").GetBoolean()));
        Assert.Equal($"{BaseUrl}/ResourceTypes/User", type.GetProperty("meta").GetProperty("location").GetString());
    }

    static JsonElement Document(string urn)
    {
        var schema = new SchemaCatalog([Wire.Users, Wire.Groups]).FindSchema(urn)!;
        return Parse(json => SchemaWriter.Write(json, schema, BaseUrl));
    }

    static JsonElement Parse(Action<Utf8JsonWriter> write) => JsonDocument.Parse(Wire.Write(write)).RootElement;

    static IEnumerable<(string Path, JsonElement Attribute)> Attributes(JsonElement schema)
    {
        foreach (var attribute in schema.GetProperty("attributes").EnumerateArray())
        {
            var name = attribute.GetProperty("name").GetString()!;
            yield return (name, attribute);
            if (!attribute.TryGetProperty("subAttributes", out var parts))
                continue;
            foreach (var part in parts.EnumerateArray())
                yield return ($"{name}.{part.GetProperty("name").GetString()}", part);
        }
    }
}
