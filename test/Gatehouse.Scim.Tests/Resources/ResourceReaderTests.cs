using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Tests.Resources;

public sealed class ResourceReaderTests
{
    const string Enterprise = StandardSchemas.EnterpriseUserId;

    [Fact]
    public void Every_unknown_name_is_told_at_once_with_the_nearest_known_one()
    {
        var refusal = Wire.RefuseUser($$"""
            "favouriteColour": "red",
            "dispalyName": "Ann",
            "department": "Tools",
            "name": { "givenNam": "Ann" },
            "emails": [{ "value": "a@b", "verified": true }],
            "{{Enterprise}}": { "departmnt": "Tools" },
            "urn:ietf:params:scim:schemas:extension:other:2.0:User": { "floor": "3" }
            """);

        Assert.Equal((400, "invalidSyntax"), (refusal.Status, refusal.ScimType));
        Assert.Equal(
            [
                ("favouriteColour", null),
                ("dispalyName", "displayName"),
                ("department", Wire.Department),
                ("name.givenNam", "givenName"),
                ("emails.verified", null),
                ($"{Enterprise}:departmnt", "department"),
                ("urn:ietf:params:scim:schemas:extension:other:2.0:User", (string?)null),
            ],
            refusal.Findings.Select(static finding => (finding.Path, finding.Suggestion == Enterprise ? null : finding.Suggestion)));
        Assert.All(refusal.Findings, finding => Assert.Contains($"'{finding.Path}'", refusal.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("red", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"usrName\": \"x\"", "usrName", "userName")]
    [InlineData("\"departmnt\": \"x\"", "departmnt", Wire.Department)]
    [InlineData("\"manager\": \"x\"", "manager", Enterprise + ":manager")]
    [InlineData("\"urn:ietf:params:scim:schemas:extension:enterprise:User\": { \"department\": \"x\" }",
        "urn:ietf:params:scim:schemas:extension:enterprise:User", Enterprise)]
    [InlineData("\"urn:unknown\": \"x\"", "urn:unknown", null)]
    [InlineData("\"" + Wire.Department + "\": \"x\"", Wire.Department, Enterprise)]
    [InlineData("\"name.givenName\": \"x\"", "name.givenName", null)]
    [InlineData("\"addresses\": [{ \"postCode\": \"1\" }]", "addresses.postCode", "postalCode")]
    [InlineData("\"roles\": [{ \"displyName\": \"x\" }]", "roles.displyName", null)]
    [InlineData("\"emails\": [{ \"displayName\": \"x\" }]", "emails.displayName", null)]
    public void A_name_that_the_schema_lacks_is_refused_wherever_it_stands(string member, string path, string? suggestion)
    {
        var refusal = Wire.RefuseUser(member);

        Assert.Equal((400, "invalidSyntax"), (refusal.Status, refusal.ScimType));
        var finding = Assert.Single(refusal.Findings);
        Assert.Equal((ScimFindingKind.Unknown, path, suggestion), (finding.Kind, finding.Path, finding.Suggestion));
    }

    [Theory]
    [InlineData("\"Tools\"")]
    [InlineData("5")]
    [InlineData("""[{ "department": "Tools" }]""")]
    public void An_extension_is_an_object_of_its_attributes(string value)
    {
        var refusal = Wire.RefuseUser($"\"{Enterprise}\": {value}");

        Assert.Equal((400, "invalidValue"), (refusal.Status, refusal.ScimType));
        Assert.Contains($"'{Enterprise}' must be an object", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_required_and_wrong_is_told_once()
    {
        var refusal = Assert.Throws<ScimException>(() => Read($$"""{ "schemas": ["{{StandardSchemas.UserId}}"], "userName": 5 }"""));

        Assert.Equal(ScimFindingKind.WrongType, Assert.Single(refusal.Findings).Kind);
    }

    [Fact]
    public void A_password_is_thrown_away_for_users_and_unknown_elsewhere()
    {
        Assert.Equal(["schemas", "userName", "title"], Wire.ReadUser(""" "PASSWORD": "hunter2", "title": "Clerk" """).Select(static member => member.Key));

        foreach (var refusal in new[]
        {
            Assert.Throws<ScimException>(() => Wire.ReadGroup("\"password\": \"hunter2\"")),
            Wire.RefuseUser($$"""
                "{{Enterprise}}": { "password": "hunter2" }
                """),
        })
        {
            Assert.Equal(ScimFindingKind.Unknown, Assert.Single(refusal.Findings).Kind);
            Assert.DoesNotContain("hunter2", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_group_has_the_attributes_of_groups_alone()
    {
        var refusal = Assert.Throws<ScimException>(() => Wire.ReadGroup("""
            "externalId": "G-1", "members": ["u1", { "value": "u2", "email": "x" }], "userName": "ann", "emails": ["a@b"]
            """));

        Assert.Equal(["members.email", "userName", "emails"], refusal.Findings.Select(static finding => finding.Path));
        Assert.Equal(2, Wire.ReadGroup(""" "externalId": "G-1", "members": ["u1", { "value": "u2" }, "u1"] """)["members"].AsList!.Count);
    }

    [Fact]
    public void Reading_leaves_the_message_as_it_was()
    {
        var message = Wire.Parse($$"""
            { "schemas": ["{{StandardSchemas.UserId}}"], "USERNAME": "ann", "active": "True", "emails": "a@b", "roles": [{ "value": "r", "displayName": "R" }] }
            """);
        var before = Wire.Text(message);

        var user = ResourceReader.Read(message, Wire.Users);
        user["emails"].AsList!.Clear();

        Assert.Equal(before, Wire.Text(message));
    }

    [Fact]
    public void Faults_of_all_kinds_are_told_together()
    {
        var refusal = Assert.Throws<ScimException>(() => Read($$"""
            { "schemas": ["{{StandardSchemas.UserId}}"], "active": "maybe", "colour": "red" }
            """));

        Assert.Equal(
            [("active", ScimFindingKind.WrongType), ("colour", ScimFindingKind.Unknown), ("userName", ScimFindingKind.Missing)],
            refusal.Findings.Select(static finding => (finding.Path, finding.Kind)));
    }

    [Fact]
    public void A_refusal_of_a_thousand_names_stays_readable()
    {
        var refusal = Wire.RefuseUser(string.Join(',', Enumerable.Range(0, 900).Select(static i => $"\"unknown{i}\": 1")));

        Assert.Equal(900, refusal.Findings.Count);
        Assert.InRange(refusal.Message.Length, 1, 10_000);
        Assert.Contains("850 more", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "schemas": ["URN"] }""")]
    [InlineData("""{ "schemas": ["URN"], "userName": "" }""")]
    [InlineData("""{ "schemas": ["URN"], "userName": null }""")]
    [InlineData("""{ "schemas": ["URN"], "userName": [] }""")]
    public void A_user_needs_a_name(string body)
    {
        var refusal = Assert.Throws<ScimException>(() => Read(body.Replace("URN", StandardSchemas.UserId, StringComparison.Ordinal)));

        Assert.Equal((400, "invalidValue"), (refusal.Status, refusal.ScimType));
        Assert.Contains("'userName'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "userName": "a" }""")]
    [InlineData("""{ "schemas": [], "userName": "a" }""")]
    [InlineData("""{ "schemas": null, "userName": "a" }""")]
    [InlineData("""{ "schemas": "urn:ietf:params:scim:schemas:core:2.0:User", "userName": "a" }""")]
    [InlineData("""{ "schemas": [5], "userName": "a" }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", 5], "userName": "a" }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "userName": "a" }""")]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    [InlineData("""5""")]
    public void The_schemas_must_hold_the_URN_of_the_type(string body)
    {
        var refusal = Assert.Throws<ScimException>(() => Read(body));

        Assert.Equal((400, "invalidSyntax"), (refusal.Status, refusal.ScimType));
    }

    [Fact]
    public void The_schemas_are_a_hint_and_answers_list_what_has_values()
    {
        var user = Read($$"""
            {
              "{{Enterprise.ToUpperInvariant()}}": { "DEPARTMENT": "Tools" },
              "schemas": ["urn:unknown", "{{StandardSchemas.GroupId}}", "{{StandardSchemas.UserId.ToUpperInvariant()}}"],
              "USERNAME": "ann", "Name": { "GIVENNAME": "Ann" }
            }
            """);

        Assert.Equal(
            Wire.Parse($$"""{ "schemas": ["{{StandardSchemas.UserId}}", "{{Enterprise}}"], "userName": "ann", "name": { "givenName": "Ann" }, "{{Enterprise}}": { "department": "Tools" } }"""),
            user);
    }

    [Fact]
    public void An_extension_without_values_is_not_listed() =>
        Assert.Equal(
            [(ScimValue)StandardSchemas.UserId], Wire.ReadUser($$"""
                "{{Enterprise}}": { "department": null, "manager": { "value": "" } }
                """)["schemas"].AsList!);

    [Fact]
    public void What_only_the_server_writes_is_ignored_whatever_it_holds()
    {
        var user = Wire.ReadUser("""
            "id": 5, "meta": "nonsense", "groups": [{ "value": "g", "colour": "red" }], "password": { "a": 1 }
            """);

        Assert.Equal(["schemas", "userName"], user.Select(static member => member.Key));
    }

    [Fact]
    public void An_immutable_value_stays_as_it_is()
    {
        var badge = new SchemaAttribute { Name = "badge", Mutability = Mutability.Immutable, Description = "A badge." };
        var extension = new Schema { Id = "urn:ietf:params:scim:schemas:extension:site:2.0:User", Name = "Site", Description = "Site.", Attributes = [badge] };
        var type = StandardSchemas.UserType(null, extension);
        var without = new ScimObject { ["userName"] = "ann" };
        var first = new ScimObject { ["userName"] = "ann", [extension.Id] = new ScimObject { ["badge"] = "1" } };
        var other = new ScimObject { ["userName"] = "ann", [extension.Id] = new ScimObject { ["badge"] = "2" } };

        ResourceReader.RefuseChangedImmutables(without, first, type);
        ResourceReader.RefuseChangedImmutables(first, first.Clone(), type);
        foreach (var after in new[] { other, without })
        {
            var refusal = Assert.Throws<ScimException>(() => ResourceReader.RefuseChangedImmutables(first, after, type));
            Assert.Equal("mutability", refusal.ScimType);
            Assert.Contains($"{extension.Id}:badge", refusal.Message, StringComparison.Ordinal);
        }
    }

    static ScimObject Read(string body) => ResourceReader.Read(Wire.Parse(body), Wire.Users);
}
