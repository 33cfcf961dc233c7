using System.Buffers;
using System.Text.Json;

using CsCheck;

using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Tests.Resources;

public sealed class ResourceCopierTests
{
    static readonly Gen<string> Texts = Gen.String[Gen.Char["ab\"\\/\u00e9漢\n<&'{}[]:,"], 1, 12];

    static readonly Gen<ScimObject> Users =
        from displayName in Texts.Null()
        from title in Texts.Null()
        from active in Gen.Bool
        from emails in Texts.Array[0, 3]
        from department in Texts.Null()
        from manager in Texts.Null()
        select ResourceReader.Read(new ScimObject
        {
            ["schemas"] = new ScimList { StandardSchemas.UserId },
            ["userName"] = "ann@contoso.example",
            ["displayName"] = displayName,
            ["title"] = title,
            ["active"] = active,
            ["name"] = new ScimObject { ["familyName"] = displayName, ["middleName"] = title },
            ["emails"] = new ScimList(emails.Select(static (value, i) => (ScimValue)new ScimObject { ["value"] = value, ["type"] = $"t{i}" })),
            [StandardSchemas.EnterpriseUserId] = new ScimObject { ["department"] = department, ["manager"] = manager },
        }, Wire.Users);

    static readonly Gen<Projection> Projections = Gen.OneOfConst(
        Projection.Default, Excluding("emails"), Excluding("title", "meta"), Excluding(Wire.Department), Excluding(StandardSchemas.EnterpriseUserId));

    static readonly Schema Contoso = new()
    {
        Id = "urn:ietf:params:scim:schemas:extension:contoso:2.0:User", Name = "Contoso", Description = "Of one organization",
        Attributes = [new() { Name = "badge", Description = "The badge." }],
    };

    [Fact]
    public void A_copy_says_what_the_writer_says() =>
        Gen.Select(Users, Projections).Sample(static (user, projection) =>
        {
            Assert.True(projection.IsWholesale);
            var written = Wire.Write(json => ResourceWriter.Write(json, user, Wire.Users, projection));
            return Wire.Parse(Copy(user, Wire.Users, projection)) == Wire.Parse(written);
        }, iter: 2_000);

    [Fact]
    public void What_a_narrower_schema_does_not_declare_is_left_out_together_with_its_urn()
    {
        var narrow = StandardSchemas.UserType(
            StandardSchemas.User.Select(static attribute =>
                attribute.Name is "userName" ? attribute
                : attribute.Name is "name" ? attribute.WithSubAttributes(static sub => sub.Name == "familyName")
                : null),
            Contoso);
        var user = Wire.ReadUser($$"""
            "title": "Engineer", "name": { "familyName": "Doe", "givenName": "Ann" },
            "{{StandardSchemas.EnterpriseUserId}}": { "department": "Tools" }
            """);

        Assert.Equal(
            $$$"""{"schemas":["{{{StandardSchemas.UserId}}}"],"userName":"ann@contoso.example","name":{"familyName":"Doe"}}""",
            Copy(user, narrow, Projection.Default));
    }

    [Fact]
    public void A_value_of_which_the_narrower_schema_leaves_nothing_is_not_written()
    {
        var narrow = StandardSchemas.UserType(
            StandardSchemas.User.Select(static attribute =>
                attribute.Name is "name" ? attribute.WithSubAttributes(static sub => sub.Name == "familyName") : attribute),
            Contoso);

        Assert.DoesNotContain("name\"", Copy(Wire.ReadUser("""  "name": { "givenName": "Ann" } """), narrow, Excluding("userName")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_server_knows_better_takes_the_place_of_the_stored_value()
    {
        var user = Wire.ReadUser($$""" "{{StandardSchemas.EnterpriseUserId}}": { "manager": "42", "department": "Tools" } """);
        var manager = new ScimObject { ["value"] = "42", ["displayName"] = "Mira" };

        var copy = Copy(user, Wire.Users, Projection.Default, new(StandardSchemas.EnterpriseUser, "manager", manager));

        Assert.Equal(manager, Wire.Parse(copy).AsObject![StandardSchemas.EnterpriseUserId].AsObject!["manager"].AsObject);
    }

    [Fact]
    public void A_projection_that_takes_values_apart_is_not_wholesale()
    {
        Assert.False(Excluding("name.givenName").IsWholesale);
        Assert.False(Projection.Of(["userName"], [], Wire.Users).IsWholesale);
    }

    [Fact]
    public void Copying_a_user_costs_at_most_256_bytes()
    {
        var document = Wire.Text(Wire.ReadUser(""" "title": "Engineer", "name": { "familyName": "Doe" }, "emails": [{ "value": "a@contoso.example" }] """));
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        using var writer = new Utf8JsonWriter(buffer, ScimJson.WriterOptions);

        AllocationTests.AssertAtMost(256, () =>
        {
            buffer.ResetWrittenCount();
            writer.Reset(buffer);
            writer.WriteStartObject();
            ResourceCopier.CopyMembers(writer, document, Wire.Users, Projection.Default);
            writer.WriteEndObject();
            writer.Flush();
        });
    }

    static Projection Excluding(params string[] names) => Projection.Of([], names, Wire.Users);

    static string Copy(ScimObject user, ResourceType type, Projection projection, ResourceCopier.Replacement? replacement = null) => Wire.Write(json =>
    {
        json.WriteStartObject();
        ResourceCopier.CopyMembers(json, Wire.Text(user), type, projection, replacement);
        json.WriteEndObject();
    });
}
