using Gatehouse.Scim.Schemas;
using Gatehouse.Scim.Tests.Filters;
using Gatehouse.Scim.Tests.Resources;

using static Gatehouse.Scim.Tests.Patch.Patching;

namespace Gatehouse.Scim.Tests.Patch;

/// <summary>Attributes of extensions: their object and its URN in <c>schemas</c> come with the first value and go with the last (RFC 7644 §3.5.2).</summary>
public sealed class PatchExtensionTests
{
    const string Tools = $$""" "{{Enterprise}}": { "department": "Tools" } """;

    [Theory]
    [InlineData($$"""{ "op": "Add", "path": "{{Enterprise}}:department", "value": "Tools" }""")]
    [InlineData($$"""{ "op": "Replace", "path": "{{Enterprise}}:department", "value": "Tools" }""")]
    [InlineData("""{ "op": "add", "path": "URN:IETF:PARAMS:SCIM:SCHEMAS:EXTENSION:ENTERPRISE:2.0:USER:DEPARTMENT", "value": "Tools" }""")]
    [InlineData("""{ "op": "add", "path": "department", "value": "Tools" }""")]
    [InlineData($$"""{ "op": "add", "path": "{{Enterprise}}", "value": { "department": "Tools" } }""")]
    [InlineData($$"""{ "op": "replace", "path": "{{Enterprise}}", "value": { "Department": "Tools", "costCenter": "" } }""")]
    [InlineData($$"""{ "op": "add", "value": { "{{Enterprise}}": { "department": "Tools" } } }""")]
    [InlineData($$"""{ "op": "replace", "value": { "{{Enterprise}}:department": "Tools" } }""")]
    [InlineData("""{ "op": "replace", "value": { "department": "Tools" } }""")]
    public void The_first_value_adds_the_object_and_its_URN(string operation)
    {
        User("", operation, Tools);

        var after = Apply(Wire.ReadUser(""), Wire.Users, operation);
        Assert.Equal([StandardSchemas.UserId, Enterprise], after["schemas"].AsList!.Select(static urn => urn.AsText));
    }

    [Theory]
    [InlineData($$"""{ "op": "remove", "path": "{{Enterprise}}:department" }""")]
    [InlineData("""{ "op": "remove", "path": "department" }""")]
    [InlineData($$"""{ "op": "remove", "path": "{{Enterprise}}" }""")]
    [InlineData($$"""{ "op": "replace", "path": "{{Enterprise}}:department", "value": "" }""")]
    [InlineData($$"""{ "op": "replace", "path": "{{Enterprise}}", "value": { "department": null } }""")]
    [InlineData($$"""{ "op": "replace", "path": "{{Enterprise}}", "value": null }""")]
    [InlineData($$"""{ "op": "replace", "value": { "{{Enterprise}}": null } }""")]
    [InlineData($$"""{ "op": "replace", "value": { "{{Enterprise}}": "" } }""")]
    [InlineData($$"""{ "op": "replace", "value": { "{{Enterprise}}": { "department": "" } } }""")]
    [InlineData($$"""{ "op": "replace", "value": { "{{Enterprise}}:department": null } }""")]
    public void With_the_last_value_object_and_URN_go(string operation)
    {
        User(Tools, operation, "");

        var after = Apply(Wire.ReadUser(Tools), Wire.Users, operation);
        Assert.Equal(["schemas", "userName"], after.Select(static member => member.Key));
        Assert.Equal([StandardSchemas.UserId], after["schemas"].AsList!.Select(static urn => urn.AsText));
    }

    [Theory]
    [InlineData($$"""{ "op": "replace", "path": "{{Enterprise}}", "value": { "costCenter": "9" } }""")]
    [InlineData($$"""{ "op": "add", "value": { "{{Enterprise}}": { "costCenter": "9" } } }""")]
    [InlineData("""{ "op": "replace", "value": { "costCenter": "9" } }""")]
    public void Attributes_that_are_not_named_stay(string operation) =>
        User(Tools, operation, $$""" "{{Enterprise}}": { "department": "Tools", "costCenter": "9" } """);

