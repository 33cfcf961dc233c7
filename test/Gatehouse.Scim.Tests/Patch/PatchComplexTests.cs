using static Gatehouse.Scim.Tests.Patch.Patching;

namespace Gatehouse.Scim.Tests.Patch;

/// <summary>Complex values: what an operation does not name stays as it is (RFC 7644 §3.5.2.1, §3.5.2.3).</summary>
public sealed class PatchComplexTests
{
    const string Name = """ "name": { "givenName": "Ann", "familyName": "Berg" } """;

    [Theory]
    [InlineData("""{ "op": "add", "path": "name", "value": { "middleName": "B." } }""")]
    [InlineData("""{ "op": "replace", "path": "name", "value": { "middleName": "B." } }""")]
    [InlineData("""{ "op": "replace", "path": "NAME", "value": { "MIDDLENAME": "B." } }""")]
    [InlineData("""{ "op": "replace", "path": "name", "value": [{ "middleName": "B." }] }""")]
    [InlineData("""{ "op": "add", "path": "name.middleName", "value": "B." }""")]
    [InlineData("""{ "op": "replace", "path": "name.middleName", "value": "B." }""")]
    [InlineData("""{ "op": "replace", "path": "urn:ietf:params:scim:schemas:core:2.0:User:name.middleName", "value": "B." }""")]
    [InlineData("""{ "op": "add", "value": { "name": { "middleName": "B." } } }""")]
    [InlineData("""{ "op": "replace", "value": { "name": { "middleName": "B." } } }""")]
    [InlineData("""{ "op": "replace", "value": { "name.middleName": "B." } }""")]
    public void Parts_that_are_not_named_stay(string operation) =>
        User(Name, operation, """ "name": { "givenName": "Ann", "familyName": "Berg", "middleName": "B." } """);

    [Theory]
    [InlineData("""{ "op": "replace", "path": "name", "value": { "givenName": "Bea" } }""")]
    [InlineData("""{ "op": "add", "path": "name", "value": { "givenName": "Bea" } }""")]
    [InlineData("""{ "op": "add", "path": "name.givenName", "value": "Bea" }""")]
    [InlineData("""{ "op": "replace", "path": "name", "value": { "givenName": "Bea", "familyName": "Berg" } }""")]
    public void Parts_that_are_named_change(string operation) =>
        User(Name, operation, """ "name": { "givenName": "Bea", "familyName": "Berg" } """);

    [Theory]
    [InlineData("""{ "op": "replace", "path": "name.givenName", "value": "" }""")]
    [InlineData("""{ "op": "replace", "path": "name.givenName", "value": null }""")]
    [InlineData("""{ "op": "remove", "path": "name.givenName" }""")]
    [InlineData("""{ "op": "replace", "path": "name", "value": { "givenName": null } }""")]
    [InlineData("""{ "op": "replace", "path": "name", "value": { "givenName": "" } }""")]
    [InlineData("""{ "op": "replace", "path": "name", "value": { "givenName": "", "familyName": "Berg" } }""")]
    [InlineData("""{ "op": "replace", "value": { "name": { "givenName": "" } } }""")]
    [InlineData("""{ "op": "replace", "value": { "name.givenName": null } }""")]
    public void A_part_is_cleared_and_the_others_stay(string operation) => User(Name, operation, """ "name": { "familyName": "Berg" } """);

    [Theory]
    [InlineData("""{ "op": "add", "path": "name", "value": { "givenName": "", "familyName": null } }""")]
    [InlineData("""{ "op": "add", "path": "name.givenName", "value": "" }""")]
    [InlineData("""{ "op": "add", "path": "name", "value": {} }""")]
    [InlineData("""{ "op": "replace", "path": "name", "value": { "nick": null, "givenName": "Ann" } }""")]
    public void Adding_empty_parts_does_nothing(string operation) => User(Name, operation, Name);

    [Theory]
    [InlineData("""{ "op": "remove", "path": "name" }""")]
    [InlineData("""{ "op": "replace", "path": "name", "value": null }""")]
    [InlineData("""{ "op": "replace", "path": "name", "value": {} }""")]
    [InlineData("""{ "op": "replace", "value": { "name": "" } }""")]
    [InlineData("""{ "op": "remove", "path": "name.givenName" }, { "op": "remove", "path": "name.familyName" }""")]
    [InlineData("""{ "op": "replace", "path": "name", "value": { "givenName": "", "familyName": "" } }""")]
    public void The_value_goes_as_a_whole_or_with_its_last_part(string operations) => User(Name, operations, "");

    [Theory]
    [InlineData("""{ "op": "add", "path": "name.givenName", "value": "Ann" }, { "op": "replace", "path": "name.familyName", "value": "Berg" }""")]
    [InlineData("""{ "op": "replace", "path": "name", "value": { "givenName": "Ann", "familyName": "Berg" } }""")]
    [InlineData("""{ "op": "add", "value": { "name.givenName": "Ann", "name": { "familyName": "Berg" } } }""")]
    public void The_first_part_makes_the_value(string operations) => User("", operations, Name);

