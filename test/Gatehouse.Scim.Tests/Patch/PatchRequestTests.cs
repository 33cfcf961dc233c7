using Gatehouse.Scim.Patch;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Tests.Resources;

namespace Gatehouse.Scim.Tests.Patch;

/// <summary>The message of RFC 7644 §3.5.2, before any schema is asked.</summary>
public sealed class PatchRequestTests
{
    [Fact]
    public void Operations_are_read_in_their_order()
    {
        var request = Read("""
            { "op": "add", "path": "title", "value": "Clerk" },
            { "op": "replace", "value": { "title": "Chief" } },
            { "op": "remove", "path": "title" }
            """);

        Assert.Equal(
            [
                new(PatchOperationKind.Add, "title", "Clerk"),
                new(PatchOperationKind.Replace, null, new ScimObject { ["title"] = "Chief" }),
                new(PatchOperationKind.Remove, "title", default),
            ],
            request.Operations);
    }

    [Theory]
    [InlineData("add", PatchOperationKind.Add)]
    [InlineData("Add", PatchOperationKind.Add)]
    [InlineData("ADD", PatchOperationKind.Add)]
    [InlineData("replace", PatchOperationKind.Replace)]
    [InlineData("Replace", PatchOperationKind.Replace)]
    [InlineData("rePlace", PatchOperationKind.Replace)]
    [InlineData("remove", PatchOperationKind.Remove)]
    [InlineData("Remove", PatchOperationKind.Remove)]
    public void The_name_of_an_operation_is_read_in_any_letter_case(string op, PatchOperationKind expected) =>
        Assert.Equal(expected, Assert.Single(Read($$"""{ "op": "{{op}}", "path": "title", "value": "x" }""").Operations).Kind);

    [Theory]
    [InlineData("""{ "op": "add", "path": "title", "value": "x" }""")]
    [InlineData("""{ "value": "x", "path": "title", "op": "add" }""")]
    [InlineData("""{ "VALUE": "x", "Path": "title", "Op": "add" }""")]
    [InlineData("""{ "op": "add", "path": "title", "value": "x", "comment": "from HR" }""")]
    public void Neither_order_nor_case_of_members_matters_nor_further_ones(string operation) =>
        Assert.Equal(new PatchOperation(PatchOperationKind.Add, "title", "x"), Assert.Single(Read(operation).Operations));

    [Theory]
    [InlineData("""{ "Operations": [{ "op": "remove", "path": "title" }], "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"] }""")]
    [InlineData("""{ "schemas": ["urn:x", "URN:ietf:params:scim:api:messages:2.0:patchop"], "operations": [{ "op": "remove", "path": "title" }] }""")]
    public void The_members_of_the_message_are_read_in_any_order_and_letter_case(string message) =>
        Assert.Single(PatchRequest.Read(Wire.Parse(message)).Operations);

    // Microsoft's SCIM Validator sends it and expects success.
    [Fact]
    public void An_empty_list_of_operations_is_accepted() => Assert.Empty(Read("").Operations);

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"add\"")]
    [InlineData("{ }")]
    [InlineData("""{ "Operations": [] }""")]
    [InlineData("""{ "schemas": [], "Operations": [] }""")]
    [InlineData("""{ "schemas": "urn:ietf:params:scim:api:messages:2.0:PatchOp", "Operations": [] }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [] }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"] }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": null }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": { "op": "remove", "path": "title" } }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "op": "remove", "path": "title" }""")]
    public void A_message_without_its_URN_or_a_list_of_operations_is_invalid_syntax(string message)
    {
        var refusal = Assert.Throws<ScimException>(() => PatchRequest.Read(Wire.Parse(message)));

        Assert.Equal((400, "invalidSyntax"), (refusal.Status, refusal.ScimType));
    }

    [Theory]
    [InlineData("""{ "op": "set", "path": "title", "value": "x" }""", "invalidSyntax", "'op' must be add, replace or remove")]
    [InlineData("""{ "op": "move", "from": "title", "path": "nickName" }""", "invalidSyntax", "'op'")]
    [InlineData("""{ "op": "", "path": "title" }""", "invalidSyntax", "'op'")]
    [InlineData("""{ "op": " add", "path": "title", "value": "x" }""", "invalidSyntax", "'op'")]
    [InlineData("""{ "op": null, "path": "title" }""", "invalidSyntax", "'op'")]
    [InlineData("""{ "op": ["add"], "path": "title", "value": "x" }""", "invalidSyntax", "'op'")]
    [InlineData("""{ "path": "title", "value": "x" }""", "invalidSyntax", "'op'")]
    [InlineData("\"remove title\"", "invalidSyntax", "must be an object")]
    [InlineData("null", "invalidSyntax", "must be an object")]
    [InlineData("""[{ "op": "remove", "path": "title" }]""", "invalidSyntax", "must be an object")]
    [InlineData("""{ "op": "add", "path": "title" }""", "invalidValue", "'value' is missing: add needs one")]
    [InlineData("""{ "op": "Replace", "path": "title" }""", "invalidValue", "'value' is missing: replace needs one")]
    [InlineData("""{ "op": "add" }""", "invalidValue", "'value' is missing")]
    [InlineData("""{ "op": "remove" }""", "noTarget", "'path' is missing: remove needs one")]
    [InlineData("""{ "op": "remove", "path": null }""", "noTarget", "'path' is missing")]
    [InlineData("""{ "op": "remove", "value": { "title": "x" } }""", "noTarget", "'path' is missing")]
    [InlineData("""{ "op": "add", "value": "x" }""", "invalidValue", "must be an object of attributes")]
    [InlineData("""{ "op": "replace", "value": null }""", "invalidValue", "must be an object of attributes")]
    [InlineData("""{ "op": "replace", "path": null, "value": [{ "title": "x" }] }""", "invalidValue", "must be an object of attributes")]
    [InlineData("""{ "op": "add", "path": 5, "value": "x" }""", "invalidPath", "'path' must be text")]
    [InlineData("""{ "op": "remove", "path": ["title"] }""", "invalidPath", "'path' must be text")]
    public void What_an_operation_lacks_is_told(string operation, string scimType, string told)
    {
        var refusal = Assert.Throws<ScimException>(() => Read(operation));

        Assert.Equal((400, scimType), (refusal.Status, refusal.ScimType));
        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_is_a_value_and_a_superfluous_one_of_remove_is_kept()
    {
        Assert.Equal(ScimValue.Null, Assert.Single(Read("""{ "op": "replace", "path": "title", "value": null }""").Operations).Value);
        Assert.Equal("x", Assert.Single(Read("""{ "op": "remove", "path": "title", "value": "x" }""").Operations).Value.AsText);
    }

    [Fact]
    public void A_request_may_carry_1000_operations_and_no_more()
    {
        Assert.Equal(1_000, Read(Removals(1_000)).Operations.Count);

        var refusal = Assert.Throws<ScimException>(() => Read(Removals(1_001)));

        Assert.Equal((413, null), (refusal.Status, refusal.ScimType));
        Assert.Contains("at most 1000 operations", refusal.Message, StringComparison.Ordinal);
    }

    static string Removals(int count) => string.Join(',', Enumerable.Repeat("""{ "op": "remove", "path": "title" }""", count));

    static PatchRequest Read(string operations) => PatchRequest.Read(Patching.Message(operations));
}
