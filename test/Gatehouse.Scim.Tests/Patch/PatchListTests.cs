using static Gatehouse.Scim.Tests.Patch.Patching;

namespace Gatehouse.Scim.Tests.Patch;

/// <summary>Multi-valued attributes as a whole (RFC 7644 §3.5.2.1 to §3.5.2.3): add extends, replace sets, remove takes away.</summary>
public sealed class PatchListTests
{
    const string Work = """{ "value": "a@work", "type": "work", "primary": true }""";
    const string Home = """{ "value": "a@home", "type": "home" }""";
    const string Emails = $""" "emails": [{Work}, {Home}] """;

    [Theory]
    [InlineData("""{ "op": "add", "path": "emails", "value": [{ "value": "a@new", "type": "other" }] }""")]
    [InlineData("""{ "op": "Add", "path": "EMAILS", "value": { "Value": "a@new", "TYPE": "other" } }""")]
    [InlineData("""{ "op": "add", "path": "urn:ietf:params:scim:schemas:core:2.0:User:emails", "value": [{ "value": "a@new", "type": "other" }] }""")]
    [InlineData("""{ "op": "add", "value": { "emails": [{ "value": "a@new", "type": "other" }] } }""")]
    [InlineData("""{ "op": "add", "path": "emails", "value": [{ "value": "a@home", "type": "home" }, { "value": "a@new", "type": "other" }, null, {}] }""")]
    [InlineData("""{ "op": "add", "path": "emails", "value": [{ "value": "a@new", "type": "other" }, { "value": "a@new", "type": "other" }] }""")]
    public void Add_appends_what_is_not_there(string operation) =>
        User(Emails, operation, $$""" "emails": [{{Work}}, {{Home}}, { "value": "a@new", "type": "other" }] """);

    [Theory]
    [InlineData("""{ "op": "add", "path": "emails", "value": [{ "type": "home", "value": "a@home" }] }""")]
    [InlineData("""{ "op": "add", "path": "emails", "value": "a@home" }""")]
    [InlineData("""{ "op": "add", "path": "emails", "value": ["a@work", "a@home"] }""")]
    [InlineData("""{ "op": "add", "path": "emails", "value": [{ "value": "a@work", "type": "work" }] }""")]
    [InlineData("""{ "op": "add", "path": "emails", "value": [] }""")]
    [InlineData("""{ "op": "add", "path": "emails", "value": null }""")]
    public void Add_of_what_is_there_changes_nothing(string operation) => User(Emails, operation, Emails);

    [Theory]
    [InlineData("""[{ "value": "a@home", "type": "home", "display": "At home" }]""")]
    [InlineData("""[{ "value": "a@home", "display": "At home" }]""")]
    public void Further_parts_of_a_value_that_is_there_are_merged_into_it(string added) => User(
        Emails, $$"""{ "op": "add", "path": "emails", "value": {{added}} }""",
        $$""" "emails": [{{Work}}, { "value": "a@home", "type": "home", "display": "At home" }] """);

    [Fact]
    public void The_same_value_of_another_type_is_another_value() => User(
        Emails, """{ "op": "add", "path": "emails", "value": [{ "value": "a@home", "type": "other" }] }""",
        $$""" "emails": [{{Work}}, {{Home}}, { "value": "a@home", "type": "other" }] """);

    [Fact]
    public void A_type_is_given_to_a_value_that_had_none() => User(
        """ "emails": [{ "value": "a@x" }] """, """{ "op": "add", "path": "emails", "value": [{ "value": "a@x", "type": "work" }] }""",
        """ "emails": [{ "value": "a@x", "type": "work" }] """);

    [Fact]
    public void Of_two_values_the_one_of_the_same_type_is_meant() => User(
        """ "emails": [{ "value": "a@x" }, { "value": "a@x", "type": "work" }] """,
        """{ "op": "add", "path": "emails", "value": [{ "value": "a@x", "type": "work", "display": "A" }] }""",
        """ "emails": [{ "value": "a@x" }, { "value": "a@x", "type": "work", "display": "A" }] """);

    [Fact]
    public void Values_without_a_value_are_the_same_when_all_parts_are() => User(
        """ "addresses": [{ "locality": "Lund", "type": "work" }] """,
        """{ "op": "add", "path": "addresses", "value": [{ "type": "work", "locality": "Lund" }, { "locality": "Lund", "type": "home" }] }""",
        """ "addresses": [{ "locality": "Lund", "type": "work" }, { "locality": "Lund", "type": "home" }] """);

    [Theory]
    [InlineData("""{ "op": "replace", "path": "emails", "value": [{ "value": "a@new" }] }""")]
    [InlineData("""{ "op": "replace", "path": "emails", "value": { "value": "a@new" } }""")]
    [InlineData("""{ "op": "replace", "path": "emails", "value": "a@new" }""")]
    [InlineData("""{ "op": "replace", "value": { "emails": ["a@new"] } }""")]
    [InlineData("""{ "op": "remove", "path": "emails" }, { "op": "add", "path": "emails", "value": ["a@new"] }""")]
    public void Replace_leaves_only_what_is_given(string operations) => User(Emails, operations, """ "emails": [{ "value": "a@new" }] """);

