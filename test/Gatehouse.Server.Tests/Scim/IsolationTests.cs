namespace Gatehouse.Server.Tests.Scim;

/// <summary>An organization's ids mean nothing to another: every answer is the one for an id that never existed (rules S1 to S10).</summary>
public abstract class IsolationTests(ServerFixture server) : ScimTest(server)
{
    ScimClient other = null!; // Set before the test runs.

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        other = await NewClientAsync();
    }

    public static TheoryData<string, string, string?> Routes => new()
    {
        { "GET", "/Users/USER", null },
        { "GET", "/Users/USER?attributes=userName", null },
        { "PUT", "/Users/USER", ScimClient.User("mallory@fabrikam.example") },
        { "PUT", "/Users/USER", "{}" },
        { "PATCH", "/Users/USER", ScimClient.PatchOp("""{ "op": "replace", "path": "active", "value": false }""") },
        { "PATCH", "/Users/USER", "nonsense" },
        { "DELETE", "/Users/USER", null },
        { "GET", "/Groups/USER", null },
        { "GET", "/Groups/GROUP", null },
        { "GET", "/Groups/GROUP?excludedAttributes=members", null },
        { "PUT", "/Groups/GROUP", ScimClient.Group("Mine now") },
        { "PATCH", "/Groups/GROUP", ScimClient.PatchOp("""{ "op": "remove", "path": "members" }""") },
        { "DELETE", "/Groups/GROUP", null },
        { "GET", "/Users/GROUP", null },
        { "POST", "/Groups", ScimClient.Group("Others", "USER") },
        { "POST", "/Groups", ScimClient.Group("Others", "GROUP") },
        { "PUT", "/Groups/OWN", ScimClient.Group("Own", "USER") },
        { "PATCH", "/Groups/OWN", ScimClient.PatchOp("""{ "op": "add", "path": "members", "value": [{ "value": "USER" }] }""") },
        { "PATCH", "/Groups/OWN", ScimClient.PatchOp("""{ "op": "remove", "path": "members[value eq \"USER\"]" }""") },
        { "GET", "/Users?filter=id+eq+%22USER%22", null },
        { "GET", "/Groups?filter=id+eq+%22GROUP%22", null },
        { "GET", "/Groups?filter=members.value+eq+%22USER%22", null },
        { "GET", "/Users?filter=manager+eq+%22USER%22", null },
        { "GET", "/?filter=id+eq+%22USER%22", null },
        { "POST", "/.search", ScimClient.Search("\"filter\": \"id eq \\\"USER\\\" or id eq \\\"GROUP\\\"\"") },
        { "POST", "/Users/.search", ScimClient.Search("\"filter\": \"id eq \\\"USER\\\"\"") },
        { "POST", "/Bulk", Bulk("""{ "method": "DELETE", "path": "/Users/USER" }, { "method": "DELETE", "path": "/Groups/GROUP" }""") },
        { "POST", "/Bulk", Bulk("""{ "method": "PATCH", "path": "/Groups/OWN", "data": { "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{ "op": "add", "path": "members", "value": "USER" }] } }""") },
        { "POST", "/Bulk", Bulk("""{ "method": "PUT", "path": "/Users/USER", "version": "W/\"1\"", "data": {} }""") },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Ids_of_another_organization_are_ids_that_never_existed(string method, string path, string? body)
    {
        var member = await Scim.CreateUserAsync("report@contoso.example");
        var user = await Scim.CreateUserAsync("ann@contoso.example", $$"""
            "{{ScimClient.EnterpriseUrn}}": { "manager": "{{member}}" }
            """);
        var group = await Scim.CreateGroupAsync("Tools", user, member);
        var own = await other.CreateGroupAsync("Own");
        var (userBefore, groupBefore) = (await Scim.GetAsync($"/Users/{user}"), await Scim.GetAsync($"/Groups/{group}"));
        var (noUser, noGroup) = (Guid.CreateVersion7().ToString(), Guid.CreateVersion7().ToString());

        var foreign = await SendAsync(method, path, body, user, group, own);
        var unknown = await SendAsync(method, path, body, noUser, noGroup, own);

        Assert.Equal(unknown.Status, foreign.Status);
        Assert.Equal(
            unknown.Text.Replace(noUser, "USER", StringComparison.Ordinal).Replace(noGroup, "GROUP", StringComparison.Ordinal),
            foreign.Text.Replace(user, "USER", StringComparison.Ordinal).Replace(group, "GROUP", StringComparison.Ordinal));
        Assert.Equal(Names(unknown), Names(foreign));
        Assert.Equal(userBefore.Text, (await Scim.GetAsync($"/Users/{user}")).Text);
        Assert.Equal(groupBefore.Text, (await Scim.GetAsync($"/Groups/{group}")).Text);
    }

    [Fact]
    public async Task The_same_names_live_in_two_organizations()
    {
        var mine = await Scim.CreateUserAsync("ann@contoso.example", "\"externalId\": \"7\"");
        var theirs = await other.CreateUserAsync("ann@contoso.example", "\"externalId\": \"7\"");
        await Scim.CreateGroupAsync("Tools");
        await other.CreateGroupAsync("Tools");

        Assert.NotEqual(mine, theirs);
        Assert.Equal([mine], (await Scim.FilterAsync("/Users", "userName eq \"ann@contoso.example\"")).Ids);
        Assert.Equal([theirs], (await other.FilterAsync("/Users", "externalId eq \"7\"")).Ids);
        Assert.Equal(1, (await other.GetAsync("/Groups")).Total);
    }

    [Fact]
    public async Task Lists_and_totals_count_the_own_organization_only()
    {
        await Scim.CreateUserAsync("ann@contoso.example");
        await Scim.CreateGroupAsync("Tools");

        foreach (var path in (string[])["/Users", "/Groups", "/", "/Users?filter=id+pr", "/Users?sortBy=userName", "/Users?cursor=", "/Groups?count=0"])
            Assert.Equal(0, (await other.GetAsync(path)).ShouldBe(200).Total);
    }

    [Fact]
    public async Task A_manager_of_another_organization_is_a_manager_who_does_not_exist()
    {
        var foreign = await Scim.CreateUserAsync("boss@contoso.example", "\"displayName\": \"Secret Boss\"");

        var id = await other.CreateUserAsync("ann@fabrikam.example", $$"""
            "{{ScimClient.EnterpriseUrn}}": { "manager": "{{foreign}}" }
            """);

        var user = await other.GetAsync($"/Users/{id}");
        Assert.Equal(foreign, user[ScimClient.EnterpriseUrn, "manager", "value"]);
        Assert.Null(user[ScimClient.EnterpriseUrn, "manager", "$ref"]);
        Assert.DoesNotContain("Secret Boss", user.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_of_another_organization_is_a_cursor_that_was_never_issued()
    {
        for (var i = 0; i < 3; i++)
        {
            await Scim.CreateUserAsync($"user{i}@contoso.example");
            await other.CreateUserAsync($"user{i}@contoso.example");
        }

        var cursor = (await Scim.GetAsync("/Users?cursor=&count=1"))["nextCursor"]!;

        var foreign = (await other.GetAsync($"/Users?cursor={cursor}&count=1")).ShouldRefuse(400, "invalidCursor");
        var damaged = (await other.GetAsync($"/Users?cursor={cursor[..^4]}AAAA&count=1")).ShouldRefuse(400, "invalidCursor");
        Assert.Equal(damaged.Text, foreign.Text);
        (await Scim.GetAsync($"/Users?cursor={cursor}&count=1")).ShouldBe(200);
    }

    [Fact]
    public async Task An_id_in_a_body_never_decides_what_is_written()
    {
        var ann = await Scim.CreateUserAsync("ann@contoso.example");
        var bea = await Scim.CreateUserAsync("bea@contoso.example");

        var answer = await Scim.PutAsync($"/Users/{ann}", ScimClient.User("ann@contoso.example", $"\"id\": \"{bea}\", \"displayName\": \"Ann\""));

        Assert.Equal(ann, answer.ShouldBe(200).Id);
        Assert.Null((await Scim.GetAsync($"/Users/{bea}"))["displayName"]);
    }

    [Fact]
    public async Task The_log_and_the_audit_trail_are_each_organizations_own()
    {
        await other.CreateUserAsync("ann@fabrikam.example");

        Assert.Empty(await LogAsync());
        Assert.Equal(0, await CountAsync("audit_events", "target_type = 'user'"));
    }

    Task<ScimAnswer> SendAsync(string method, string path, string? body, string user, string group, string own)
    {
        string Fill(string text) => text.Replace("USER", user, StringComparison.Ordinal).Replace("GROUP", group, StringComparison.Ordinal)
            .Replace("OWN", own, StringComparison.Ordinal);
        return other.SendAsync(method, Fill(path), body is null ? null : Fill(body));
    }

    static string[] Names(ScimAnswer answer) =>
        [.. answer.Headers.Select(static header => header.Key).Concat(answer.ContentHeaders.Select(static header => header.Key)).Order(StringComparer.Ordinal)];

    static string Bulk(string operations) => $$"""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [{{operations}}] }""";
}
