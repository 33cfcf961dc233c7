using static Gatehouse.Scim.Tests.Patch.Patching;

namespace Gatehouse.Scim.Tests.Patch;

/// <summary>Paths with a filter: the values it selects are changed, and a value that is missing is made where the filter says which (C238).</summary>
public sealed class PatchValuePathTests
{
    const string Work = """{ "value": "a@work", "type": "work", "primary": true }""";
    const string Home = """{ "value": "a@home", "type": "home" }""";
    const string Emails = $""" "emails": [{Work}, {Home}] """;

    [Theory]
    [InlineData("add", "emails[type eq \\\"work\\\"].value")]
    [InlineData("replace", "emails[type eq \\\"work\\\"].value")]
    [InlineData("Replace", "EMAILS[Type EQ \\\"WORK\\\"].VALUE")]
    [InlineData("replace", "urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq \\\"work\\\"].value")]
    [InlineData("replace", "emails[primary eq true].value")]
    [InlineData("replace", "emails[primary eq \\\"True\\\"].value")]
    [InlineData("replace", "emails[value eq \\\"a@work\\\" and type eq \\\"work\\\"].value")]
    [InlineData("replace", "emails[not (type eq \\\"home\\\")].value")]
    [InlineData("replace", "emails[type sw \\\"w\\\" or type eq \\\"other\\\"].value")]
    public void Only_the_part_of_the_value_that_is_selected_changes(string op, string path) => User(
        Emails, $$"""{ "op": "{{op}}", "path": "{{path}}", "value": "a@new" }""",
        $$""" "emails": [{ "value": "a@new", "type": "work", "primary": true }, {{Home}}] """);

    [Fact]
    public void Every_value_that_is_selected_changes() => User(
        Emails, """{ "op": "replace", "path": "emails[value sw \"a@\"].display", "value": "Ann" }""",
        """ "emails": [{ "value": "a@work", "type": "work", "primary": true, "display": "Ann" }, { "value": "a@home", "type": "home", "display": "Ann" }] """);

    [Fact]
    public void Without_a_filter_the_part_of_every_value_changes() => User(
        Emails, """{ "op": "replace", "path": "emails.display", "value": "Ann" }""",
        """ "emails": [{ "value": "a@work", "type": "work", "primary": true, "display": "Ann" }, { "value": "a@home", "type": "home", "display": "Ann" }] """);

    [Fact]
    public void Replace_puts_another_value_in_the_place_of_the_selected_one() => User(
        Emails, """{ "op": "replace", "path": "emails[type eq \"work\"]", "value": { "value": "a@new", "type": "other" } }""",
        $$""" "emails": [{ "value": "a@new", "type": "other" }, {{Home}}] """);

    [Theory]
    [InlineData("""{ "display": "At work" }""", """{ "value": "a@work", "type": "work", "primary": true, "display": "At work" }""")]
    [InlineData("""{ "value": "a@new" }""", """{ "value": "a@new", "type": "work", "primary": true }""")]
    [InlineData("\"a@new\"", """{ "value": "a@new", "type": "work", "primary": true }""")]
    public void Add_merges_into_the_selected_value(string value, string expected) => User(
        Emails, $$"""{ "op": "add", "path": "emails[type eq \"work\"]", "value": {{value}} }""", $""" "emails": [{expected}, {Home}] """);

    [Theory]
    [InlineData("emails[type eq \\\"work\\\"]", Home)]
    [InlineData("emails[primary eq true and value co \\\"work\\\"]", Home)]
    [InlineData("emails[not (type eq \\\"work\\\")]", Work)]
    [InlineData("emails[value eq \\\"a@home\\\"]", Work)]
    [InlineData("emails[primary eq null]", Work)]
    public void Remove_takes_the_selected_values_away(string path, string left) =>
        User(Emails, $$"""{ "op": "remove", "path": "{{path}}" }""", $"\"emails\": [{left}]");

    [Theory]
    [InlineData("emails[type eq \\\"other\\\"]")]
    [InlineData("emails[type eq \\\"work\\\" and value ew \\\"home\\\"]")]
    [InlineData("emails[type eq \\\"other\\\"].value")]
    [InlineData("emails[type eq \\\"home\\\"].primary")]
    [InlineData("phoneNumbers[type eq \\\"work\\\"]")]
    [InlineData("phoneNumbers[type eq \\\"work\\\"].value")]
    public void Remove_of_what_no_value_has_changes_nothing(string path) =>
        User(Emails, $$"""{ "op": "remove", "path": "{{path}}" }""", Emails);

    [Theory]
    [InlineData("""{ "op": "remove", "path": "emails[type eq \"work\"].value" }""")]
    [InlineData("""{ "op": "replace", "path": "emails[type eq \"work\"].value", "value": "" }""")]
    [InlineData("""{ "op": "replace", "path": "emails[type eq \"work\"].value", "value": null }""")]
    [InlineData("""{ "op": "replace", "path": "emails[type eq \"work\"]", "value": null }""")]
    [InlineData("""{ "op": "replace", "value": { "emails[type eq \"work\"].value": "" } }""")]
    public void A_value_with_nothing_but_type_and_primary_left_goes(string operation) => User(Emails, operation, $"\"emails\": [{Home}]");

    [Fact]
    public void A_value_with_more_than_type_and_primary_left_stays() => User(
        """ "emails": [{ "value": "a@work", "type": "work", "display": "A" }] """,
        """{ "op": "remove", "path": "emails[type eq \"work\"].value" }""",
        """ "emails": [{ "type": "work", "display": "A" }] """);

