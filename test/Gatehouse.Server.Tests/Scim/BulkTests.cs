using System.Text.Json;

namespace Gatehouse.Server.Tests.Scim;

/// <summary>POST /Bulk (RFC 7644 §3.7).</summary>
public abstract class BulkTests(ServerFixture server) : ScimTest(server)
{
    [Fact]
    public async Task Results_come_in_the_order_of_the_request_and_references_are_resolved()
    {
        var boss = await Scim.CreateUserAsync("boss@contoso.example");

        // The group comes before its members, and the manager after the one who has it.
        var results = await RunAsync($$"""
            { "method": "POST", "path": "/Groups", "bulkId": "g", "data": { "schemas": ["{{ScimClient.GroupUrn}}"], "displayName": "Tools", "members": [{ "value": "bulkId:a" }, { "value": "bulkId:b" }] } },
            { "method": "POST", "path": "/Users", "bulkId": "a", "data": { "schemas": ["{{ScimClient.UserUrn}}"], "userName": "ann", "{{ScimClient.EnterpriseUrn}}": { "manager": { "value": "bulkId:b" } } } },
            { "method": "post", "path": "/Users", "bulkId": "b", "data": {{ScimClient.User("bea")}} },
            { "method": "PATCH", "path": "/Users/bulkId:a", "data": {{ScimClient.PatchOp("""{ "op": "replace", "path": "title", "value": "Clerk" }""")}} },
            { "method": "PUT", "path": "/Users/{{boss}}", "data": {{ScimClient.User("chief@contoso.example")}} },
            { "method": "DELETE", "path": "/Users/{{boss}}" }
            """);

        Assert.Equal(["201", "201", "201", "200", "200", "204"], results.Select(Status));
        Assert.Equal(["POST", "POST", "POST", "PATCH", "PUT", "DELETE"], results.Select(static one => one.GetProperty("method").GetString()));
        Assert.Equal(["g", "a", "b"], results.Take(3).Select(static one => one.GetProperty("bulkId").GetString()));
        var (group, ann, bea) = (IdOf(results[0]), IdOf(results[1]), IdOf(results[2]));
        Assert.Equal(new HashSet<string> { ann, bea }, (await Scim.MembersAsync(group)).ToHashSet());
        var user = await Scim.GetAsync($"/Users/{ann}");
        Assert.Equal((bea, "Clerk"), (user[ScimClient.EnterpriseUrn, "manager", "value"], user["title"]));
        (await Scim.GetAsync($"/Users/{boss}")).ShouldRefuse(404);
    }

