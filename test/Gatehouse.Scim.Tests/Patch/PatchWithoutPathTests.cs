using static Gatehouse.Scim.Tests.Patch.Patching;

namespace Gatehouse.Scim.Tests.Patch;

/// <summary>Operations without path: the value's members are attributes, or paths themselves as Entra writes them (R53, R54).</summary>
public sealed class PatchWithoutPathTests
{
    [Fact]
    public void Every_key_is_a_path() => User(
        """ "title": "Clerk", "name": { "givenName": "A", "familyName": "Berg" }, "emails": [{ "value": "a@x", "type": "work" }] """,
        $$"""
        { "op": "replace", "value": {
            "displayName": "Ann Berg", "TITLE": "Chief", "name.givenName": "Ann",
            "urn:ietf:params:scim:schemas:core:2.0:User:nickName": "Annie",
            "emails[type eq \"work\"].value": "a@y", "emails[type eq \"home\"].value": "a@home",
            "{{Enterprise}}:department": "Tools", "costCenter": "9", "active": "False" } }
        """,
        $$"""
        "displayName": "Ann Berg", "title": "Chief", "name": { "givenName": "Ann", "familyName": "Berg" }, "nickName": "Annie", "active": false,
        "emails": [{ "value": "a@y", "type": "work" }, { "type": "home", "value": "a@home" }],
        "{{Enterprise}}": { "department": "Tools", "costCenter": "9" }
        """);

    [Theory]
    [InlineData("add", """[{ "value": "a@x" }, { "value": "a@y" }]""")]
    [InlineData("replace", """[{ "value": "a@y" }]""")]
    public void Add_extends_lists_and_replace_sets_them_and_both_merge_complex_values(string op, string emails) => User(
        """ "emails": [{ "value": "a@x" }], "name": { "givenName": "Ann" } """,
        $$"""{ "op": "{{op}}", "value": { "emails": [{ "value": "a@y" }], "name": { "familyName": "Berg" } } }""",
        $$""" "emails": {{emails}}, "name": { "givenName": "Ann", "familyName": "Berg" } """);

    [Theory]
    [InlineData("schemas", """["urn:x"]""")]
    [InlineData("SCHEMAS", "\"urn:x\"")]
    [InlineData("id", $"\"{Id}\"")]
    [InlineData("ID", $"\"{Id}\"")]
    [InlineData("meta", """{ "version": "1" }""")]
    [InlineData("meta.version", "\"1\"")]
    [InlineData("groups", """[{ "value": "g" }]""")]
    [InlineData($"{Enterprise}:manager.displayName", "\"Bea\"")]
    [InlineData("password", "\"hunter2\"")]
    [InlineData("Password", "{ }")]
    public void Keys_that_only_the_server_writes_are_passed_over(string key, string value)
    {
        User("", $$"""{ "op": "replace", "value": { "{{key}}": {{value}}, "title": "Chief" } }""", "\"title\": \"Chief\"");
        User("", $$"""{ "op": "add", "value": { "title": "Chief", "{{key}}": {{value}} } }""", "\"title\": \"Chief\"");
    }

    [Fact]
    public void Another_id_is_refused() =>
        Assert.Contains("'id' is read-only", RefuseUser("", """{ "op": "replace", "value": { "id": "another" } }""", "mutability").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "op": "replace", "value": { } }""")]
    [InlineData("""{ "op": "add", "value": { } }""")]
    [InlineData("""{ "op": "add", "value": { "title": "", "name": {}, "emails": [], "active": null } }""")]
    [InlineData("""{ "op": "add", "value": { "userName": "" } }""")]
    public void Nothing_said_is_nothing_done(string operation) => User("\"title\": \"Clerk\"", operation, "\"title\": \"Clerk\"");

    // R36: what has no value is dropped before names are looked at.
    [Theory]
    [InlineData("\"favouriteColour\": null")]
    [InlineData("\"favouriteColour\": []")]
    [InlineData("\"name\": { \"nick\": \"\" }")]
    [InlineData("\"name.nick\": null")]
    [InlineData("\"emails\": [{ \"verified\": null, \"value\": \"a@x\" }]")]
    [InlineData($"\"{Enterprise}:floor\": \"\"")]
    [InlineData($$"""
        "{{Enterprise}}": { "floor": null }
        """)]
    [InlineData("\"urn:unknown:2.0:User\": {}")]
    [InlineData("\"urn:unknown:2.0:User:floor\": null")]
    public void Unknown_keys_without_a_value_are_passed_over(string members) =>
        User(
            "\"emails\": [\"a@x\"]",
            $$"""{ "op": "replace", "value": { {{members}}, "title": "Chief" } }""",
            "\"emails\": [\"a@x\"], \"title\": \"Chief\"");

    [Fact]
    public void Flat_keys_may_clear() => User(
        $$"""
        "title": "Clerk", "name": { "givenName": "Ann", "familyName": "Berg" }, "{{Enterprise}}": { "department": "Tools" },
        "emails": [{ "value": "a@x", "type": "work" }]
        """,
        $$"""
        { "op": "Replace", "value": { "title": "", "name.givenName": null, "{{Enterprise}}:department": "", "emails[type eq \"work\"].value": "" } }
        """,
        """ "name": { "familyName": "Berg" } """);
}
