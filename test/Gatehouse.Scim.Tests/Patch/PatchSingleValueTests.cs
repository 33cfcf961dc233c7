using Gatehouse.Scim.Tests.Resources;

namespace Gatehouse.Scim.Tests.Patch;

/// <summary>Single-valued attributes: set, cleared, taken away (RFC 7644 §3.5.2.1 to §3.5.2.3).</summary>
public sealed class PatchSingleValueTests
{
    [Theory]
    [InlineData("add", "")]
    [InlineData("add", "\"title\": \"Clerk\"")]
    [InlineData("replace", "")]
    [InlineData("replace", "\"title\": \"Clerk\"")]
    public void Add_and_replace_both_set_a_single_value(string op, string before) =>
        Patching.User(before, $$"""{ "op": "{{op}}", "path": "title", "value": "Chief" }""", "\"title\": \"Chief\"");

    [Theory]
    [InlineData("title")]
    [InlineData("TITLE")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:title")]
    [InlineData("URN:IETF:params:scim:schemas:core:2.0:user:Title")]
    public void The_path_may_have_any_letter_case_and_the_URN_of_the_core(string path) =>
        Patching.User("", $$"""{ "op": "add", "path": "{{path}}", "value": "Chief" }""", "\"title\": \"Chief\"");

    [Theory]
    [InlineData("add")]
    [InlineData("replace")]
    public void The_value_that_is_there_changes_nothing(string op) =>
        Patching.User("\"title\": \"Clerk\"", $$"""{ "op": "{{op}}", "path": "title", "value": "Clerk" }""", "\"title\": \"Clerk\"");

    [Fact]
    public void Letter_case_of_a_value_is_a_change() =>
        Patching.User("\"title\": \"clerk\"", """{ "op": "replace", "path": "title", "value": "Clerk" }""", "\"title\": \"Clerk\"");

    [Theory]
    [InlineData("""{ "op": "replace", "path": "title", "value": "" }""")]
    [InlineData("""{ "op": "replace", "path": "title", "value": null }""")]
    [InlineData("""{ "op": "replace", "path": "title", "value": [] }""")]
    [InlineData("""{ "op": "replace", "path": "title", "value": {} }""")]
    [InlineData("""{ "op": "replace", "path": "title", "value": [""] }""")]
    [InlineData("""{ "op": "replace", "value": { "title": "" } }""")]
    [InlineData("""{ "op": "replace", "value": { "title": null } }""")]
    [InlineData("""{ "op": "remove", "path": "title" }""")]
    [InlineData("""{ "op": "Remove", "path": "TITLE", "value": "Clerk" }""")]
    [InlineData("""{ "op": "remove", "path": "title", "value": "another" }""")]
    [InlineData("""{ "op": "remove", "path": "title", "value": 5 }""")]
    public void An_empty_replacement_clears_as_remove_does(string operation) =>
        Patching.User("\"title\": \"Clerk\", \"nickName\": \"Annie\"", operation, "\"nickName\": \"Annie\"");

    [Theory]
    [InlineData("""{ "op": "replace", "path": "title", "value": null }""")]
    [InlineData("""{ "op": "remove", "path": "title" }""")]
    [InlineData("""{ "op": "remove", "path": "name.givenName" }""")]
    [InlineData("""{ "op": "remove", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department" }""")]
    public void Clearing_what_is_not_there_succeeds(string operation) =>
        Patching.User("\"nickName\": \"Annie\"", operation, "\"nickName\": \"Annie\"");

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("[]")]
    public void Adding_nothing_does_nothing(string nothing) =>
        Patching.User("\"title\": \"Clerk\"", $$"""{ "op": "add", "path": "title", "value": {{nothing}} }""", "\"title\": \"Clerk\"");

    // Entra's default style writes booleans as text.
    [Theory]
    [InlineData("true", "true")]
    [InlineData("\"True\"", "true")]
    [InlineData("\"TRUE\"", "true")]
    [InlineData("\"true\"", "true")]
    [InlineData("[true]", "true")]
    [InlineData("false", "false")]
    [InlineData("\"False\"", "false")]
    [InlineData("\"fAlSe\"", "false")]
    public void A_boolean_may_come_as_text_and_is_stored_as_one(string sent, string stored)
    {
        Patching.User("", $$"""{ "op": "Replace", "path": "active", "value": {{sent}} }""", $"\"active\": {stored}");
        Patching.User("", $$"""{ "op": "replace", "value": { "active": {{sent}} } }""", $"\"active\": {stored}");
    }

    [Fact]
    public void A_list_of_one_is_taken_for_its_value() =>
        Patching.User("", """{ "op": "replace", "path": "title", "value": ["Chief"] }""", "\"title\": \"Chief\"");

    [Theory]
    [InlineData("title", "5")]
    [InlineData("title", "true")]
    [InlineData("title", """{ "value": "x" }""")]
    [InlineData("title", """["a", "b"]""")]
    [InlineData("active", "\"maybe\"")]
    [InlineData("active", "1")]
    [InlineData("name.givenName", "5")]
    [InlineData("name.givenName", """{ "x": 1 }""")]
    public void A_value_of_another_type_is_refused_by_name(string path, string value)
    {
        var refusal = Patching.RefuseUser("", $$"""{ "op": "replace", "path": "{{path}}", "value": {{value}} }""", "invalidValue");

        Assert.Contains($"'{path}'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("invalidValue", Patching.RefuseUser("", $$"""{ "op": "add", "value": { "{{path}}": {{value}} } }""", "invalidValue").ScimType);
    }

    [Fact]
    public void Operations_are_applied_in_order_each_on_the_result_of_the_one_before()
    {
        Patching.User(
            "\"title\": \"A\"",
            """
            { "op": "replace", "path": "title", "value": "B" },
            { "op": "remove", "path": "title" },
            { "op": "add", "path": "title", "value": "C" },
            { "op": "add", "path": "nickName", "value": "N" },
            { "op": "remove", "path": "nickName" }
            """,
            "\"title\": \"C\"");
    }

    [Fact]
    public void What_is_changed_back_is_no_change() =>
        Patching.User(
            "\"title\": \"A\"",
            """{ "op": "replace", "path": "title", "value": "B" }, { "op": "replace", "path": "title", "value": "A" }""",
            "\"title\": \"A\"");

    [Fact]
    public void An_empty_request_changes_nothing() => Patching.User("\"title\": \"A\"", "", "\"title\": \"A\"");

    [Fact]
    public void A_group_is_renamed() =>
        Assert.Equal("Astronauts", Patching.Apply(
            Wire.ReadGroup(""), Wire.Groups, """{ "op": "Replace", "path": "displayName", "value": "Astronauts" }""")["displayName"].AsText);
}
