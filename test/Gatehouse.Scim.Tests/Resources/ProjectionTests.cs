using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Tests.Resources;

/// <summary>RFC 7644 §3.9 and §3.10, seen through what is written.</summary>
public sealed class ProjectionTests
{
    const string Enterprise = StandardSchemas.EnterpriseUserId;
    const string Whole = $$"""
        {
          "schemas": ["{{StandardSchemas.UserId}}", "{{Enterprise}}"],
          "id": "1",
          "userName": "ann",
          "name": { "givenName": "Ann", "familyName": "Berg" },
          "emails": [{ "value": "a@b", "type": "work" }, { "value": "c@d", "type": "home" }],
          "{{Enterprise}}": { "department": "Tools", "manager": { "value": "2", "displayName": "Bea" } },
          "meta": { "resourceType": "User", "version": "W/\"1\"" }
        }
        """;

    [Theory]
    [InlineData("userName", """{ "userName": "ann" }""")]
    [InlineData("USERNAME", """{ "userName": "ann" }""")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName", """{ "userName": "ann" }""")]
    [InlineData("URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER:USERNAME", """{ "userName": "ann" }""")]
    [InlineData(" userName , id ", """{ "userName": "ann" }""")]
    [InlineData("name", """{ "name": { "givenName": "Ann", "familyName": "Berg" } }""")]
    [InlineData("name.familyName", """{ "name": { "familyName": "Berg" } }""")]
    [InlineData("Name.FAMILYNAME", """{ "name": { "familyName": "Berg" } }""")]
    [InlineData("name.familyName,name", """{ "name": { "givenName": "Ann", "familyName": "Berg" } }""")]
    [InlineData("name,name.familyName", """{ "name": { "givenName": "Ann", "familyName": "Berg" } }""")]
    [InlineData("name.givenName,name.familyName", """{ "name": { "givenName": "Ann", "familyName": "Berg" } }""")]
    [InlineData("emails.value", """{ "emails": [{ "value": "a@b" }, { "value": "c@d" }] }""")]
    [InlineData("meta", """{ "meta": { "resourceType": "User", "version": "W/\"1\"" } }""")]
    [InlineData("meta.version", """{ "meta": { "version": "W/\"1\"" } }""")]
    [InlineData($"{Enterprise}:department", $$"""{ "{{Enterprise}}": { "department": "Tools" } }""")]
    [InlineData($"{Enterprise}:manager.value", $$"""{ "{{Enterprise}}": { "manager": { "value": "2" } } }""")]
    [InlineData(Enterprise, $$"""{ "{{Enterprise}}": { "department": "Tools", "manager": { "value": "2", "displayName": "Bea" } } }""")]
    [InlineData("department", $$"""{ "{{Enterprise}}": { "department": "Tools" } }""")]
    [InlineData("id", "{ }")]
    [InlineData("nonsense", "{ }")]
    [InlineData("name.nonsense", "{ }")]
    public void Only_what_is_named_is_written_beside_id_and_schemas(string attributes, string expected) =>
        Assert.Equal(WithEnvelope(expected), Project(attributes, ""));

    [Theory]
    [InlineData("emails,name,meta,urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager,department", """{ "userName": "ann" }""")]
    [InlineData("id,schemas,userName,name,emails,meta,urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "{ }")]
    [InlineData("userName,emails.type,meta,name.givenName,urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        """{ "name": { "familyName": "Berg" }, "emails": [{ "value": "a@b" }, { "value": "c@d" }] }""")]
    public void What_is_excluded_is_left_out_but_never_id_and_schemas(string excluded, string expected) =>
        Assert.Equal(WithEnvelope(expected), Project("", excluded));

    [Fact]
    public void Unknown_names_exclude_nothing() => Assert.Equal(Wire.Parse(Whole), Project("", "nonsense,name.nonsense,urn:x:y"));

    [Fact]
    public void Without_either_parameter_everything_is_written() => Assert.Equal(Wire.Parse(Whole), Project("", ""));

    [Fact]
    public void Both_parameters_at_once_are_refused()
    {
        var refusal = Assert.Throws<ScimException>(() => Projection.Of(["userName"], ["name"], Wire.Users));

        Assert.Equal("invalidValue", refusal.ScimType);
    }

    [Fact]
    public void Rules_of_the_schema_come_before_what_is_asked_for()
    {
        var type = StandardSchemas.UserType(new Schema
        {
            Id = StandardSchemas.UserId, Name = "User", Description = "User.",
            Attributes =
            [
                new() { Name = "always", Returned = Returned.Always, Description = "Always." },
                new() { Name = "never", Returned = Returned.Never, Description = "Never." },
                new() { Name = "request", Returned = Returned.Request, Description = "On request." },
                new() { Name = "default", Description = "By default." },
            ],
        });
        var resource = new ScimObject { ["always"] = "a", ["never"] = "n", ["request"] = "r", ["default"] = "d" };

        Assert.Equal("""{"always":"a","default":"d"}""", Write(resource, type, Projection.Default));
        Assert.Equal("""{"always":"a","request":"r"}""", Write(resource, type, Projection.Of(["never", "request"], [], type)));
        Assert.Equal("""{"always":"a","default":"d"}""", Write(resource, type, Projection.Of([], ["always", "never"], type)));
        Assert.Equal("""{"always":"a"}""", Write(resource, type, Projection.Of([], ["default"], type)));
    }

    static ScimValue Project(string attributes, string excluded)
    {
        var projection = Projection.Of(Names(attributes), Names(excluded), Wire.Users);
        return Wire.Parse(Write(Wire.Parse(Whole).AsObject!, Wire.Users, projection));
    }

    static string[] Names(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);

    static string Write(ScimObject resource, ResourceType type, Projection projection) =>
        Wire.Write(json => ResourceWriter.Write(json, resource, type, projection));

    static ScimValue WithEnvelope(string members)
    {
        var expected = Wire.Parse(members).AsObject!;
        expected["schemas"] = Wire.Parse(Whole).AsObject!["schemas"];
        expected["id"] = "1";
        return expected;
    }
}
