using static Gatehouse.Scim.Tests.Patch.Patching;

namespace Gatehouse.Scim.Tests.Patch;

/// <summary>Roles as Microsoft's role expressions send them: with <c>displayName</c> for <c>display</c>, or packed as JSON text (R85 to R87).</summary>
public sealed class PatchRolesTests
{
    const string Roles = """ "roles": [{ "value": "Reader", "display": "Readers" }] """;

    const string Packed = """{ "value": "{\"id\":\"c41d\",\"value\":\"Admin\",\"displayName\":\"Admins\"}" }""";

    [Theory]
    [InlineData($"[{Packed}]")]
    [InlineData(Packed)]
    [InlineData("""["{\"id\":\"c41d\",\"value\":\"Admin\",\"displayName\":\"Admins\"}"]""")]
    [InlineData("""[{ "value": "Admin", "displayName": "Admins" }]""")]
    [InlineData("""[{ "value": "Admin", "display": "Admins", "displayName": "ignored" }]""")]
    [InlineData($$"""[{ "value": "Reader" }, {{Packed}}, {{Packed}}]""")]
    public void A_role_is_unpacked_and_added_once(string value)
    {
        const string Both = """ "roles": [{ "value": "Reader", "display": "Readers" }, { "value": "Admin", "display": "Admins" }] """;
        var operation = $$"""{ "op": "Add", "path": "roles", "value": {{value}} }""";

        User(Roles, operation, Both);
        User(Roles, $"{operation}, {operation}", Both);
        User(Roles, $$"""{ "op": "add", "value": { "roles": {{value}} } }""", Both);
    }

    [Fact]
    public void Replace_leaves_exactly_the_given_roles() =>
        User(Roles, $$"""{ "op": "replace", "path": "roles", "value": [{{Packed}}] }""", """ "roles": [{ "value": "Admin", "display": "Admins" }] """);

    [Fact]
    public void A_packed_role_is_removed_by_its_value() =>
        User(Roles, """{ "op": "Remove", "path": "roles", "value": [{ "value": "{\"id\":\"1\",\"value\":\"Reader\",\"displayName\":\"R\"}" }] }""", "");

    [Theory]
    [InlineData("roles[primary eq \\\"True\\\"].value", "\"Admin\"", """{ "primary": true, "value": "Admin" }""")]
    [InlineData("roles[primary eq True].value", "\"Admin\"", """{ "primary": true, "value": "Admin" }""")]
    [InlineData("roles[primary eq true].display", "\"Admins\"", """{ "primary": true, "display": "Admins" }""")]
    [InlineData("roles[value eq \\\"Admin\\\"].displayName", "\"Admins\"", """{ "value": "Admin", "display": "Admins" }""")]
    public void The_role_of_a_single_assignment_is_made_where_it_is_missing(string path, string value, string made) =>
        User(Roles, $$"""{ "op": "Replace", "path": "{{path}}", "value": {{value}} }""", $$""" "roles": [{ "value": "Reader", "display": "Readers" }, {{made}}] """);

    [Theory]
    [InlineData("roles[primary eq \\\"True\\\"].value", "Admin", "Admin", "Readers")]
    [InlineData("roles[value eq \\\"reader\\\"].displayName", "R", "Reader", "R")]
    public void The_role_of_a_single_assignment_is_changed_where_it_is(string path, string sent, string value, string display) => User(
        """ "roles": [{ "value": "Reader", "display": "Readers", "primary": true }] """,
        $$"""{ "op": "Replace", "path": "{{path}}", "value": "{{sent}}" }""",
        $$""" "roles": [{ "value": "{{value}}", "display": "{{display}}", "primary": true }] """);

    [Fact]
    public void Text_that_only_looks_packed_is_a_name() =>
        User("", """{ "op": "add", "path": "roles", "value": [{ "value": "{Admin}" }] }""", """ "roles": [{ "value": "{Admin}" }] """);

    [Fact]
    public void Elsewhere_displayName_is_no_alias()
    {
        RefuseUser("", """{ "op": "add", "path": "emails[type eq \"work\"].displayName", "value": "x" }""", "invalidPath");
        RefuseUser("", """{ "op": "add", "path": "entitlements", "value": [{ "value": "x", "displayName": "X" }] }""", "invalidPath");
    }
}
