using Gatehouse.Scim.Patch;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;
using Gatehouse.Scim.Tests.Resources;

using static Gatehouse.Scim.Tests.Patch.Patching;

namespace Gatehouse.Scim.Tests.Patch;

/// <summary>What PATCH refuses, and that it then changes nothing (RFC 7644 §3.5.2, §3.12).</summary>
public sealed class PatchRefusalTests
{
    [Theory]
    [InlineData("""{ "op": "remove", "path": "userName" }""", "mutability")]
    [InlineData("""{ "op": "Remove", "path": "urn:ietf:params:scim:schemas:core:2.0:User:USERNAME" }""", "mutability")]
    [InlineData("""{ "op": "replace", "path": "userName", "value": "" }""", "invalidValue")]
    [InlineData("""{ "op": "replace", "path": "userName", "value": null }""", "invalidValue")]
    [InlineData("""{ "op": "replace", "path": "userName", "value": [] }""", "invalidValue")]
    [InlineData("""{ "op": "replace", "value": { "userName": "" } }""", "invalidValue")]
    [InlineData("""{ "op": "remove", "path": "userName" }, { "op": "add", "path": "userName", "value": "ann" }""", "mutability")]
    public void What_is_required_cannot_be_cleared(string operations, string scimType) =>
        Assert.Contains("'userName' is required", RefuseUser("", operations, scimType).Message, StringComparison.Ordinal);

    [Fact]
    public void The_name_of_a_group_is_required_too()
    {
        var refusal = Assert.Throws<ScimException>(() => Apply(Wire.ReadGroup(""), Wire.Groups, """{ "op": "remove", "path": "displayName" }"""));

        Assert.Equal((400, "mutability"), (refusal.Status, refusal.ScimType));
    }

    [Theory]
    [InlineData("""{ "op": "replace", "path": "id", "value": "another" }""", "id")]
    [InlineData("""{ "op": "remove", "path": "id" }""", "id")]
    [InlineData("""{ "op": "replace", "path": "meta.created", "value": "2026-01-01T00:00:00Z" }""", "meta.created")]
    [InlineData("""{ "op": "add", "path": "meta", "value": { "version": "1" } }""", "meta")]
    [InlineData("""{ "op": "remove", "path": "meta" }""", "meta")]
    [InlineData("""{ "op": "add", "path": "groups", "value": [{ "value": "g" }] }""", "groups")]
    [InlineData("""{ "op": "remove", "path": "groups[value eq \"g\"]" }""", "groups")]
    [InlineData("""{ "op": "replace", "path": "groups.display", "value": "x" }""", "groups.display")]
    [InlineData("""{ "op": "replace", "path": "manager.displayName", "value": "Bea" }""", $"{Enterprise}:manager.displayName")]
    [InlineData($$"""{ "op": "add", "path": "{{Enterprise}}:manager.$ref", "value": "../Users/1" }""", $"{Enterprise}:manager.$ref")]
    public void What_only_the_server_writes_is_refused_by_path(string operation, string path) =>
        Assert.Contains($"'{path}' is read-only", RefuseUser("", operation, "mutability").Message, StringComparison.Ordinal);

    [Fact]
    public void The_id_that_the_resource_has_may_be_repeated() =>
        User("", $$"""{ "op": "replace", "path": "id", "value": "{{Id}}" }, { "op": "add", "path": "title", "value": "x" }""", "\"title\": \"x\"");

