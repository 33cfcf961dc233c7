using Gatehouse.Server.Clients;
using Gatehouse.Server.Organizations;

namespace Gatehouse.Server.Tests.Scim;

/// <summary>Who may do what (RFC 6750 §3.1).</summary>
public abstract class ScopeTests(ServerFixture server) : ScimTest(server)
{
    [Fact]
    public async Task A_reader_reads_and_cannot_write()
    {
        var id = await Scim.CreateUserAsync("ann");
        var group = await Scim.CreateGroupAsync("Tools");
        var reader = await NewClientAsync(Scim.Organization, "scim.read");

        foreach (var path in (string[])["/Users", $"/Users/{id}", "/Groups", $"/Groups/{group}", "/", "/Schemas", "/ServiceProviderConfig"])
            (await reader.GetAsync(path)).ShouldBe(200);
        foreach (var path in (string[])["/.search", "/Users/.search", "/Groups/.search"])
            (await reader.PostAsync(path, ScimClient.Search(""))).ShouldBe(200);

        var refused = new[]
        {
            await reader.PostAsync("/Users", ScimClient.User("bea")),
            await reader.PostAsync("/Users", "nonsense"),
            await reader.PutAsync($"/Users/{id}", ScimClient.User("bea")),
            await reader.PatchAsync($"/Users/{id}", """{ "op": "replace", "path": "active", "value": false }"""),
            await reader.DeleteAsync($"/Users/{id}"),
            await reader.DeleteAsync("/Users/none"),
            await reader.PostAsync("/Groups", ScimClient.Group("More")),
            await reader.PutAsync($"/Groups/{group}", ScimClient.Group("Other")),
            await reader.PatchAsync($"/Groups/{group}", """{ "op": "replace", "path": "displayName", "value": "x" }"""),
            await reader.DeleteAsync($"/Groups/{group}"),
            await reader.PostAsync("/Bulk", """{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [] }"""),
        };

        Assert.All(refused, static answer =>
        {
            answer.ShouldRefuse(403, null, "scim.write");
            Assert.Contains("insufficient_scope", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        });
        Assert.Equal(1, await CountAsync("users", "version = 1"));
        Assert.Equal(1, await CountAsync("groups", "version = 1"));
    }

    [Fact]
    public async Task A_writer_reads_too()
    {
        var writer = await NewClientAsync(Scim.Organization, "scim.write");

        var id = await writer.CreateUserAsync("ann");

        (await writer.GetAsync($"/Users/{id}")).ShouldBe(200);
    }

    [Fact]
    public async Task A_client_without_a_scope_does_nothing()
    {
        var nobody = await NewClientAsync(Scim.Organization, "");

        (await nobody.GetAsync("/Users")).ShouldRefuse(403, null, "scim.read");
        (await nobody.PostAsync("/Users", ScimClient.User("ann"))).ShouldRefuse(403);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "invalid_token")]
    [InlineData("nonsense", "invalid_token")]
    [InlineData("ghtok_nonsense", "invalid_token")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.", "invalid_token")]
    public async Task Without_a_valid_token_there_is_a_challenge(string? token, string error)
    {
        var answer = (await Scim.With(token).GetAsync("/Users")).ShouldRefuse(401);

        Assert.StartsWith("Bearer", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Contains(error, answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer")]
    [InlineData("Token x")]
    [InlineData("Bearer a b c")]
    public async Task Other_schemes_are_refused(string header) =>
        (await Scim.With(null).GetAsync("/Users", ("Authorization", header))).ShouldRefuse(401);

    [Fact]
    public async Task A_suspended_organization_and_a_revoked_client_are_shut_out()
    {
        var suspended = await NewClientAsync();
        var revoked = await NewClientAsync();
        await Database.WriteAsync(suspended.Organization, db => Service<OrganizationRegister>().SetStateAsync(db, "suspended", Stop), Stop);
        await Database.WriteAsync(revoked.Organization, db => Service<ClientRegister>().RevokeAsync(db, revoked.Client, Stop), Stop);

        // Neither token was used before, so nothing about them is remembered.
        (await suspended.GetAsync("/Users")).ShouldRefuse(401);
        (await revoked.GetAsync("/Users")).ShouldRefuse(401);
    }
}
