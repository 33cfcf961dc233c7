namespace Gatehouse.Server.Tests.Scim;

/// <summary>The same write meets the same rules through POST, PUT, PATCH and Bulk (S6, S9, S12).</summary>
public abstract class DoorTests(ServerFixture server) : ScimTest(server)
{
    [Theory]
    [InlineData("\"favouriteColour\": \"red\"", "invalidSyntax", "favouriteColour")]
    [InlineData("\"name\": { \"nick\": \"J\" }", "invalidSyntax", "name.nick")]
    [InlineData("\"active\": \"maybe\"", "invalidValue", "active")]
    [InlineData("\"emails\": [{ \"value\": \"a\", \"primary\": true }, { \"value\": \"b\", \"primary\": true }]", "invalidValue", "emails")]
    public async Task What_one_door_refuses_all_refuse_and_nothing_is_stored(string member, string scimType, string named)
    {
        var id = await Scim.CreateUserAsync("ann");
        var before = (await Scim.GetAsync($"/Users/{id}")).ETag;

        (await Scim.PostAsync("/Users", ScimClient.User("ben", member))).ShouldRefuse(400, scimType, named);
        (await Scim.PutAsync($"/Users/{id}", ScimClient.User("ann", member))).ShouldRefuse(400, scimType, named);
        var patched = (await Scim.PatchAsync($"/Users/{id}", $$"""{ "op": "replace", "value": { {{member}} } }""")).ShouldBe(400);
        Assert.Contains(named, patched["detail"]!, StringComparison.Ordinal);
        foreach (var operation in (string[])
        [
            $$"""{ "method": "POST", "path": "/Users", "bulkId": "b", "data": {{ScimClient.User("ben", member)}} }""",
            $$"""{ "method": "PUT", "path": "/Users/{{id}}", "data": {{ScimClient.User("ann", member)}} }""",
            $$"""{ "method": "PATCH", "path": "/Users/{{id}}", "data": {{ScimClient.PatchOp($$$"""{ "op": "replace", "value": { {{{member}}} } }""")}} }""",
        ])
            await RefusedInBulkAsync(operation, named);

        Assert.Equal(before, (await Scim.GetAsync($"/Users/{id}")).ETag);
        Assert.Equal(1, await CountAsync("users"));
    }

    [Theory]
    [InlineData("id", "\"0197f000-0000-7000-8000-000000000001\"")]
    [InlineData("meta.created", "\"1999-01-01T00:00:00Z\"")]
    [InlineData("groups", "[{ \"value\": \"1\" }]")]
    [InlineData("urn:ietf:params:scim:schemas:extension:gatehouse:2.0:User:origin", "\"local\"")]
    public async Task What_only_the_server_writes_no_path_writes(string path, string value)
    {
        var id = await Scim.CreateUserAsync("ann");

        (await Scim.PatchAsync($"/Users/{id}", $$"""{ "op": "replace", "path": "{{path}}", "value": {{value}} }""")).ShouldRefuse(400, "mutability");
    }

    [Theory]
    [InlineData("password sw \"a\"")]
    [InlineData("password pr")]
    public async Task What_is_never_returned_is_not_found_by_either(string filter)
    {
        await Scim.CreateUserAsync("ann", "\"password\": \"abc\"");

        (await Scim.FilterAsync("/Users", filter)).ShouldRefuse(400, "invalidFilter", "password");
        (await Scim.GetAsync("/Users?sortBy=password")).ShouldRefuse(400, "invalidValue");
    }

    async Task RefusedInBulkAsync(string operation, string named)
    {
        var answer = (await Scim.PostAsync("/Bulk", $$"""
            { "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [{{operation}}] }
            """)).ShouldBe(200);

        Assert.Equal("400", answer["Operations", "0", "status"]);
        Assert.Contains(named, answer["Operations", "0", "response", "detail"]!, StringComparison.Ordinal);
    }
}