    [Theory]
    [InlineData("name", "\"Ann\"", "'name' must be an object")]
    [InlineData("name", "5", "'name' must be an object")]
    [InlineData("name", """[{ "givenName": "A" }, { "givenName": "B" }]""", "'name' must be an object")]
    [InlineData("name", """{ "givenName": ["A", "B"] }""", "'name.givenName' must be text")]
    public void A_complex_value_is_an_object_of_its_parts(string path, string value, string told) => Assert.Contains(
        told, RefuseUser(Name, $$"""{ "op": "replace", "path": "{{path}}", "value": {{value}} }""", "invalidValue").Message, StringComparison.Ordinal);

    const string Managed = $$""" "{{Enterprise}}": { "department": "Tools", "manager": { "value": "m1" } } """;

    // Every form was seen from Microsoft's services or their test suites (R58).
    [Theory]
    [InlineData($$"""{ "op": "Add", "path": "{{Enterprise}}:manager", "value": "m2" }""")]
    [InlineData($$"""{ "op": "Replace", "path": "{{Enterprise}}:manager", "value": "m2" }""")]
    [InlineData($$"""{ "op": "Replace", "path": "{{Enterprise}}:manager", "value": { "value": "m2" } }""")]
    [InlineData($$"""{ "op": "add", "path": "{{Enterprise}}:manager", "value": { "value": "m2", "displayName": "Bea", "$ref": "../Users/m2" } }""")]
    [InlineData("""{ "op": "Add", "path": "manager", "value": [{ "$ref": "https://id.example/Users/m2", "value": "m2" }] }""")]
    [InlineData("""{ "op": "replace", "path": "manager", "value": ["m2"] }""")]
    [InlineData($$"""{ "op": "replace", "path": "{{Enterprise}}:manager.value", "value": "m2" }""")]
    [InlineData("""{ "op": "replace", "path": "manager[value eq \"m1\"].value", "value": "m2" }""")]
    [InlineData("""{ "op": "replace", "path": "manager[value eq \"m1\"]", "value": "m2" }""")]
    [InlineData($$"""{ "op": "replace", "value": { "{{Enterprise}}:manager": "m2" } }""")]
    [InlineData($$"""{ "op": "replace", "value": { "{{Enterprise}}": { "manager": { "value": "m2" } } } }""")]
    [InlineData($$"""{ "op": "add", "path": "{{Enterprise}}", "value": { "manager": "m2" } }""")]
    public void A_manager_is_set_in_all_forms_that_clients_send(string operation) =>
        User(Managed, operation, $$""" "{{Enterprise}}": { "department": "Tools", "manager": { "value": "m2" } } """);

    [Theory]
    [InlineData($$"""{ "op": "Replace", "path": "{{Enterprise}}:manager", "value": "" }""")]
    [InlineData($$"""{ "op": "Replace", "path": "{{Enterprise}}:manager", "value": { "value": "" } }""")]
    [InlineData($$"""{ "op": "Replace", "path": "{{Enterprise}}:manager.value", "value": null }""")]
    [InlineData("""{ "op": "remove", "path": "manager" }""")]
    [InlineData("""{ "op": "remove", "path": "manager.value" }""")]
    [InlineData("""{ "op": "remove", "path": "manager[value eq \"m1\"]" }""")]
    [InlineData("""{ "op": "replace", "path": "manager[value eq \"m1\"].value", "value": "" }""")]
    [InlineData($$"""{ "op": "replace", "value": { "{{Enterprise}}:manager": "" } }""")]
    public void A_manager_is_cleared_in_all_forms_that_clients_send(string operation) =>
        User(Managed, operation, $$""" "{{Enterprise}}": { "department": "Tools" } """);

    [Theory]
    [InlineData("""{ "op": "remove", "path": "manager[value eq \"m9\"]" }""")]
    [InlineData("""{ "op": "remove", "path": "manager[value eq \"m9\"].value" }""")]
    [InlineData("""{ "op": "replace", "path": "manager[value eq \"m9\"].value", "value": "" }""")]
    public void A_filter_that_does_not_fit_the_single_value_takes_nothing_away(string operation) => User(Managed, operation, Managed);

    [Theory]
    [InlineData("""{ "op": "replace", "path": "manager[value eq \"m9\"]", "value": "m2" }""")]
    [InlineData("""{ "op": "replace", "path": "manager[value eq \"m9\"].value", "value": "m2" }""")]
    [InlineData("""{ "op": "add", "path": "manager[value ne \"m1\"].value", "value": "m2" }""")]
    public void A_filter_that_does_not_fit_the_single_value_changes_nothing(string operation) =>
        Assert.Contains("matches no value", RefuseUser(Managed, operation, "noTarget").Message, StringComparison.Ordinal);

    [Fact]
    public void A_filter_on_a_single_value_that_is_not_there_says_what_to_create()
    {
        User("", """{ "op": "add", "path": "manager[value eq \"m1\"].value", "value": "m2" }""", $$""" "{{Enterprise}}": { "manager": { "value": "m2" } } """);

        RefuseUser("", """{ "op": "add", "path": "manager[value ne \"m1\"].value", "value": "m2" }""", "noTarget");
    }
}