    [Theory]
    [InlineData($$"""{ "op": "add", "value": { "{{Enterprise}}": null } }""")]
    [InlineData($$"""{ "op": "add", "value": { "{{Enterprise}}": {} } }""")]
    [InlineData($$"""{ "op": "replace", "value": { "{{Enterprise}}": {} } }""")]
    [InlineData($$"""{ "op": "add", "path": "{{Enterprise}}", "value": { "department": "" } }""")]
    public void An_empty_object_says_nothing(string operation) => User(Tools, operation, Tools);

    [Theory]
    [InlineData("\"Tools\"")]
    [InlineData("5")]
    [InlineData("""[{ "department": "Tools" }, { "department": "Sales" }]""")]
    public void An_extension_is_an_object(string value) => Assert.Contains(
        $"'{Enterprise}'", RefuseUser("", $$"""{ "op": "replace", "path": "{{Enterprise}}", "value": {{value}} }""", "invalidValue").Message, StringComparison.Ordinal);

    [Fact]
    public void The_core_of_a_resource_cannot_be_removed()
    {
        RefuseUser("", """{ "op": "remove", "path": "urn:ietf:params:scim:schemas:core:2.0:User" }""", "mutability");
    }

    [Fact]
    public void The_core_URN_with_an_object_means_the_resource_itself() =>
        User("", """{ "op": "replace", "path": "urn:ietf:params:scim:schemas:core:2.0:User", "value": { "title": "Chief" } }""", "\"title\": \"Chief\"");

    [Theory]
    [InlineData(FilterSample.Site + ":floor", "\"12\"", "12")]
    [InlineData(FilterSample.Site + ":floor", "12", "12")]
    [InlineData(FilterSample.Site + ":quota", "2.5", "2.5")]
    [InlineData(FilterSample.Site + ":remote", "\"True\"", "true")]
    [InlineData(FilterSample.Site + ":since", "\"2026-01-31T09:30:00Z\"", "\"2026-01-31T09:30:00Z\"")]
    [InlineData(FilterSample.Site + ":badges", "\"red\"", "[\"red\"]")]
    [InlineData(FilterSample.Site + ":badges", "[\"red\", \"blue\", \"red\", \"\"]", "[\"red\", \"blue\"]")]
    public void Values_of_own_attributes_are_read_as_their_type_says(string path, string sent, string stored)
    {
        var before = Wire.ReadUser("", FilterSample.Users);

        var after = Apply(before, FilterSample.Users, $$"""{ "op": "replace", "path": "{{path}}", "value": {{sent}} }""");

        Assert.Equal(Wire.Parse(stored), after[FilterSample.Site].AsObject![path[(path.LastIndexOf(':') + 1)..]]);
    }

    [Theory]
    [InlineData("floor", "\"12.5\"")]
    [InlineData("floor", "12.5")]
    [InlineData("quota", "\"much\"")]
    [InlineData("remote", "\"often\"")]
    [InlineData("since", "\"2026-01-31\"")]
    [InlineData("badges", "[5]")]
    public void Values_of_another_type_are_refused(string name, string sent)
    {
        var operation = $$"""{ "op": "add", "path": "{{FilterSample.Site}}:{{name}}", "value": {{sent}} }""";

        var refusal = Assert.Throws<ScimException>(() => Apply(Wire.ReadUser("", FilterSample.Users), FilterSample.Users, operation));

        Assert.Equal((400, "invalidValue"), (refusal.Status, refusal.ScimType));
        Assert.Contains($":{name}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_simple_values_are_added_once_and_removed_by_name()
    {
        var user = Apply(Wire.ReadUser("", FilterSample.Users), FilterSample.Users, $$"""
            { "op": "add", "path": "{{FilterSample.Site}}:badges", "value": ["red", "blue"] },
            { "op": "add", "path": "{{FilterSample.Site}}:badges", "value": ["blue", "green"] },
            { "op": "remove", "path": "{{FilterSample.Site}}:badges", "value": ["red"] }
            """);

        Assert.Equal(Wire.Parse("""["blue", "green"]"""), user[FilterSample.Site].AsObject!["badges"]);
    }
}