    [Theory]
    [InlineData("""{ "op": "add", "path": "BADGE", "value": "7" }""", true)]
    [InlineData("""{ "op": "replace", "path": "BADGE", "value": "7" }""", true)]
    [InlineData("""{ "op": "replace", "value": { "BADGE": "7" } }""", true)]
    [InlineData("""{ "op": "add", "path": "BADGE", "value": "" }""", true)]
    [InlineData("""{ "op": "replace", "path": "BADGE", "value": "8" }""", false)]
    [InlineData("""{ "op": "add", "path": "BADGE", "value": "8" }""", false)]
    [InlineData("""{ "op": "replace", "path": "BADGE", "value": "" }""", false)]
    [InlineData("""{ "op": "remove", "path": "BADGE" }""", false)]
    [InlineData("""{ "op": "remove", "path": "urn:ietf:params:scim:schemas:extension:door:2.0:User" }""", false)]
    public void An_immutable_value_is_set_once(string operation, bool isAllowed)
    {
        const string Door = "urn:ietf:params:scim:schemas:extension:door:2.0:User";
        var badge = new SchemaAttribute { Name = "badge", Mutability = Mutability.Immutable, Description = "A badge." };
        var type = StandardSchemas.UserType(null, new Schema { Id = Door, Name = "Door", Description = "Door.", Attributes = [badge] });
        var operations = operation.Replace("BADGE", $"{Door}:badge", StringComparison.Ordinal);

        var first = Apply(Wire.ReadUser("", type), type, $$"""{ "op": "add", "path": "{{Door}}:badge", "value": "7" }""");

        Assert.Equal("7", first[Door].AsObject!["badge"].AsText);
        if (isAllowed)
        {
            Assert.Equal(first, Apply(first, type, operations));
            return;
        }

        var refusal = Assert.Throws<ScimException>(() => Apply(first, type, operations));
        Assert.Equal((400, "mutability"), (refusal.Status, refusal.ScimType));
        Assert.Contains($"'{Door}:badge' has a value, which cannot be changed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_unknown_name_is_told_at_once_with_the_nearest_known_one()
    {
        var refusal = RefuseUser("", $$"""
            { "op": "add", "path": "favouriteColour", "value": "red" },
            { "op": "replace", "path": "dispalyName", "value": "Ann" },
            { "op": "remove", "path": "name.givenNam" },
            { "op": "replace", "path": "emails[type eq \"work\"].vale", "value": "x" },
            { "op": "replace", "path": "emails[typ eq \"work\"].value", "value": "x" },
            { "op": "add", "path": "{{Enterprise}}:departmnt", "value": "x" },
            { "op": "add", "path": "urn:unknown:2.0:User:floor", "value": "x" },
            { "op": "add", "value": {
                "titel": "x", "name.nick": "x", "name": { "famlyName": "x" }, "emails": [{ "verified": true }],
                "{{Enterprise}}": { "floor": 5 }, "urn:other:2.0:User": { "a": 1 } } },
            { "op": "replace", "path": "title", "value": "fine" }
            """, "invalidPath");

        Assert.Equal(
            [
                ("favouriteColour", null),
                ("dispalyName", "displayName"),
                ("name.givenNam", "givenName"),
                ("emails.vale", "value"),
                ("typ", "type"),
                ($"{Enterprise}:departmnt", $"{Enterprise}:department"),
                ("urn:unknown:2.0:User:floor", null),
                ("titel", "title"),
                ("name.nick", null),
                ("name.famlyName", "familyName"),
                ("emails.verified", null),
                ($"{Enterprise}:floor", null),
                ("urn:other:2.0:User", (string?)null),
            ],
            refusal.Findings.Select(static finding => (finding.Path, finding.Suggestion)));
        Assert.All(refusal.Findings, finding => Assert.Contains($"'{finding.Path}'", refusal.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("red", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_values_of_all_operations_are_told_together()
    {
        var refusal = RefuseUser("", """
            { "op": "add", "path": "active", "value": "maybe" },
            { "op": "add", "path": "emails[type eq \"work\"].primary", "value": "no" },
            { "op": "add", "value": { "title": 5 } }
            """, "invalidValue");

        Assert.Equal(["active", "emails.primary", "title"], refusal.Findings.Select(static finding => finding.Path));
        Assert.DoesNotContain("maybe", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/title", "invalidPath")]
    [InlineData("emails[0].value", "invalidPath")]
    [InlineData("emails[]", "invalidPath")]
    [InlineData("", "invalidPath")]
    [InlineData("title eq \\\"x\\\"", "invalidPath")]
    [InlineData("title[value eq \\\"x\\\"]", "invalidPath")]
    [InlineData("emails[primary gt true].value", "invalidPath")]
    [InlineData("emails[primary eq \\\"often\\\"].value", "invalidPath")]
    [InlineData("title.value", "invalidPath")]
    [InlineData("$.title", "invalidPath")]
    [InlineData("password", "invalidPath")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:department", "invalidPath")]
    public void A_path_that_cannot_be_read_or_bound_is_refused(string path, string scimType) =>
        RefuseUser("", $$"""{ "op": "replace", "path": "{{path}}", "value": "x" }""", scimType);

    [Theory]
    [InlineData("""{ "op": "replace", "path": "emails[value sw \"z\"].display", "value": "x" }""")]
    [InlineData("""{ "op": "remove", "path": "userName" }""")]
    [InlineData("""{ "op": "replace", "path": "id", "value": "another" }""")]
    [InlineData("""{ "op": "add", "path": "favouriteColour", "value": "red" }""")]
    [InlineData("""{ "op": "replace", "path": "active", "value": "maybe" }""")]
    [InlineData("""{ "op": "move", "path": "title" }""")]
    [InlineData("""{ "op": "add", "path": "title" }""")]
    public void One_bad_operation_among_good_ones_leaves_everything_as_it_was(string bad)
    {
        const string Good = """
            { "op": "replace", "path": "title", "value": "Chief" },
            { "op": "add", "path": "emails", "value": [{ "value": "new@x", "primary": true }] },
            { "op": "remove", "path": "name.givenName" },
            { "op": "replace", "path": "emails[type eq \"work\"].value", "value": "changed@x" }
            """;
        const string Members = """ "title": "Clerk", "name": { "givenName": "Ann" }, "emails": [{ "value": "a@x", "type": "work", "primary": true }] """;
        var user = Wire.ReadUser(Members);

        foreach (var operations in new[] { $"{Good}, {bad}", $"{bad}, {Good}" })
            Assert.Throws<ScimException>(() => Apply(user, Wire.Users, operations));

        Assert.Equal(Wire.ReadUser(Members), user);
        Assert.NotEqual(user, Apply(user, Wire.Users, Good));
    }

    [Fact]
    public void Operations_share_nothing_with_the_resource_they_changed()
    {
        var operations = PatchResolver.Resolve(PatchRequest.Read(Message("""
            { "op": "add", "path": "emails", "value": [{ "value": "a@x", "type": "work" }] },
            { "op": "replace", "path": "emails[type eq \"work\"].value", "value": "b@x" },
            { "op": "add", "path": "manager", "value": { "value": "m1" } },
            { "op": "replace", "path": "manager.value", "value": "m2" }
            """)), Wire.Users, Id);
        var (first, second) = (Wire.ReadUser(""), Wire.ReadUser(""));

        PatchApplier.Apply(operations, Wire.Users, first);
        first["emails"].AsList![0].AsObject!["value"] = "c@x";
        first[Enterprise].AsObject!["manager"].AsObject!["value"] = "m3";
        PatchApplier.Apply(operations, Wire.Users, second);

        Assert.Equal("b@x", second["emails"].AsList![0].AsObject!["value"].AsText);
        Assert.Equal(new ScimObject { ["value"] = "m2" }, second[Enterprise].AsObject!["manager"].AsObject);
    }
}