    [Theory]
    [InlineData("""{ "op": "replace", "path": "emails", "value": [] }""")]
    [InlineData("""{ "op": "replace", "path": "emails", "value": null }""")]
    [InlineData("""{ "op": "replace", "path": "emails", "value": "" }""")]
    [InlineData("""{ "op": "replace", "path": "emails", "value": [{ "value": "" }] }""")]
    [InlineData("""{ "op": "replace", "value": { "emails": [] } }""")]
    [InlineData("""{ "op": "remove", "path": "emails" }""")]
    [InlineData("""{ "op": "remove", "path": "emails", "value": [] }""")]
    [InlineData("""{ "op": "remove", "path": "emails", "value": null }""")]
    [InlineData("""{ "op": "remove", "path": "emails[value pr]" }""")]
    [InlineData("""{ "op": "remove", "path": "emails", "value": ["a@work", "a@home"] }""")]
    public void An_empty_list_is_no_attribute(string operation) => User(Emails, operation, "");

    [Theory]
    [InlineData("""[{ "value": "a@home" }]""")]
    [InlineData("""[{ "value": "a@home", "type": "HOME" }]""")]
    [InlineData("""[{ "value": "a@home", "type": "home", "display": "whatever" }]""")]
    [InlineData("\"a@home\"")]
    [InlineData("""{ "value": "a@home" }""")]
    public void Remove_with_a_value_removes_only_what_it_names(string value) =>
        User(Emails, $$"""{ "op": "Remove", "path": "emails", "value": {{value}} }""", $$""" "emails": [{{Work}}] """);

    [Theory]
    [InlineData("""["a@else"]""")]
    [InlineData("""[{ "value": "a@home", "type": "work" }]""")]
    [InlineData("""["A@HOME"]""")]
    public void Remove_of_what_is_not_there_changes_nothing(string value) =>
        User(Emails, $$"""{ "op": "remove", "path": "emails", "value": {{value}} }""", Emails);

    [Fact]
    public void Remove_names_a_value_without_value_by_all_its_parts() => User(
        """ "addresses": [{ "locality": "Lund" }, { "locality": "Lund", "type": "home" }] """,
        """{ "op": "remove", "path": "addresses", "value": [{ "locality": "Lund" }] }""",
        """ "addresses": [{ "locality": "Lund", "type": "home" }] """);

    // RFC 7643 §2.4, RFC 7644 §3.5.2: true at most once, and the last one set wins.
    [Theory]
    [InlineData("""{ "op": "add", "path": "emails", "value": [{ "value": "a@home", "primary": true }] }""")]
    [InlineData("""{ "op": "add", "path": "emails", "value": [{ "value": "a@home", "type": "home", "primary": "True" }] }""")]
    [InlineData("""{ "op": "add", "path": "emails[type eq \"home\"]", "value": { "primary": true } }""")]
    [InlineData("""{ "op": "add", "path": "emails[type eq \"home\"].primary", "value": true }""")]
    [InlineData("""{ "op": "replace", "path": "emails[type eq \"home\"].primary", "value": "true" }""")]
    [InlineData("""{ "op": "replace", "path": "emails[type eq \"home\"]", "value": { "value": "a@home", "type": "home", "primary": true } }""")]
    [InlineData("""{ "op": "replace", "path": "emails.primary", "value": true }""")]
    public void A_value_set_primary_takes_it_from_the_others(string operation) => User(
        Emails, operation, """ "emails": [{ "value": "a@work", "type": "work" }, { "value": "a@home", "type": "home", "primary": true }] """);

    [Fact]
    public void A_new_primary_value_takes_it_from_the_others()
    {
        User(
            Emails, """{ "op": "add", "path": "emails", "value": [{ "value": "a@new", "primary": true }] }""",
            $$""" "emails": [{ "value": "a@work", "type": "work" }, {{Home}}, { "value": "a@new", "primary": true }] """);
        User(
            Emails, """{ "op": "add", "path": "emails[type eq \"other\" and primary eq true].value", "value": "a@new" }""",
            $$""" "emails": [{ "value": "a@work", "type": "work" }, {{Home}}, { "type": "other", "primary": true, "value": "a@new" }] """);
    }

    [Theory]
    [InlineData("""{ "op": "remove", "path": "emails[type eq \"work\"]" }""", $"[{Home}]")]
    [InlineData("""{ "op": "remove", "path": "emails[primary eq true].primary" }""", $$"""[{ "value": "a@work", "type": "work" }, {{Home}}]""")]
    [InlineData("""{ "op": "replace", "path": "emails[type eq \"work\"].primary", "value": false }""",
        $$"""[{ "value": "a@work", "type": "work", "primary": false }, {{Home}}]""")]
    public void No_primary_is_ever_invented(string operation, string emails) => User(Emails, operation, $"\"emails\": {emails}");

    [Theory]
    [InlineData("add")]
    [InlineData("replace")]
    public void Two_primary_values_at_once_are_refused(string op)
    {
        var refusal = RefuseUser(
            Emails, $$"""{ "op": "{{op}}", "path": "emails", "value": [{ "value": "x", "primary": true }, { "value": "y", "primary": true }] }""", "invalidValue");

        Assert.Contains("'emails' must have at most one value that is primary", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"emails\"", "[5]", "'emails'")]
    [InlineData("\"emails\"", """[{ "value": 5 }]""", "'emails.value'")]
    [InlineData("\"emails\"", """[["a", "b"]]""", "'emails'")]
    [InlineData("\"emails\"", """[{ "value": "a", "primary": "often" }]""", "'emails.primary'")]
    [InlineData("\"addresses\"", "\"Lund\"", "'addresses'")]
    [InlineData("\"x509Certificates\"", "\"***\"", "'x509Certificates'")]
    public void Values_of_another_type_are_refused_by_name(string path, string value, string told) => Assert.Contains(
        told, RefuseUser("", $$"""{ "op": "add", "path": {{path}}, "value": {{value}} }""", "invalidValue").Message, StringComparison.Ordinal);
}
