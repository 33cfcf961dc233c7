using Gatehouse.Scim;
using Gatehouse.Server.Directory;

namespace Gatehouse.Server.Tests.Scim;

/// <summary>From joining to leaving, and back.</summary>
public abstract class LifecycleTests(ServerFixture server) : ScimTest(server)
{
    [Fact]
    public async Task A_user_joins_moves_is_disabled_enabled_and_leaves_as_Entra_does_it()
    {
        Assert.Equal(0, (await Scim.FilterAsync("/Users", "userName eq \"ann@contoso.example\"")).ShouldBe(200).Total);
        var id = await Scim.CreateUserAsync("ann@contoso.example", "\"externalId\": \"ann\", \"active\": true, \"title\": \"Clerk\"");
        var group = await Scim.CreateGroupAsync("Tools");

        (await Scim.PatchAsync($"/Groups/{group}", $$"""{ "op": "Add", "path": "members", "value": [{ "value": "{{id}}" }] }""")).ShouldBe(204);
        (await Scim.PatchAsync($"/Users/{id}", """{ "op": "Replace", "path": "title", "value": "Chief" }""")).ShouldBe(200);
        (await Scim.PatchAsync($"/Users/{id}", """{ "op": "Replace", "path": "active", "value": "False" }""")).ShouldBe(200);
        Assert.Equal([id], (await Scim.FilterAsync("/Users", "userName eq \"ann@contoso.example\" and active eq false")).Ids);
        (await Scim.PatchAsync($"/Users/{id}", """{ "op": "Replace", "path": "active", "value": "True" }""")).ShouldBe(200);

        var user = await Scim.GetAsync($"/Users/{id}");
        Assert.Equal(("true", "Chief", group), (user["active"], user["title"], user["groups", "0", "value"]));
        (await Scim.DeleteAsync($"/Users/{id}")).ShouldBe(204);
        Assert.Equal(0, (await Scim.FilterAsync("/Users", "externalId eq \"ann\"")).Total);
    }

    [Fact]
    public async Task A_deleted_user_comes_back_as_it_was_with_the_memberships_that_still_can_be()
    {
        var id = await Scim.CreateUserAsync("ann@contoso.example", "\"title\": \"Clerk\", \"active\": false, \"emails\": [{ \"value\": \"a@b\" }]");
        var (stays, goes) = (await Scim.CreateGroupAsync("Stays", id), await Scim.CreateGroupAsync("Goes", id));
        var before = await Scim.GetAsync($"/Users/{id}");
        await Scim.DeleteAsync($"/Users/{id}");
        await Scim.DeleteAsync($"/Groups/{goes}");

        Assert.True(await RestoreAsync(id));

        var after = (await Scim.GetAsync($"/Users/{id}")).ShouldBe(200);
        foreach (var attribute in (string[])["userName", "title", "active", "emails"])
            Assert.Equal(before[attribute], after[attribute]);
        Assert.Equal(before["meta", "created"], after["meta", "created"]);
        Assert.NotEqual(before.ETag, after.ETag);
        Assert.Equal([id], await Scim.MembersAsync(stays));
        Assert.Equal(stays, Assert.Single(after.Body.GetProperty("groups").EnumerateArray()).GetProperty("value").GetString());
        Assert.Equal([id], (await Scim.FilterAsync("/Users", "emails.value eq \"A@B\"")).Ids);
        Assert.Equal(0, await CountAsync("deleted_users"));
        Assert.False(await RestoreAsync(id));
    }

    [Fact]
    public async Task A_deleted_user_whose_name_was_taken_stays_deleted()
    {
        var id = await Scim.CreateUserAsync("ann@contoso.example");
        await Scim.DeleteAsync($"/Users/{id}");
        var successor = await Scim.CreateUserAsync("ANN@contoso.example");

        var refusal = await Assert.ThrowsAsync<ScimException>(() => RestoreAsync(id));

        Assert.Equal("uniqueness", refusal.ScimType);
        (await Scim.GetAsync($"/Users/{id}")).ShouldRefuse(404);
        (await Scim.GetAsync($"/Users/{successor}")).ShouldBe(200);
        Assert.Equal(1, await CountAsync("deleted_users"));
    }

    [Fact]
    public async Task Only_the_own_organization_can_bring_a_user_back()
    {
        var id = await Scim.CreateUserAsync("ann@contoso.example");
        await Scim.DeleteAsync($"/Users/{id}");
        var other = await NewClientAsync();

        var restored = await Database.WriteAsync(other.Organization, db => Service<DeletedUsers>().RestoreAsync(db, new UserId(Guid.Parse(id)), Stop), Stop);

        Assert.False(restored);
        var deleted = await Database.ReadAsync(Scim.Organization, db => Service<DeletedUsers>().ListAsync(db, 10, Stop), Stop);
        Assert.Equal(["ann@contoso.example"], deleted.Select(static user => user.UserName));
    }

    Task<bool> RestoreAsync(string id) =>
        Database.WriteAsync(Scim.Organization, db => Service<DeletedUsers>().RestoreAsync(db, new UserId(Guid.Parse(id)), Stop), Stop);
}