    [Theory]
    [InlineData("add", "emails[type eq \\\"other\\\"].value", """{ "type": "other", "value": "a@new" }""")]
    [InlineData("replace", "emails[type eq \\\"other\\\"].value", """{ "type": "other", "value": "a@new" }""")]
    [InlineData("replace", "emails[type eq other].value", """{ "type": "other", "value": "a@new" }""")]
    [InlineData("replace", "emails[type eq \\\"other\\\" and display eq \\\"Ann\\\"].value", """{ "type": "other", "display": "Ann", "value": "a@new" }""")]
    [InlineData("add", "emails[value eq \\\"a@new\\\"].type", """{ "value": "a@new", "type": "a@new" }""")]
    public void A_missing_value_is_made_of_the_filters_equalities(string op, string path, string made)
    {
        var operation = $$"""{ "op": "{{op}}", "path": "{{path}}", "value": "a@new" }""";

        User(Emails, operation, $"\"emails\": [{Work}, {Home}, {made}]");
        User("", operation, $"\"emails\": [{made}]");
    }

    [Fact]
    public void A_missing_value_is_made_without_a_filter_too() =>
        User("", """{ "op": "add", "path": "emails.value", "value": "a@new" }""", """ "emails": [{ "value": "a@new" }] """);

    [Fact]
    public void Add_makes_a_missing_value_of_filter_and_object() => User(
        Emails, """{ "op": "add", "path": "emails[type eq \"other\"]", "value": { "value": "a@new", "display": "A" } }""",
        $$""" "emails": [{{Work}}, {{Home}}, { "type": "other", "value": "a@new", "display": "A" }] """);

    [Fact]
    public void Several_operations_build_one_value() => User(
        "",
        """
        { "op": "Add", "path": "addresses[type eq \"work\"].streetAddress", "value": "Storgatan 1" },
        { "op": "Add", "path": "addresses[type eq \"work\"].locality", "value": "Lund" },
        { "op": "Replace", "path": "addresses[type eq \"work\"].postalCode", "value": "222 22" },
        { "op": "Add", "path": "addresses[type eq \"work\"].primary", "value": "True" }
        """,
        """ "addresses": [{ "type": "work", "streetAddress": "Storgatan 1", "locality": "Lund", "postalCode": "222 22", "primary": true }] """);

    [Fact]
    public void What_one_operation_made_the_next_one_changes() => User(
        Emails,
        """
        { "op": "add", "path": "emails", "value": [{ "value": "a@x", "type": "other" }] },
        { "op": "replace", "path": "emails[type eq \"other\"].value", "value": "a@y" },
        { "op": "remove", "path": "emails[type eq \"home\"]" }
        """,
        $$""" "emails": [{{Work}}, { "value": "a@y", "type": "other" }] """);

    // RFC 7644 §3.5.2.3: without a match noTarget, unless the filter says what to make.
    [Theory]
    [InlineData("replace", "emails[type ne \\\"work\\\" and type ne \\\"home\\\"].value")]
    [InlineData("add", "emails[type eq \\\"other\\\" or type eq \\\"fax\\\"].value")]
    [InlineData("add", "emails[value sw \\\"b\\\"].display")]
    [InlineData("replace", "emails[not (value sw \\\"a\\\")].display")]
    [InlineData("add", "emails[type eq \\\"other\\\" and value co \\\"b\\\"].display")]
    [InlineData("add", "phoneNumbers[value pr].display")]
    [InlineData("add", "phoneNumbers[type eq null].value")]
    [InlineData("add", "phoneNumbers[type eq \\\"\\\"].value")]
    [InlineData("add", "phoneNumbers[type eq \\\"work\\\" and type eq \\\"home\\\"].value")]
    [InlineData("add", "x509Certificates[value eq \\\"***\\\"].display")]
    [InlineData("replace", "emails[type eq \\\"other\\\"]")]
    public void A_filter_that_does_not_say_what_to_make_has_no_target(string op, string path)
    {
        var refusal = RefuseUser(Emails, $$"""{ "op": "{{op}}", "path": "{{path}}", "value": "x" }""", "noTarget");

        Assert.Contains("matches no value", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replace", "emails[type eq \\\"other\\\"].value", "\"\"")]
    [InlineData("replace", "emails[type eq \\\"other\\\"].value", "null")]
    [InlineData("add", "emails[type eq \\\"other\\\"].value", "\"\"")]
    [InlineData("replace", "emails[type eq \\\"other\\\"]", "{}")]
    [InlineData("replace", "emails[type ne \\\"work\\\" and type ne \\\"home\\\"].value", "null")]
    public void Nothing_is_made_of_nothing(string op, string path, string value) =>
        User(Emails, $$"""{ "op": "{{op}}", "path": "{{path}}", "value": {{value}} }""", Emails);

    // RFC 7643 §2.4: the same type and value are not there twice.
    [Theory]
    [InlineData("""{ "op": "replace", "path": "emails.value", "value": "a@x" }, { "op": "replace", "path": "emails.type", "value": "work" }""")]
    [InlineData("""{ "op": "replace", "path": "emails[value pr]", "value": { "value": "a@x", "type": "work" } }, { "op": "add", "path": "emails.primary", "value": true }""")]
    public void Values_that_an_operation_makes_equal_are_one(string operations) =>
        User(Emails, operations, """ "emails": [{ "value": "a@x", "type": "work", "primary": true }] """);

    [Fact]
    public void Values_that_become_equal_keep_the_parts_of_both() => User(
        """ "emails": [{ "value": "a@x", "type": "work", "display": "A" }, { "value": "a@x", "type": "home", "primary": true }] """,
        """{ "op": "replace", "path": "emails[type eq \"home\"].type", "value": "work" }""",
        """ "emails": [{ "value": "a@x", "type": "work", "display": "A", "primary": true }] """);
}
