namespace Gatehouse.Server.Tests.Scim;

/// <summary>PATCH /Users/{id} (RFC 7644 §3.5.2) through the whole server; the cases of each operation are the library's tests.</summary>
public abstract class PatchUserTests(ServerFixture server) : ScimTest(server)
{
    [Fact]
    public async Task Both_dialects_of_Entra_say_the_same()
    {
        var first = await Scim.CreateUserAsync("ann@contoso.example");
        var second = await Scim.CreateUserAsync("bea@contoso.example");

        (await Scim.PatchAsync($"/Users/{first}", $$"""
            { "op": "Replace", "path": "active", "value": "False" },
            { "op": "Add", "path": "displayName", "value": "Ann" },
            { "op": "Add", "path": "emails[type eq \"work\"].value", "value": "a@b" },
            { "op": "Add", "path": "{{ScimClient.EnterpriseUrn}}:department", "value": "Tools" },
            { "op": "Replace", "path": "name.givenName", "value": "Ann" }
            """)).ShouldBe(200);
        (await Scim.PatchAsync($"/Users/{second}", $$"""
            { "op": "replace", "value": { "active": false, "displayName": "Ann", "name.givenName": "Ann", "{{ScimClient.EnterpriseUrn}}:department": "Tools" } },
            { "op": "replace", "path": "emails[type eq \"work\"].value", "value": "a@b" }
            """)).ShouldBe(200);

        var (one, two) = (await Scim.GetAsync($"/Users/{first}"), await Scim.GetAsync($"/Users/{second}"));
        foreach (var attribute in (string[])["active", "displayName", "name", "emails", ScimClient.EnterpriseUrn])
            Assert.Equal(one[attribute], two[attribute]);
        Assert.Equal(("false", "Ann", "work"), (one["active"], one["displayName"], one["emails", "0", "type"]));
        Assert.Equal("Tools", one[ScimClient.EnterpriseUrn, "department"]);
    }

    [Fact]
    public async Task All_operations_are_carried_out_or_none()
    {
        var id = await Scim.CreateUserAsync("ann@contoso.example", "\"title\": \"Clerk\"");
        var before = await Scim.GetAsync($"/Users/{id}");

        (await Scim.PatchAsync($"/Users/{id}", """
            { "op": "replace", "path": "title", "value": "Chief" }, { "op": "replace", "path": "active", "value": "maybe" }
            """)).ShouldRefuse(400, "invalidValue", "active");

        Assert.Equal(before.Text, (await Scim.GetAsync($"/Users/{id}")).Text);
    }

    [Theory]
    [InlineData("""{ "op": "replace", "path": "id", "value": "x" }""", "mutability", "id")]
    [InlineData("""{ "op": "replace", "path": "meta.created", "value": "2020-01-01T00:00:00Z" }""", "mutability", "meta")]
    [InlineData("""{ "op": "add", "path": "groups", "value": [{ "value": "x" }] }""", "mutability", "groups")]
    [InlineData("""{ "op": "remove", "path": "userName" }""", "mutability", "userName")]
    [InlineData("""{ "op": "remove" }""", "noTarget", "path")]
    [InlineData("""{ "op": "replace", "path": "shoeSize", "value": 44 }""", "invalidPath", "shoeSize")]
    [InlineData("""{ "op": "replace", "path": "emails[type ne \"work\"].value", "value": "x" }""", "noTarget", "emails")]
    [InlineData("""{ "op": "move", "path": "title" }""", "invalidSyntax", "op")]
    [InlineData("""{ "path": "title", "value": "x" }""", "invalidSyntax", "op")]
    public async Task An_operation_that_cannot_be_done_is_told_by_name(string operation, string scimType, string named)
    {
        var id = await Scim.CreateUserAsync("ann@contoso.example");
        var before = await Scim.GetAsync($"/Users/{id}");

        (await Scim.PatchAsync($"/Users/{id}", operation)).ShouldRefuse(400, scimType, named);

        Assert.Equal(before.Text, (await Scim.GetAsync($"/Users/{id}")).Text);
    }

    [Fact]
    public async Task Nothing_moves_when_nothing_changes()
    {
        var id = await Scim.CreateUserAsync("ann@contoso.example", "\"title\": \"Clerk\"");
        var before = await Scim.GetAsync($"/Users/{id}");

        var patched = await Scim.PatchAsync($"/Users/{id}", """{ "op": "Replace", "path": "title", "value": "Clerk" }""");
        var empty = await Scim.PatchAsync($"/Users/{id}", "");

        Assert.Equal(before.Text, patched.ShouldBe(200).Text);
        Assert.Equal(before.Text, empty.ShouldBe(200).Text);
    }

    [Fact]
    public async Task The_name_of_another_is_refused()
    {
        var id = await Scim.CreateUserAsync("ann@contoso.example");
        await Scim.CreateUserAsync("bea@contoso.example");

        (await Scim.PatchAsync($"/Users/{id}", """{ "op": "replace", "path": "userName", "value": "Bea@contoso.example" }""")).ShouldRefuse(409, "uniqueness");

        Assert.Equal("ann@contoso.example", (await Scim.GetAsync($"/Users/{id}"))["userName"]);
    }

    [Fact]
    public async Task A_changed_name_and_address_are_found_at_once_and_the_old_ones_no_more()
    {
        var id = await Scim.CreateUserAsync("ann@contoso.example", "\"emails\": [{ \"value\": \"old@contoso.example\", \"type\": \"work\" }]");

        (await Scim.PatchAsync($"/Users/{id}", """
            { "op": "replace", "path": "userName", "value": "anna@contoso.example" },
            { "op": "replace", "path": "emails[type eq \"work\"].value", "value": "new@contoso.example" }
            """)).ShouldBe(200);

        Assert.Equal([id], (await Scim.FilterAsync("/Users", "userName eq \"ANNA@contoso.example\"")).Ids);
        Assert.Equal([id], (await Scim.FilterAsync("/Users", "emails.value eq \"new@contoso.example\"")).Ids);
        Assert.Empty((await Scim.FilterAsync("/Users", "userName eq \"ann@contoso.example\"")).Ids);
        Assert.Empty((await Scim.FilterAsync("/Users", "emails.value eq \"old@contoso.example\"")).Ids);
    }

    [Fact]
    public async Task Attributes_that_are_asked_for_are_answered()
    {
        var id = await Scim.CreateUserAsync("ann@contoso.example", "\"title\": \"Clerk\"");

        var answer = await Scim.PatchAsync($"/Users/{id}?attributes=title", """{ "op": "replace", "path": "title", "value": "Chief" }""");

        Assert.Equal(["id", "schemas", "title"], answer.ShouldBe(200).Body.EnumerateObject().Select(static member => member.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Missing_users_are_told_before_faults_of_the_body() =>
        (await Scim.SendAsync("PATCH", $"/Users/{Guid.CreateVersion7()}", "nonsense")).ShouldRefuse(404);
}
