namespace Gatehouse.Server.Tests.Scim;

/// <summary>PUT /Users/{id} (RFC 7644 §3.5.1).</summary>
public abstract class ReplaceUserTests(ServerFixture server) : ScimTest(server)
{
    [Fact]
    public async Task What_is_left_out_is_cleared_and_what_the_server_owns_stays()
    {
        var created = await Scim.PostAsync("/Users", ScimClient.User("ann@contoso.example", $$"""
            "title": "Clerk", "emails": [{ "value": "a@b" }], "{{ScimClient.EnterpriseUrn}}": { "department": "Tools" }
            """));

        var replaced = (await Scim.PutAsync($"/Users/{created.Id}", ScimClient.User("ann@contoso.example", "\"nickName\": \"A\""))).ShouldBe(200);

        Assert.Equal(("A", null, null, null), (replaced["nickName"], replaced["title"], replaced["emails"], replaced[ScimClient.EnterpriseUrn]));
        Assert.Equal((created.Id, created["meta", "created"]), (replaced.Id, replaced["meta", "created"]));
        Assert.True(string.CompareOrdinal(replaced["meta", "lastModified"], created["meta", "lastModified"]) > 0);
        Assert.NotEqual(created.ETag, replaced.ETag);
        Assert.Equal(replaced.Text, (await Scim.GetAsync($"/Users/{created.Id}")).Text);
    }

    [Fact]
    public async Task Nothing_moves_when_nothing_changes()
    {
        var id = await Scim.CreateUserAsync("ann@contoso.example", "\"title\": \"Clerk\"");
        var before = await Scim.GetAsync($"/Users/{id}");

        var replaced = await Scim.PutAsync($"/Users/{id}", before.Text);

        Assert.Equal(before.Text, replaced.ShouldBe(200).Text);
    }

    [Fact]
    public async Task A_deactivated_user_is_not_let_back_in_by_silence()
    {
        var id = await Scim.CreateUserAsync("ann@contoso.example", "\"active\": false");

        var replaced = await Scim.PutAsync($"/Users/{id}", ScimClient.User("ann@contoso.example"));

        Assert.Equal("false", replaced.ShouldBe(200)["active"]);
    }

    [Fact]
    public async Task A_user_that_does_not_exist_is_not_created()
    {
        (await Scim.PutAsync($"/Users/{Guid.CreateVersion7()}", ScimClient.User("ann@contoso.example"))).ShouldRefuse(404);
        Assert.Equal(0, await CountAsync("users"));
    }

    [Fact]
    public async Task The_name_of_another_is_refused_and_the_own_in_capitals_is_not()
    {
        var ann = await Scim.CreateUserAsync("ann@contoso.example");
        await Scim.CreateUserAsync("bea@contoso.example");

        (await Scim.PutAsync($"/Users/{ann}", ScimClient.User("BEA@contoso.example"))).ShouldRefuse(409, "uniqueness", "userName");
        Assert.Equal("ANN@contoso.example", (await Scim.PutAsync($"/Users/{ann}", ScimClient.User("ANN@contoso.example"))).ShouldBe(200)["userName"]);
    }

    [Fact]
    public async Task A_body_that_would_be_refused_in_POST_is_refused_and_changes_nothing()
    {
        var id = await Scim.CreateUserAsync("ann@contoso.example", "\"title\": \"Clerk\"");

        (await Scim.PutAsync($"/Users/{id}", $$"""{ "schemas": ["{{ScimClient.UserUrn}}"], "title": "x" }""")).ShouldRefuse(400, "invalidValue", "userName");
        (await Scim.PutAsync($"/Users/{id}", ScimClient.User("ann@contoso.example", "\"colour\": \"red\""))).ShouldRefuse(400, "invalidSyntax", "colour");
        (await Scim.PutAsync($"/Users/{id}", "[]")).ShouldRefuse(400, "invalidSyntax");

        Assert.Equal("Clerk", (await Scim.GetAsync($"/Users/{id}"))["title"]);
    }

    [Fact]
    public async Task Missing_users_are_told_before_faults_of_the_body() =>
        (await Scim.PutAsync($"/Users/{Guid.CreateVersion7()}", "nonsense")).ShouldRefuse(404);
}
