using System.Net;

namespace Gatehouse.Server.Tests.OAuth;

public abstract class IntrospectionTests(OAuthServer server) : OAuthTest(server)
{
    [Fact]
    public async Task A_client_learns_what_its_own_token_is()
    {
        var client = await CreateClientAsync();
        var token = await PostTokenAsync(client.Credentials);

        var answer = await IntrospectAsync(client, token.AccessToken);

        Assert.True(answer.Json.GetProperty("active").GetBoolean());
        Assert.Equal(client.Id, answer.Json.GetProperty("client_id").GetString());
        Assert.Equal("scim.read scim.write", answer.Json.GetProperty("scope").GetString());
        Assert.Equal(client.Organization.ToString(), answer.Json.GetProperty("org").GetString());
        Assert.Equal(token.Token.Id, answer.Json.GetProperty("jti").GetString());
        Assert.Equal("no-store", answer.Response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task Of_anothers_token_and_of_nonsense_it_learns_the_same_nothing()
    {
        var client = await CreateClientAsync();
        var token = (await PostTokenAsync((await CreateClientAsync()).Credentials)).AccessToken;

        foreach (var text in new[] { token, "nonsense", "a.b.c", "ghtok_nonsense", token + "x" })
        {
            var answer = await IntrospectAsync(client, text);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Equal("active", Assert.Single(answer.Json.EnumerateObject()).Name);
            Assert.False(answer.Json.GetProperty("active").GetBoolean());
        }
    }

    [Fact]
    public async Task Who_does_not_authenticate_learns_nothing()
    {
        var client = await CreateClientAsync();
        var token = (await PostTokenAsync(client.Credentials)).AccessToken;

        (await PostFormAsync("/oauth/v2/introspect", ("token", token))).ShouldRefuse(401, "invalid_client");
        (await PostFormAsync("/oauth/v2/introspect", ("token", token), ("client_id", client.Id), ("client_secret", "wrong")))
            .ShouldRefuse(401, "invalid_client");
        (await PostFormAsync("/oauth/v2/revoke", ("token", token))).ShouldRefuse(401, "invalid_client");
    }

    [Fact]
    public async Task A_revoked_token_is_dead_and_revoking_it_again_changes_nothing()
    {
        var client = await CreateClientAsync();
        var token = (await PostTokenAsync(client.Credentials)).AccessToken;

        Assert.Equal(HttpStatusCode.OK, (await RevokeAsync(client, token)).Status);
        Assert.Equal(HttpStatusCode.OK, (await RevokeAsync(client, token)).Status);

        Assert.False((await IntrospectAsync(client, token)).Json.GetProperty("active").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await PostTokenAsync(client.Credentials)).Status);
    }

    [Fact]
    public async Task Anothers_token_cannot_be_revoked_and_nobody_is_told()
    {
        var client = await CreateClientAsync();
        var other = await CreateClientAsync();
        var token = (await PostTokenAsync(other.Credentials)).AccessToken;

        Assert.Equal(HttpStatusCode.OK, (await RevokeAsync(client, token)).Status);

        Assert.True((await IntrospectAsync(other, token)).Json.GetProperty("active").GetBoolean());
    }

    Task<OAuthAnswer> IntrospectAsync(TestClient client, string token) =>
        PostFormAsync("/oauth/v2/introspect", [("token", token), .. client.Credentials]);

    Task<OAuthAnswer> RevokeAsync(TestClient client, string token) =>
        PostFormAsync("/oauth/v2/revoke", [("token", token), .. client.Credentials]);
}

public sealed class IntrospectionOnSqlite(SqliteServer server) : IntrospectionTests(server);

public sealed class IntrospectionOnPostgreSql(PostgreSqlServer server) : IntrospectionTests(server);
