namespace Gatehouse.Server.Tests.Scim;

/// <summary>attributes and excludedAttributes (RFC 7644 §3.9) at every door; the rules themselves are tested in the library.</summary>
public abstract class ProjectionTests(ServerFixture server) : ScimTest(server)
{
    string user = "", group = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        user = await Scim.CreateUserAsync("ann@contoso.example", "\"title\": \"Clerk\", \"name\": { \"givenName\": \"Ann\", \"familyName\": \"Berg\" }");
        group = await Scim.CreateGroupAsync("Tools", user);
    }

    [Theory]
    [InlineData("attributes=userName", "id,schemas,userName")]
    [InlineData("attributes=USERNAME,+title", "id,schemas,title,userName")]
    [InlineData("attributes=name.familyName", "id,name,schemas")]
    [InlineData("attributes=groups", "groups,id,schemas")]
    [InlineData("attributes=meta.version", "id,meta,schemas")]
    [InlineData("attributes=nonsense", "id,schemas")]
    [InlineData("attributes=password", "id,schemas")]
    [InlineData("excludedAttributes=id,schemas,meta,groups,name", "active,id,schemas,title,userName")]
    [InlineData("excludedAttributes=nonsense", "active,groups,id,meta,name,schemas,title,userName")]
    public async Task Each_door_answers_what_is_asked_for(string query, string expected)
    {
        var body = ScimClient.User("ann@contoso.example", "\"title\": \"Clerk\", \"name\": { \"givenName\": \"Ann\", \"familyName\": \"Berg\" }");

        Assert.Equal(expected, Names((await Scim.GetAsync($"/Users/{user}?{query}")).ShouldBe(200).Body));
        Assert.Equal(expected, Names((await Scim.GetAsync($"/Users?{query}")).ShouldBe(200).Resources.Single()));
        Assert.Equal(expected, Names((await Scim.PutAsync($"/Users/{user}?{query}", body)).ShouldBe(200).Body));
        Assert.Equal(expected, Names((await Scim.PatchAsync($"/Users/{user}?{query}", "")).ShouldBe(200).Body));
        var created = Names((await Scim.PostAsync($"/Users?{query}", body.Replace("ann@", "bea@", StringComparison.Ordinal))).ShouldBe(201).Body);
        Assert.Equal(expected.Replace("groups,", "", StringComparison.Ordinal), created);
    }

    [Fact]
    public async Task Members_are_left_out_and_asked_for()
    {
        Assert.Equal("displayName,id,meta,schemas", Names((await Scim.GetAsync($"/Groups/{group}?excludedAttributes=members")).Body));
        Assert.Equal("id,members,schemas", Names((await Scim.GetAsync($"/Groups/{group}?attributes=members")).Body));
        Assert.Equal("displayName,id,meta,schemas", Names((await Scim.GetAsync("/Groups?excludedAttributes=members")).Resources.Single()));
        var member = (await Scim.GetAsync($"/Groups/{group}?attributes=members.value")).Body.GetProperty("members")[0];
        Assert.Equal("value", Names(member));
        Assert.Equal("displayName,id,meta,schemas", Names((await Scim.PutAsync($"/Groups/{group}?excludedAttributes=members", ScimClient.Group("Tools", user))).ShouldBe(200).Body));
    }

    [Fact]
    public async Task Gatehouses_own_attributes_are_told_to_those_who_ask()
    {
        const string Urn = "urn:ietf:params:scim:schemas:extension:gatehouse:2.0:User";

        var told = (await Scim.GetAsync($"/Users/{user}?attributes={Urn}:origin,{Urn}:state,{Urn}:organizationId")).ShouldBe(200);

        Assert.Equal(("scim", "active", Scim.Organization.ToString()), (told[Urn, "origin"], told[Urn, "state"], told[Urn, "organizationId"]));
        Assert.DoesNotContain("gatehouse", (await Scim.GetAsync($"/Users/{user}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_at_once_are_refused_before_anything_is_changed()
    {
        (await Scim.DeleteAsync($"/Users/{Guid.CreateVersion7()}")).ShouldRefuse(404);
        (await Scim.PostAsync("/Users?attributes=userName&excludedAttributes=name", ScimClient.User("bea"))).ShouldRefuse(400, "invalidValue");
        (await Scim.PatchAsync($"/Users/{user}?attributes=userName&excludedAttributes=name", """{ "op": "replace", "path": "title", "value": "x" }"""))
            .ShouldRefuse(400, "invalidValue");

        Assert.Equal(1, await CountAsync("users"));
        Assert.Equal("Clerk", (await Scim.GetAsync($"/Users/{user}"))["title"]);
    }

    static string Names(System.Text.Json.JsonElement resource) =>
        string.Join(',', resource.EnumerateObject().Select(static member => member.Name).Order(StringComparer.Ordinal));
}
