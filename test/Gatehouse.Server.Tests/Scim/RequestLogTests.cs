namespace Gatehouse.Server.Tests.Scim;

/// <summary>The request log: one row for every request, with names and never a value.</summary>
public abstract class RequestLogTests(ServerFixture server) : ScimTest(server)
{
    const string Canary = "canary-93bd";

    [Fact]
    public async Task Every_request_leaves_one_row_that_says_who_did_what_to_whom()
    {
        var user = (await Scim.PostAsync("/Users", ScimClient.User("ann", "\"title\": \"Clerk\", \"name\": { \"givenName\": \"Ann\" }"))).Id;
        await Scim.GetAsync($"/Users/{user}");
        await Scim.PatchAsync($"/Users/{user}", $$"""{ "op": "replace", "path": "title", "value": "Chief" }, { "op": "add", "path": "{{ScimClient.EnterpriseUrn}}:department", "value": "Tools" }""");
        await Scim.PutAsync($"/Users/{user}", ScimClient.User("anna"));
        await Scim.FilterAsync("/Users", "userName eq \"anna\"");
        var group = await Scim.CreateGroupAsync("Tools");
        await Scim.PatchAsync($"/Groups/{group}", $$"""{ "op": "add", "path": "members", "value": [{ "value": "{{user}}" }] }""");
        await Scim.DeleteAsync($"/Groups/{group}");
        await Scim.DeleteAsync($"/Users/{user}");
        await Scim.GetAsync($"/Users/{user}");

        var rows = await LogAsync();

        // Rows of one millisecond have no order between them.
        AssertSame(
            [
                ("POST", "create user", user, 201L), ("GET", "get user", user, 200L), ("PATCH", "patch user", user, 200L), ("PUT", "replace user", user, 200L),
                ("GET", "query users", null, 200L), ("POST", "create group", group, 201L), ("PATCH", "patch group", group, 204L),
                ("DELETE", "delete group", group, 204L), ("DELETE", "delete user", user, 204L), ("GET", "get user", (string?)user, 404L),
            ],
            rows.Select(static row => (row.Method, row.Operation, row.TargetId, row.Status)));
        Assert.All(rows, row => Assert.Equal(Scim.Client.ToString(), row.ClientId));
        Assert.Equal(["active", "name", "title", "userName"], Names(rows.Single(static row => row.Operation == "create user")));
        Assert.Equal(["title", $"{ScimClient.EnterpriseUrn}:department"], Names(rows.Single(static row => row.Operation == "patch user")));
        Assert.Contains("members", rows.Single(static row => row.Operation == "patch group").Attributes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_leave_a_row_with_what_was_wrong()
    {
        await Scim.PostAsync("/Users", ScimClient.User("ann", "\"colour\": 1, \"active\": \"maybe\""));
        await Scim.PostAsync("/Users", "nonsense");
        await Scim.GetAsync("/Nonsense");
        await Scim.SendAsync("PUT", "/Users", "{}");
        await Scim.FilterAsync("/Users", "colour pr");
        await (await NewClientAsync(Scim.Organization, "scim.read")).PostAsync("/Users", ScimClient.User("ann"));
        await Scim.GetAsync("/Me");

        var rows = await LogAsync();

        Assert.Equal([400L, 400, 400, 403, 404, 405, 501], rows.Select(static row => row.Status).Order());
        Assert.Single(rows, static row => row.Operation == "create user" && row.Findings is { } told
            && told.Contains("colour", StringComparison.Ordinal) && told.Contains("active", StringComparison.Ordinal));
        Assert.All(rows.Where(static row => row.Status is 400 or 405 or 501), static row => Assert.False(string.IsNullOrEmpty(row.Findings)));
    }

    [Fact]
    public async Task No_value_ever_gets_into_the_log()
    {
        var user = await Scim.CreateUserAsync(Canary, $"\"title\": \"{Canary}\", \"password\": \"{Canary}\", \"emails\": [{{ \"value\": \"{Canary}\" }}]");
        await Scim.PostAsync("/Users", ScimClient.User(Canary));
        await Scim.PostAsync("/Users", ScimClient.User("x", $"\"active\": \"{Canary}\", \"colour\": \"{Canary}\", \"name\": \"{Canary}\""));
        await Scim.FilterAsync("/Users", $"userName eq \"{Canary}\"");
        await Scim.FilterAsync("/Users", $"userName eq \"{Canary}");
        await Scim.FilterAsync("/Users", $"colour eq \"{Canary}\"");
        await Scim.GetAsync($"/Users?cursor={Canary}");
        await Scim.PatchAsync($"/Users/{user}", $$"""{ "op": "replace", "path": "emails[value eq \"{{Canary}}\"].display", "value": "{{Canary}}" }""");
        await Scim.PatchAsync($"/Users/{user}", $$"""{ "op": "replace", "path": "emails[value eq \"{{Canary}}\"].colour", "value": "{{Canary}}" }""");
        await Scim.PatchAsync($"/Users/{user}", $$"""{ "op": "replace", "path": "emails[colour eq \"{{Canary}}\"].value", "value": "{{Canary}}" }""");
        await Scim.PatchAsync($"/Users/{user}", $$"""{ "op": "remove", "path": "emails[value ne \"{{Canary}}\"]" }""");
        await Scim.CreateGroupAsync(Canary);
        await Scim.PostAsync("/Bulk", $$"""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [{ "method": "POST", "path": "/Users", "bulkId": "1", "data": {{ScimClient.User(Canary)}} }] }""");

        var rows = await LogAsync();

        Assert.Equal(14, rows.Count);
        Assert.All(rows, static row => Assert.DoesNotContain(Canary, $"{row.Operation} {row.TargetId} {row.Attributes} {row.Findings}", StringComparison.Ordinal));
        Assert.Equal(0, await CountAsync("audit_events", "details like @canary", new { canary = $"%{Canary}%" }));
    }

    [Fact]
    public async Task The_operations_of_a_bulk_request_are_logged_one_by_one()
    {
        await Scim.PostAsync("/Bulk", $$"""
            { "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [
              { "method": "POST", "path": "/Users", "bulkId": "1", "data": {{ScimClient.User("ann")}} },
              { "method": "DELETE", "path": "/Users/{{Guid.CreateVersion7()}}" }] }
            """);

        var rows = await LogAsync();

        Assert.Equal(
            ["bulk 200", "delete user in bulk 404", "post user in bulk 201"],
            rows.Select(static row => $"{row.Operation} {row.Status}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Strangers_leave_no_row()
    {
        await Scim.With(null).GetAsync("/Users");
        await Scim.With("nonsense").GetAsync("/Users");

        Assert.Empty(await LogAsync());
    }

    static void AssertSame<T>(IEnumerable<T> expected, IEnumerable<T> actual) => Assert.Equal(expected.Order(), actual.Order());

    static string[] Names(LoggedRequest row) => [.. (row.Attributes ?? "").Split(',').Order(StringComparer.Ordinal)];
}
