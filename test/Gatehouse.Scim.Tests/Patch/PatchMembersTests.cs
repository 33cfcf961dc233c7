using Gatehouse.Scim.Tests.Resources;

using static Gatehouse.Scim.Tests.Patch.Patching;

namespace Gatehouse.Scim.Tests.Patch;

/// <summary>Members of groups, which come and go but never change (RFC 7643 §4.2; R74 to R80).</summary>
public sealed class PatchMembersTests
{
    const string Members = """ "members": [{ "value": "u1" }, { "value": "u2" }] """;

    [Theory]
    [InlineData("""{ "op": "Add", "path": "members", "value": [{ "$ref": null, "value": "u3" }] }""")]
    [InlineData("""{ "op": "add", "path": "members", "value": { "value": "u3" } }""")]
    [InlineData("""{ "op": "add", "path": "members", "value": ["u3"] }""")]
    [InlineData("""{ "op": "add", "path": "members", "value": "u3" }""")]
    [InlineData("""{ "op": "add", "path": "urn:ietf:params:scim:schemas:core:2.0:Group:members", "value": [{ "value": "u3" }, { "value": "u3" }] }""")]
    [InlineData("""{ "op": "add", "path": "members", "value": [{ "value": "u2" }, { "value": "u3" }, { "value": "u1" }] }""")]
    [InlineData("""{ "op": "add", "value": { "members": [{ "value": "u3" }] } }""")]
    public void Members_are_added_once(string operation)
    {
        const string After = """ "members": [{ "value": "u1" }, { "value": "u2" }, { "value": "u3" }] """;

        Group(Members, operation, After);
        Group(Members, $"{operation}, {operation}", After);
    }

    [Theory]
    [InlineData("""{ "value": "u1" }""")]
    [InlineData("""{ "value": "u1", "type": "Group" }""")]
    [InlineData("""{ "value": "u1", "display": "Another" }""")]
    [InlineData("""{ "value": "u1", "$ref": "https://x.example/Users/u1" }""")]
    public void A_member_that_is_there_is_not_changed_by_an_add(string member) => Group(
        """ "members": [{ "value": "u1", "type": "User", "display": "Ann" }] """,
        $$"""{ "op": "add", "path": "members", "value": [{{member}}] }""",
        """ "members": [{ "value": "u1", "type": "User", "display": "Ann" }] """);

    // Read by the letter of RFC 7644 §3.5.2.2, the value would be superfluous and the group empty.
    [Theory]
    [InlineData("""{ "op": "Remove", "path": "members", "value": [{ "$ref": null, "value": "u2" }] }""")]
    [InlineData("""{ "op": "remove", "path": "members", "value": [{ "value": "u2" }, { "value": "u9" }] }""")]
    [InlineData("""{ "op": "remove", "path": "members", "value": { "value": "u2" } }""")]
    [InlineData("""{ "op": "remove", "path": "members", "value": "u2" }""")]
    [InlineData("""{ "op": "remove", "path": "members", "value": ["u2"] }""")]
    [InlineData("""{ "op": "remove", "path": "members", "value": [{ "value": "u2", "type": "Group" }] }""")]
    [InlineData("""{ "op": "remove", "path": "members", "value": { "members": [{ "value": "u2" }] } }""")]
    [InlineData("""{ "op": "remove", "path": "members[value eq \"u2\"]" }""")]
    [InlineData("""{ "op": "remove", "path": "members[value eq u2 or value eq u9]" }""")]
    [InlineData("""{ "op": "replace", "path": "members", "value": [{ "value": "u1", "type": "User" }] }""")]
    public void Only_the_named_member_is_removed(string operation) =>
        Group(
            """ "members": [{ "value": "u1", "type": "User" }, { "value": "u2", "type": "User" }] """, operation,
            """ "members": [{ "value": "u1", "type": "User" }] """);

    [Theory]
    [InlineData("""{ "op": "remove", "path": "members", "value": [{ "value": "u9" }] }""")]
    [InlineData("""{ "op": "remove", "path": "members[value eq \"u9\"]" }""")]
    [InlineData("""{ "op": "remove", "path": "members[value eq \"U1\"]" }""")]
    [InlineData("""{ "op": "add", "path": "members", "value": [] }""")]
    [InlineData("""{ "op": "add", "path": "members", "value": [{ "value": "u2" }] }""")]
    public void Strangers_cannot_leave_and_members_not_join(string operation) => Group(Members, operation, Members);

    [Theory]
    [InlineData("""{ "op": "remove", "path": "members" }""")]
    [InlineData("""{ "op": "remove", "path": "members", "value": [] }""")]
    [InlineData("""{ "op": "remove", "path": "members", "value": null }""")]
    [InlineData("""{ "op": "replace", "path": "members", "value": [] }""")]
    [InlineData("""{ "op": "replace", "value": { "members": [] } }""")]
    public void A_group_is_emptied(string operation) => Group(Members, operation, "");

    [Fact]
    public void Several_changes_are_one_request() => Group(
        Members,
        """
        { "op": "remove", "path": "members[value eq \"u1\"]" },
        { "op": "add", "path": "members", "value": [{ "value": "u3" }, { "value": "u1" }] },
        { "op": "remove", "path": "members", "value": [{ "value": "u2" }] },
        { "op": "replace", "path": "externalId", "value": "G-1" }
        """,
        """ "members": [{ "value": "u3" }, { "value": "u1" }], "externalId": "G-1" """);

    [Theory]
    [InlineData("""{ "op": "replace", "path": "members[value eq \"u1\"].value", "value": "u3" }""")]
    [InlineData("""{ "op": "replace", "path": "members[value eq \"u1\"].display", "value": "Ann" }""")]
    [InlineData("""{ "op": "remove", "path": "members[value eq \"u1\"].type" }""")]
    [InlineData("""{ "op": "add", "path": "members.display", "value": "Ann" }""")]
    [InlineData("""{ "op": "replace", "path": "members[value eq \"u1\"]", "value": { "value": "u3" } }""")]
    [InlineData("""{ "op": "add", "path": "members[value eq \"u1\"]", "value": { "display": "Ann" } }""")]
    [InlineData("""{ "op": "add", "path": "members[type eq \"User\"]", "value": { "value": "u3" } }""")]
    public void A_member_cannot_be_changed(string operation)
    {
        var refusal = Assert.Throws<ScimException>(() => Apply(Wire.ReadGroup(Members), Wire.Groups, operation));

        Assert.Equal((400, "mutability"), (refusal.Status, refusal.ScimType));
        Assert.Contains("add or remove the whole value", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_members_join_and_leave_quickly()
    {
        var members = string.Join(',', Enumerable.Range(0, 1_000).Select(static i => $$"""{ "value": "m{{i}}" }"""));
        var removals = string.Join(',', Enumerable.Range(0, 1_000).Select(static i => $$"""{ "op": "remove", "path": "members[value eq \"m{{i}}\"]" }"""));

        var full = Apply(Wire.ReadGroup(Members), Wire.Groups, $$"""{ "op": "add", "path": "members", "value": [{{members}}] }""");
        var empty = Apply(full, Wire.Groups, removals);

        Assert.Equal(1_002, full["members"].AsList!.Count);
        Assert.Equal(Wire.ReadGroup(Members), empty);
    }
}
