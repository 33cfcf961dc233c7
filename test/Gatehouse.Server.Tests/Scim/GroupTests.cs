namespace Gatehouse.Server.Tests.Scim;

/// <summary>/Groups (RFC 7643 §4.2).</summary>
public abstract class GroupTests(ServerFixture server) : ScimTest(server)
{
    [Fact]
    public async Task A_group_is_created_with_members_and_read_back()
    {
        var user = await Scim.CreateUserAsync("ann@contoso.example", "\"displayName\": \"Ann\"");
        var inner = await Scim.CreateGroupAsync("Inner");

        var created = (await Scim.PostAsync("/Groups", ScimClient.Group("Tools", user, inner, user))).ShouldBe(201);

        var read = await Scim.GetAsync($"/Groups/{created.Id}");
        Assert.Equal(created.Text, read.ShouldBe(200).Text);
        Assert.Equal(created.ETag, read.ETag);
        Assert.EndsWith($"/scim/v2/Groups/{created.Id}", created.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal("Group", read["meta", "resourceType"]);
        Assert.Equal(new HashSet<string> { user, inner }, (await Scim.MembersAsync(created.Id)).ToHashSet());
        var members = read.Body.GetProperty("members").EnumerateArray().ToDictionary(static member => member.GetProperty("value").GetString()!);
        Assert.Equal(2, members.Count);
        Assert.Equal(("User", "Ann"), (members[user].GetProperty("type").GetString(), members[user].GetProperty("display").GetString()));
        Assert.Equal(("Group", "Inner"), (members[inner].GetProperty("type").GetString(), members[inner].GetProperty("display").GetString()));
        Assert.EndsWith($"/scim/v2/Users/{user}", members[user].GetProperty("$ref").GetString(), StringComparison.Ordinal);
        Assert.EndsWith($"/scim/v2/Groups/{inner}", members[inner].GetProperty("$ref").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_show_the_groups_they_are_direct_members_of()
    {
        var user = await Scim.CreateUserAsync("ann@contoso.example");
        var inner = await Scim.CreateGroupAsync("Inner", user);
        await Scim.CreateGroupAsync("Outer", inner);

        var membership = Assert.Single((await Scim.GetAsync($"/Users/{user}")).Body.GetProperty("groups").EnumerateArray());

        Assert.Equal((inner, "Inner", "direct"), (
            membership.GetProperty("value").GetString(), membership.GetProperty("display").GetString(), membership.GetProperty("type").GetString()));
        Assert.EndsWith($"/scim/v2/Groups/{inner}", membership.GetProperty("$ref").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_groups_are_unique_without_regard_to_case()
    {
        await Scim.CreateGroupAsync("Tools");
        var other = await Scim.CreateGroupAsync("Other");

        (await Scim.PostAsync("/Groups", ScimClient.Group("TOOLS"))).ShouldRefuse(409, "uniqueness", "displayName");
        (await Scim.PatchAsync($"/Groups/{other}", """{ "op": "replace", "path": "displayName", "value": "tools" }""")).ShouldRefuse(409, "uniqueness");
        (await Scim.PutAsync($"/Groups/{other}", ScimClient.Group("tOOLS"))).ShouldRefuse(409, "uniqueness");
        Assert.Equal("Other", (await Scim.GetAsync($"/Groups/{other}"))["displayName"]);
    }

    [Theory]
    [InlineData("""{ "schemas": ["GROUP"] }""", "invalidValue", "displayName")]
    [InlineData("""{ "schemas": ["GROUP"], "displayName": "" }""", "invalidValue", "displayName")]
    [InlineData("""{ "schemas": ["GROUP"], "displayName": "a", "colour": "red" }""", "invalidSyntax", "colour")]
    [InlineData("""{ "schemas": ["GROUP"], "displayName": "a", "members": [{ "value": "x", "colour": "red" }] }""", "invalidSyntax", "members.colour")]
    [InlineData("""{ "schemas": ["GROUP"], "displayName": "a", "members": [{ "value": "nobody" }] }""", "invalidValue", "members")]
    [InlineData("""{ "schemas": ["GROUP"], "displayName": "a", "members": [{ "value": "0197f000-0000-7000-8000-000000000000" }] }""", "invalidValue", "members")]
    public async Task A_faulty_group_is_refused_and_nothing_is_stored(string body, string scimType, string named)
    {
        (await Scim.PostAsync("/Groups", body.Replace("GROUP", ScimClient.GroupUrn, StringComparison.Ordinal))).ShouldRefuse(400, scimType, named);

        Assert.Equal(0, await CountAsync("groups"));
        Assert.Equal(0, await CountAsync("group_members"));
    }

    [Fact]
    public async Task PUT_makes_exactly_these_the_members()
    {
        var users = new List<string>();
        for (var i = 0; i < 4; i++)
            users.Add(await Scim.CreateUserAsync($"user{i}@contoso.example"));
        var group = await Scim.CreateGroupAsync("Tools", users[..3]);

        var replaced = (await Scim.PutAsync($"/Groups/{group}", ScimClient.Group("Tools 2", users[2..]))).ShouldBe(200);

        Assert.Equal("Tools 2", replaced["displayName"]);
        Assert.Equal(users[2..].ToHashSet(), (await Scim.MembersAsync(group)).ToHashSet());
        (await Scim.PutAsync($"/Groups/{group}", ScimClient.Group("Tools 2"))).ShouldBe(200);
        Assert.Empty(await Scim.MembersAsync(group));
    }

    [Fact]
    public async Task Groups_are_found_by_name_with_and_without_members()
    {
        var user = await Scim.CreateUserAsync("ann@contoso.example");
        var group = await Scim.CreateGroupAsync("Tools", user);

        var found = await Scim.GetAsync("/Groups?excludedAttributes=members&filter=displayName+eq+\"TOOLS\"");

        Assert.Equal([group], found.ShouldBe(200).Ids);
        Assert.DoesNotContain("members", found.Text, StringComparison.Ordinal);
        Assert.Equal([group], (await Scim.FilterAsync("/Groups", $"members.value eq \"{user}\"")).Ids);
        Assert.Equal([group], (await Scim.FilterAsync("/Groups", $"members[value eq \"{user}\"]")).Ids);
        Assert.Equal([group], (await Scim.FilterAsync("/Groups", $"id eq \"{group}\" and members eq \"{user}\"")).Ids);
        Assert.Empty((await Scim.FilterAsync("/Groups", $"members.value eq \"{group}\"")).Ids);
    }

    [Fact]
    public async Task A_name_an_external_id_and_nothing_else_are_changed_by_PATCH()
    {
        var user = await Scim.CreateUserAsync("ann@contoso.example");
        var group = await Scim.CreateGroupAsync("Tools", user);

        (await Scim.PatchAsync($"/Groups/{group}", """{ "op": "Replace", "value": { "displayName": "Tooling", "externalId": "X7" } }""")).ShouldBe(204);

        var read = await Scim.GetAsync($"/Groups/{group}");
        Assert.Equal(("Tooling", "X7"), (read["displayName"], read["externalId"]));
        Assert.Equal([user], await Scim.MembersAsync(group));
        Assert.Equal([group], (await Scim.FilterAsync("/Groups", "displayName eq \"tooling\"")).Ids);
        Assert.Equal([group], (await Scim.FilterAsync("/Groups", "externalId eq \"X7\"")).Ids);
    }

    [Fact]
    public async Task PATCH_answers_204_unless_attributes_are_asked_for()
    {
        var group = await Scim.CreateGroupAsync("Tools");
        const string Rename = """{ "op": "replace", "path": "displayName", "value": "Tooling" }""";

        var silent = (await Scim.PatchAsync($"/Groups/{group}", Rename)).ShouldBe(204);
        var told = (await Scim.PatchAsync($"/Groups/{group}?attributes=displayName", Rename)).ShouldBe(200);

        Assert.Equal("", silent.Text);
        Assert.Equal("Tooling", told["displayName"]);
    }
}
