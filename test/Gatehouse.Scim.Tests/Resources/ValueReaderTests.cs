using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Tests.Resources;

/// <summary>What is read more generously than RFC 7643 asks (rules R36 to R40, R86 and R98), and what is not.</summary>
public sealed class ValueReaderTests
{
    const string Enterprise = "\"" + StandardSchemas.EnterpriseUserId + "\"";

    [Theory]
    // Null and empty members are dropped before their names are looked at.
    [InlineData("\"title\": null", "title", "")]
    [InlineData("\"title\": \"\"", "title", "")]
    [InlineData("\"emails\": []", "emails", "")]
    [InlineData("\"name\": {}", "name", "")]
    [InlineData("\"name\": { \"givenName\": \"\", \"familyName\": null }", "name", "")]
    [InlineData("\"emails\": [null, {}, { \"value\": \"\" }]", "emails", "")]
    [InlineData("\"favouriteColour\": null", "favouriteColour", "")]
    [InlineData("\"name\": { \"nick\": null, \"givenName\": \"Ann\" }", "name", """{"givenName":"Ann"}""")]
    // Booleans as text.
    [InlineData("\"active\": \"True\"", "active", "true")]
    [InlineData("\"active\": \"false\"", "active", "false")]
    [InlineData("\"active\": \"FALSE\"", "active", "false")]
    [InlineData("\"active\": true", "active", "true")]
    [InlineData("\"emails\": [{ \"value\": \"a@b\", \"primary\": \"tRuE\" }]", "emails", """[{"value":"a@b","primary":true}]""")]
    // Text for a complex value, one object for a list, a list of one for a single value.
    [InlineData("\"emails\": \"a@b\"", "emails", """[{"value":"a@b"}]""")]
    [InlineData("\"emails\": [\"a@b\", { \"value\": \"c@d\" }]", "emails", """[{"value":"a@b"},{"value":"c@d"}]""")]
    [InlineData("\"emails\": { \"value\": \"a@b\" }", "emails", """[{"value":"a@b"}]""")]
    [InlineData("\"title\": [\"Clerk\"]", "title", "\"Clerk\"")]
    [InlineData("\"name\": [{ \"givenName\": \"Ann\" }]", "name", """{"givenName":"Ann"}""")]
    [InlineData("\"active\": [\"True\"]", "active", "true")]
    // Roles as Entra sends them.
    [InlineData("\"roles\": [{ \"value\": \"Admin\", \"displayName\": \"Administrator\" }]", "roles", """[{"value":"Admin","display":"Administrator"}]""")]
    [InlineData("\"roles\": [{ \"value\": \"{\\\"id\\\":\\\"1\\\",\\\"value\\\":\\\"Admin\\\",\\\"displayName\\\":\\\"A\\\"}\" }]", "roles", """[{"value":"Admin","display":"A"}]""")]
    [InlineData("\"roles\": [\"{\\\"value\\\":\\\"Admin\\\"}\"]", "roles", """[{"value":"Admin"}]""")]
    [InlineData("\"roles\": [{ \"value\": \"{not json\" }]", "roles", """[{"value":"{not json"}]""")]
    // The same value twice is one value; other types are other values.
    [InlineData("\"emails\": [{ \"type\": \"work\", \"value\": \"a@b\" }, { \"value\": \"a@b\", \"type\": \"work\" }]", "emails", """[{"type":"work","value":"a@b"}]""")]
    [InlineData("\"emails\": [{ \"type\": \"work\", \"value\": \"a@b\" }, { \"type\": \"home\", \"value\": \"a@b\" }]", "emails", """[{"type":"work","value":"a@b"},{"type":"home","value":"a@b"}]""")]
    // Kept exactly as sent, whatever it looks like.
    [InlineData("\"profileUrl\": \"QHXUEEQ\"", "profileUrl", "\"QHXUEEQ\"")]
    [InlineData("\"phoneNumbers\": [{ \"type\": \"school\", \"value\": \" 0(55) 5-5 \" }]", "phoneNumbers", """[{"type":"school","value":" 0(55) 5-5 "}]""")]
    [InlineData("\"x509Certificates\": [{ \"value\": \"QUI\" }]", "x509Certificates", """[{"value":"QUI"}]""")]
    public void A_value_is_read_as_it_was_meant(string member, string attribute, string expected)
    {
        var value = Wire.ReadUser(member)[attribute];

        Assert.Equal(expected.Length == 0 ? default : Wire.Parse(expected), value);
    }

    [Theory]
    [InlineData("{ \"manager\": \"m1\" }", """{"manager":{"value":"m1"}}""")]
    [InlineData("{ \"manager\": { \"value\": \"m1\", \"displayName\": \"Bea\", \"$ref\": \"../Users/m1\" } }", """{"manager":{"value":"m1"}}""")]
    [InlineData("{ \"manager\": [{ \"VALUE\": \"m1\" }] }", """{"manager":{"value":"m1"}}""")]
    [InlineData("{ \"manager\": \"\", \"department\": \"Tools\" }", """{"department":"Tools"}""")]
    [InlineData("{ \"manager\": { \"value\": \"\" }, \"department\": \"Tools\" }", """{"department":"Tools"}""")]
    public void A_manager_is_read_in_all_forms_that_clients_send(string extension, string expected) =>
        Assert.Equal(Wire.Parse(expected), Wire.ReadUser($"{Enterprise}: {extension}")[StandardSchemas.EnterpriseUserId]);

    [Theory]
    [InlineData("\"active\": \"maybe\"", "active")]
    [InlineData("\"active\": 1", "active")]
    [InlineData("\"active\": \"1\"", "active")]
    [InlineData("\"displayName\": {\"a\": 1}", "displayName")]
    [InlineData("\"displayName\": [\"a\", \"b\"]", "displayName")]
    [InlineData("\"displayName\": true", "displayName")]
    [InlineData("\"name\": \"Ann\"", "name")]
    [InlineData("\"name\": [{ \"givenName\": \"A\" }, { \"givenName\": \"B\" }]", "name")]
    [InlineData("\"addresses\": [\"Street 1\"]", "addresses")]
    [InlineData("\"emails\": [{ \"value\": 5 }]", "emails.value")]
    [InlineData("\"emails\": [[\"a\", \"b\"]]", "emails")]
    [InlineData("\"x509Certificates\": [{ \"value\": \"***\" }]", "x509Certificates.value")]
    [InlineData("\"emails\": [{ \"value\": \"a\", \"primary\": true }, { \"value\": \"b\", \"primary\": \"True\" }]", "emails")]
    [InlineData("\"externalId\": 5", "externalId")]
    public void A_value_of_the_wrong_type_is_refused_by_name_and_without_its_text(string member, string path)
    {
        var refusal = Wire.RefuseUser(member);

        Assert.Equal((400, "invalidValue"), (refusal.Status, refusal.ScimType));
        Assert.Equal([path], refusal.Findings.Select(static finding => finding.Path));
        Assert.Contains($"'{path}'", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("maybe", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("***", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_with_one_primary_value_is_fine() =>
        Assert.Equal(3, Wire.ReadUser("\"emails\": [{ \"value\": \"a\", \"primary\": true }, { \"value\": \"b\", \"primary\": false }, \"c\"]")["emails"].AsList!.Count);
}
