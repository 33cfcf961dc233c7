namespace Gatehouse.Server.Tests.Scim;

/// <summary>How refusals look (RFC 7644 §3.12) and in what order they come. Every other suite checks the shape of those it causes.</summary>
public abstract class ErrorTests(ServerFixture server) : ScimTest(server)
{
    [Fact]
    public async Task Authentication_comes_before_everything_else()
    {
        var anonymous = Scim.With(null);

        (await anonymous.GetAsync("/Users/none")).ShouldRefuse(401);
        (await anonymous.PostAsync("/Users", "nonsense")).ShouldRefuse(401);
        (await anonymous.GetAsync("/Nonsense")).ShouldRefuse(401);
        (await anonymous.SendAsync("PUT", "/Users", "{}")).ShouldRefuse(401);
    }

    [Fact]
    public async Task Form_comes_before_uniqueness()
    {
        await Scim.CreateUserAsync("ann");

        (await Scim.PostAsync("/Users", ScimClient.User("ann", "\"colour\": 1"))).ShouldRefuse(400, "invalidSyntax");
    }

    [Fact]
    public async Task Values_and_queries_are_never_repeated()
    {
        const string Canary = "canary-5e1f";

        var answers = new[]
        {
            await Scim.PostAsync("/Users", ScimClient.User("ann", $"\"active\": \"{Canary}\"")),
            await Scim.PostAsync("/Users", ScimClient.User("ann", $"\"colour\": \"{Canary}\", \"name\": \"{Canary}\"")),
            await Scim.FilterAsync("/Users", $"userName eq \"{Canary}"),
            await Scim.FilterAsync("/Users", $"colour eq \"{Canary}\""),
            await Scim.GetAsync($"/Users?cursor={Canary}"),
            await Scim.GetAsync($"/Users?count={Canary}"),
            await Scim.GetAsync($"/Users/{Canary}"),
            await Scim.With(Canary).GetAsync("/Users"),
        };

        Assert.All(answers, static answer => Assert.InRange(answer.Status, 400, 499));
        Assert.All(answers, static answer => Assert.DoesNotContain(Canary, answer.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_answer_can_be_found_again_and_is_not_kept_by_caches()
    {
        foreach (var answer in new[] { await Scim.GetAsync("/Users"), await Scim.GetAsync("/Users/none"), await Scim.With(null).GetAsync("/Users") })
        {
            Assert.True(Guid.TryParseExact(Assert.Single(answer.Headers.GetValues("X-Request-Id")), "N", out _));
            Assert.True(answer.Headers.CacheControl?.NoStore);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    [Fact]
    public async Task A_fault_of_the_server_tells_no_internals_and_leaves_nothing_half_done()
    {
        var id = await Scim.CreateUserAsync("ann");
        await BreakAsync("update users set resource = 'broken' where organization_id = @organization");

        var answer = (await Scim.PatchAsync($"/Users/{id}", """{ "op": "replace", "path": "title", "value": "x" }""")).ShouldRefuse(500);

        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("select", answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Assert.Single(answer.Headers.GetValues("X-Request-Id")), answer["detail"], StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("users", "resource = 'broken' and version = 1"));
    }

    Task<int> BreakAsync(string sql) => Database.WriteAsync(Scim.Organization, db => db.ExecuteAsync(sql, null, Stop), Stop);
}
