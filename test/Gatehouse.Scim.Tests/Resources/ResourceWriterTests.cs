using System.Text.Json;

using CsCheck;

using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Tests.Resources;

public sealed class ResourceWriterTests
{
    [Fact]
    public void What_has_no_value_is_left_out_and_never_null()
    {
        var user = new ScimObject
        {
            ["userName"] = "ann",
            ["title"] = ScimValue.Null,
            ["name"] = new ScimObject { ["givenName"] = "Ann", ["familyName"] = ScimValue.Null },
            [StandardSchemas.EnterpriseUserId] = new ScimObject { ["department"] = ScimValue.Null },
        };

        Assert.Equal("""{"userName":"ann","name":{"givenName":"Ann"}}""", Write(user));
    }

    [Fact]
    public void What_the_schema_no_longer_declares_is_left_out()
    {
        var user = new ScimObject
        {
            ["userName"] = "ann",
            ["shoeSize"] = 44,
            ["name"] = new ScimObject { ["nick"] = "A" },
            ["urn:gone"] = new ScimObject { ["a"] = 1 },
            [StandardSchemas.EnterpriseUserId] = new ScimObject { ["floor"] = "3" },
        };

        Assert.Equal("""{"userName":"ann","name":{}}""", Write(user));
    }

    [Fact]
    public void Other_alphabets_are_written_as_they_are() =>
        Assert.Contains("Łódź 漢 <b>", Wire.Text(new ScimObject { ["displayName"] = "Łódź 漢 <b>" }), StringComparison.Ordinal);

    static readonly Gen<string> Names = Gen.String[Gen.Char['a', 'z'], 1, 8];

    static readonly Gen<ScimValue> Users =
        from userName in Names
        from displayName in Names.Null()
        from active in Gen.Bool
        from emails in Names.Array[0, 4]
        from department in Names.Null()
        select (ScimValue)new ScimObject
        {
            ["schemas"] = new ScimList { StandardSchemas.UserId },
            ["userName"] = userName,
            ["displayName"] = displayName,
            ["active"] = active,
            ["emails"] = new ScimList(emails.Select(static (value, i) =>
                (ScimValue)new ScimObject { ["value"] = value, ["type"] = "work", ["primary"] = i == 0 })),
            [StandardSchemas.EnterpriseUserId] = new ScimObject { ["department"] = department },
        };

    [Fact]
    public void A_user_that_is_read_and_written_and_read_again_is_the_same() =>
        Users.Sample(static body =>
        {
            var user = ResourceReader.Read(body, Wire.Users);
            return ResourceReader.Read(Wire.Parse(Write(user)), Wire.Users).Equals(user);
        }, iter: 1_000);

    [Fact]
    public void No_answer_holds_null() =>
        Users.Sample(static body =>
        {
            using var written = JsonDocument.Parse(Write(ResourceReader.Read(body, Wire.Users)));
            return !HoldsNull(written.RootElement);
        }, iter: 1_000);

    static bool HoldsNull(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.Array => element.EnumerateArray().Any(HoldsNull),
        JsonValueKind.Object => element.EnumerateObject().Any(static member => HoldsNull(member.Value)),
        _ => false,
    };

    static string Write(ScimObject user) => Wire.Write(json => ResourceWriter.Write(json, user, Wire.Users, Projection.Default));
}
