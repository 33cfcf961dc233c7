using System.Buffers;
using System.Text;
using System.Text.Json;

using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Tests.Resources;

/// <summary>What the hot paths cost in bytes, which unlike time does not depend on the machine.</summary>
public sealed class AllocationTests
{
    // What Entra sends to create a user with its default mapping.
    static readonly byte[] Create = Encoding.UTF8.GetBytes($$"""
        {
          "schemas": ["{{StandardSchemas.UserId}}", "{{StandardSchemas.EnterpriseUserId}}"],
          "externalId": "jane.doe", "userName": "jane.doe@contoso.example", "active": true, "displayName": "Jane Doe",
          "title": "Engineer", "preferredLanguage": "en-US",
          "name": { "formatted": "Jane Doe", "familyName": "Doe", "givenName": "Jane" },
          "emails": [{ "primary": true, "type": "work", "value": "jane.doe@contoso.example" }],
          "addresses": [{ "type": "work", "streetAddress": "Street 1", "locality": "Town", "region": "R", "postalCode": "12345", "country": "DE" }],
          "phoneNumbers": [{ "type": "work", "value": "+49 1" }, { "type": "mobile", "value": "+49 2" }],
          "meta": { "resourceType": "User" },
          "{{StandardSchemas.EnterpriseUserId}}": { "employeeNumber": "1", "department": "Tools", "manager": "0197" }
        }
        """);

    [Fact]
    public void Parsing_a_create_costs_at_most_6_KB() => AssertAtMost(6 * 1024, static () => ScimJson.Parse(Create));

    [Fact]
    public void Checking_a_parsed_create_against_the_schema_costs_at_most_8_KB()
    {
        var message = ScimJson.Parse(Create);

        AssertAtMost(8 * 1024, () => ResourceReader.Read(message, Wire.Users));
    }

    [Fact]
    public void Writing_a_user_costs_at_most_256_bytes_however_many_values_it_has()
    {
        var user = ResourceReader.Read(ScimJson.Parse(Create), Wire.Users);
        var emails = user["emails"].AsList!;
        for (var i = 0; i < 500; i++)
            emails.Add(new ScimObject { ["value"] = $"jane{i}@contoso.example", ["type"] = "other" });
        var buffer = new ArrayBufferWriter<byte>(256 * 1024);
        using var writer = new Utf8JsonWriter(buffer, ScimJson.WriterOptions);

        AssertAtMost(256, () =>
        {
            buffer.ResetWrittenCount();
            writer.Reset(buffer);
            ResourceWriter.Write(writer, user, Wire.Users, Projection.Default);
            writer.Flush();
        });
    }

    [Fact]
    public void A_refused_nesting_bomb_costs_less_than_it_weighs()
    {
        var bomb = Encoding.UTF8.GetBytes(new string('[', 1_000_000));

        AssertAtMost(16 * 1024, () => Assert.Throws<ScimException>(() => ScimJson.Parse(bomb)));
    }

    internal static void AssertAtMost(long bytes, Action act)
    {
        // The first runs pay for code and caches.
        for (var i = 0; i < 20; i++)
            act();

        const int Runs = 50;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Runs; i++)
            act();
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Runs;

        Assert.True(each <= bytes, $"{each} bytes were allocated, {bytes} are allowed.");
    }
}