    [Fact]
    public async Task One_failure_spares_the_others_and_is_told_in_full()
    {
        await Scim.CreateUserAsync("taken");

        var results = await RunAsync($$"""
            { "method": "POST", "path": "/Users", "bulkId": "1", "data": {{ScimClient.User("taken")}} },
            { "method": "POST", "path": "/Users", "bulkId": "2", "data": {{ScimClient.User("ann", "\"colour\": 1")}} },
            { "method": "DELETE", "path": "/Users/{{Guid.CreateVersion7()}}" },
            { "method": "GET", "path": "/Users" },
            { "method": "POST", "path": "/Bulk", "bulkId": "3", "data": {} },
            { "method": "POST", "path": "https://elsewhere.example/Users", "bulkId": "4", "data": {} },
            { "method": "DELETE", "path": "/Users" },
            { "method": "POST", "path": "/Users", "bulkId": "5", "data": {{ScimClient.User("bea")}} }
            """);

        Assert.Equal(["409", "400", "404", "400", "400", "400", "400", "201"], results.Select(Status));
        Assert.False(results[0].TryGetProperty("location", out _));
        Assert.Equal("uniqueness", results[0].GetProperty("response").GetProperty("scimType").GetString());
        Assert.Contains("colour", results[1].GetProperty("response").GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("404", results[2].GetProperty("response").GetProperty("status").GetString());
        Assert.False(results[7].TryGetProperty("response", out _));
        Assert.Equal(2, await CountAsync("users"));
    }

    [Fact]
    public async Task After_as_many_failures_as_allowed_nothing_more_is_done()
    {
        var results = await RunAsync($$"""
            { "method": "DELETE", "path": "/Users/none" },
            { "method": "POST", "path": "/Users", "bulkId": "1", "data": {{ScimClient.User("ann")}} }
            """, "\"failOnErrors\": 1,");

        Assert.Equal(["404"], results.Select(Status));
        Assert.Equal(0, await CountAsync("users"));
    }

    [Fact]
    public async Task References_to_nothing_and_in_circles_are_told_and_the_rest_goes_on()
    {
        static string GroupOf(string bulkId, string member) => $$"""
            { "method": "POST", "path": "/Groups", "bulkId": "{{bulkId}}", "data": { "schemas": ["{{ScimClient.GroupUrn}}"], "displayName": "{{bulkId}}", "members": [{ "value": "bulkId:{{member}}" }] } }
            """;

        var results = await RunAsync($$"""
            {{GroupOf("x", "nobody")}}, {{GroupOf("y", "z")}}, {{GroupOf("z", "y")}},
            { "method": "PATCH", "path": "/Users/bulkId:nobody", "data": {{ScimClient.PatchOp("")}} },
            { "method": "POST", "path": "/Users", "bulkId": "u", "data": {{ScimClient.User("ann")}} }
            """);

        Assert.Equal(["409", "409", "409", "409", "201"], results.Select(Status));
        Assert.Equal(0, await CountAsync("groups"));
    }

    [Fact]
    public async Task A_version_in_an_operation_acts_as_If_Match()
    {
        var created = await Scim.PostAsync("/Users", ScimClient.User("ann"));
        var patch = ScimClient.PatchOp("""{ "op": "replace", "path": "title", "value": "x" }""");

        var results = await RunAsync($$"""
            { "method": "PATCH", "path": "/Users/{{created.Id}}", "version": "W/\"none\"", "data": {{patch}} },
            { "method": "PATCH", "path": "/Users/{{created.Id}}", "version": {{JsonSerializer.Serialize(created.ETag)}}, "data": {{patch}} },
            { "method": "DELETE", "path": "/Users/{{created.Id}}", "version": {{JsonSerializer.Serialize(created.ETag)}} }
            """);

        Assert.Equal(["412", "200", "412"], results.Select(Status));
    }

    [Fact]
    public async Task Too_many_operations_are_refused_whole_with_the_published_limit()
    {
        var limit = (await Scim.GetAsync("/ServiceProviderConfig")).Body.GetProperty("bulk").GetProperty("maxOperations").GetInt32();
        string Operations(int count) => string.Join(',', Enumerable.Range(0, count).Select(static i =>
            $$"""{ "method": "POST", "path": "/Users", "bulkId": "{{i}}", "data": {{ScimClient.User($"user{i}")}} }"""));

        (await SendAsync(Operations(limit + 1))).ShouldRefuse(413, null, limit.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(0, await CountAsync("users"));

        Assert.All(await RunAsync(Operations(limit)), static one => Assert.Equal("201", Status(one)));
        Assert.Equal(limit, await CountAsync("users"));
    }

    [Theory]
    [InlineData("""{ "Operations": [] }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"] }""")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [], "failOnErrors": "x" }""")]
    public async Task A_message_that_is_no_bulk_request_is_refused(string body) => (await Scim.PostAsync("/Bulk", body)).ShouldRefuse(400, "invalidSyntax");

    async Task<IReadOnlyList<JsonElement>> RunAsync(string operations, string members = "")
    {
        var answer = (await SendAsync(operations, members)).ShouldBe(200);
        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:BulkResponse", answer["schemas", "0"]);
        return [.. answer.Body.GetProperty("Operations").EnumerateArray()];
    }

    Task<ScimAnswer> SendAsync(string operations, string members = "") => Scim.PostAsync(
        "/Bulk", $$"""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], {{members}} "Operations": [{{operations}}] }""");

    static string? Status(JsonElement result) => result.GetProperty("status").GetString();

    static string IdOf(JsonElement result) => result.GetProperty("location").GetString()!.Split('/')[^1];
}
