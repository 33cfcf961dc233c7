namespace Gatehouse.Server.Tests.Scim;

/// <summary>Membership changes as provisioning clients send them.</summary>
public abstract class GroupMemberTests(ServerFixture server) : ScimTest(server)
{
    string ann = "", bea = "", group = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        ann = await Scim.CreateUserAsync("ann@contoso.example");
        bea = await Scim.CreateUserAsync("bea@contoso.example");
        group = await Scim.CreateGroupAsync("Tools");
    }

    [Theory]
    [InlineData("""{ "op": "Add", "path": "members", "value": [{ "value": "ANN" }] }""")]
    [InlineData("""{ "op": "add", "path": "members", "value": [{ "$ref": null, "value": "ANN", "display": "x" }] }""")]
    [InlineData("""{ "op": "add", "path": "members", "value": { "value": "ANN" } }""")]
    [InlineData("""{ "op": "add", "path": "members", "value": "ANN" }""")]
    [InlineData("""{ "op": "add", "value": { "members": [{ "value": "ANN" }] } }""")]
    [InlineData("""{ "op": "replace", "path": "members", "value": [{ "value": "ANN" }] }""")]
    [InlineData("""{ "op": "add", "path": "members", "value": [{ "value": "ANN" }, { "value": "ANN" }] }""")]
    public async Task A_member_is_added_in_all_forms_that_clients_send(string operation)
    {
        (await PatchAsync(operation)).ShouldBe(204);

        Assert.Equal([ann], await Scim.MembersAsync(group));
    }

    [Theory]
    [InlineData("""{ "op": "Remove", "path": "members", "value": [{ "value": "ANN" }] }""")]
    [InlineData("""{ "op": "remove", "path": "members[value eq \"ANN\"]" }""")]
    [InlineData("""{ "op": "REMOVE", "path": "MEMBERS[VALUE EQ \"ANN\"]" }""")]
    [InlineData("""{ "op": "replace", "path": "members", "value": [{ "value": "BEA" }] }""")]
    [InlineData("""{ "op": "remove", "path": "members[value eq \"ANN\"]" }, { "op": "remove", "path": "members[value eq \"ANN\"]" }""")]
    public async Task A_member_is_removed_in_all_forms_that_clients_send(string operation)
    {
        await PatchAsync("""{ "op": "add", "path": "members", "value": [{ "value": "ANN" }, { "value": "BEA" }] }""");

        (await PatchAsync(operation)).ShouldBe(204);

        Assert.Equal([bea], await Scim.MembersAsync(group));
    }

    [Fact]
    public async Task All_members_are_removed_at_once()
    {
        await PatchAsync("""{ "op": "add", "path": "members", "value": [{ "value": "ANN" }, { "value": "BEA" }] }""");

        (await PatchAsync("""{ "op": "remove", "path": "members" }""")).ShouldBe(204);

        Assert.Empty(await Scim.MembersAsync(group));
    }

    [Fact]
    public async Task Operations_follow_one_another()
    {
        (await PatchAsync("""
            { "op": "add", "path": "members", "value": [{ "value": "ANN" }] },
            { "op": "remove", "path": "members" },
            { "op": "add", "path": "members", "value": [{ "value": "BEA" }] },
            { "op": "replace", "path": "displayName", "value": "Tooling" }
            """)).ShouldBe(204);

        Assert.Equal([bea], await Scim.MembersAsync(group));
        Assert.Equal("Tooling", (await Scim.GetAsync($"/Groups/{group}"))["displayName"]);
    }

    [Fact]
    public async Task Adding_who_is_there_and_removing_who_is_not_changes_nothing()
    {
        await PatchAsync("""{ "op": "add", "path": "members", "value": [{ "value": "ANN" }] }""");
        var before = await Scim.GetAsync($"/Groups/{group}");

        (await PatchAsync("""{ "op": "add", "path": "members", "value": [{ "value": "ANN" }] }""")).ShouldBe(204);
        (await PatchAsync("""{ "op": "remove", "path": "members[value eq \"BEA\"]" }""")).ShouldBe(204);
        (await PatchAsync("""{ "op": "remove", "path": "members[value eq \"0197f000-0000-7000-8000-000000000000\"]" }""")).ShouldBe(204);

        Assert.Equal(before.Text, (await Scim.GetAsync($"/Groups/{group}")).Text);
    }

    [Theory]
    [InlineData("""{ "op": "add", "path": "members", "value": [{ "value": "ANN" }, { "value": "0197f000-0000-7000-8000-000000000000" }] }""")]
    [InlineData("""{ "op": "add", "path": "members", "value": [{ "value": "ANN" }, { "value": "nobody" }] }""")]
    [InlineData("""{ "op": "add", "path": "members", "value": [{ "value": "ANN" }, { "value": "GROUP" }] }""")]
    [InlineData("""{ "op": "replace", "path": "members", "value": [{ "value": "ANN" }, { "value": "nobody" }] }""")]
    [InlineData("""{ "op": "add", "path": "members", "value": [{ "value": "ANN" }] }, { "op": "replace", "path": "displayName", "value": "" }""")]
    public async Task One_member_who_cannot_be_refuses_the_whole_request(string operations)
    {
        var before = await Scim.GetAsync($"/Groups/{group}");

        (await PatchAsync(operations)).ShouldBe(400);

        Assert.Equal(before.Text, (await Scim.GetAsync($"/Groups/{group}")).Text);
    }

    [Fact]
    public async Task A_thousand_members_come_and_go_in_one_request()
    {
        var ids = await DirectoryRows.InsertUsersAsync(Database, Scim.Organization, 1_000, Stop);
        var all = string.Join(',', ids.Select(static id => $$"""{ "value": "{{id}}" }"""));

        (await PatchAsync($$"""{ "op": "Add", "path": "members", "value": [{{all}}] }""")).ShouldBe(204);
        Assert.Equal(1_000, (await Scim.MembersAsync(group)).Count);

        (await PatchAsync(string.Join(',', ids.Select(static id => $$"""{ "op": "remove", "path": "members[value eq \"{{id}}\"]" }""")))).ShouldBe(204);
        Assert.Empty(await Scim.MembersAsync(group));
    }

    Task<ScimAnswer> PatchAsync(string operations) => Scim.PatchAsync($"/Groups/{group}", operations
        .Replace("ANN", ann, StringComparison.Ordinal).Replace("BEA", bea, StringComparison.Ordinal).Replace("GROUP", group, StringComparison.Ordinal));
}
