namespace Gatehouse.Server.Tests.Scim;

/// <summary>DELETE /Users/{id} (RFC 7644 §3.6).</summary>
public abstract class DeleteUserTests(ServerFixture server) : ScimTest(server)
{
    [Fact]
    public async Task A_deleted_user_is_gone_from_every_answer()
    {
        var id = await Scim.CreateUserAsync("ann@contoso.example", "\"emails\": [{ \"value\": \"a@b\" }]");
        var other = await Scim.CreateUserAsync("bea@contoso.example");
        var group = await Scim.CreateGroupAsync("Tools", id, other);

        var deleted = (await Scim.DeleteAsync($"/Users/{id}")).ShouldBe(204);

        Assert.Equal("", deleted.Text);
        (await Scim.GetAsync($"/Users/{id}")).ShouldRefuse(404);
        (await Scim.PutAsync($"/Users/{id}", ScimClient.User("ann@contoso.example"))).ShouldRefuse(404);
        (await Scim.PatchAsync($"/Users/{id}", """{ "op": "replace", "path": "title", "value": "x" }""")).ShouldRefuse(404);
        (await Scim.DeleteAsync($"/Users/{id}")).ShouldRefuse(404);
        foreach (var filter in (string[])["userName eq \"ann@contoso.example\"", $"id eq \"{id}\"", "emails.value eq \"a@b\"", "emails pr"])
            Assert.Empty((await Scim.FilterAsync("/Users", filter)).Ids);
        Assert.Equal([other], await Scim.MembersAsync(group));
        Assert.Empty((await Scim.FilterAsync("/Groups", $"members.value eq \"{id}\"")).Ids);
        Assert.DoesNotContain(id, (await Scim.GetAsync("/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_name_of_a_deleted_user_is_free_and_the_id_is_not_used_again()
    {
        var first = await Scim.CreateUserAsync("ann@contoso.example");
        await Scim.DeleteAsync($"/Users/{first}");

        Assert.NotEqual(first, await Scim.CreateUserAsync("ann@contoso.example"));
    }

    [Fact]
    public async Task A_group_that_loses_a_deleted_member_gets_a_new_version()
    {
        var id = await Scim.CreateUserAsync("ann@contoso.example");
        var group = await Scim.CreateGroupAsync("Tools", id);
        var before = await Scim.GetAsync($"/Groups/{group}");

        await Scim.DeleteAsync($"/Users/{id}");

        Assert.NotEqual(before.ETag, (await Scim.GetAsync($"/Groups/{group}")).ETag);
    }

    [Fact]
    public async Task A_deleted_group_is_gone_and_its_members_stay()
    {
        var id = await Scim.CreateUserAsync("ann@contoso.example");
        var group = await Scim.CreateGroupAsync("Tools", id);
        var outer = await Scim.CreateGroupAsync("All", group);

        (await Scim.DeleteAsync($"/Groups/{group}")).ShouldBe(204);

        (await Scim.GetAsync($"/Groups/{group}")).ShouldRefuse(404);
        (await Scim.DeleteAsync($"/Groups/{group}")).ShouldRefuse(404);
        Assert.Null((await Scim.GetAsync($"/Users/{id}")).ShouldBe(200)["groups"]);
        Assert.Empty(await Scim.MembersAsync(outer));
        Assert.Equal(0, await CountAsync("group_members"));
        await Scim.CreateGroupAsync("Tools");
    }
}
