using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Http;

/// <summary>Headers that every answer has, whoever gives it (S88, S89).</summary>
public abstract class SecurityHeadersTests(OAuthServer server) : OAuthTest(server)
{
    [Theory]
    [InlineData("GET", "/healthz", 200)]
    [InlineData("GET", "/readyz", 200)]
    [InlineData("POST", "/healthz", 401)]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("GET", "/scim/v2/Schemas", 200)]
    [InlineData("GET", "/scim/v2/Users", 401)]
    [InlineData("OPTIONS", "/scim/v2/Users", 401)]
    [InlineData("GET", "/scim/v2/nothing", 401)]
    [InlineData("GET", "/scim/v2/Schemas/nothing", 404)]
    [InlineData("GET", "/oauth/v2/token", 400)]
    [InlineData("POST", "/oauth/v2/token", 400)]
    [InlineData("OPTIONS", "/oauth/v2/token", 400)]
    [InlineData("GET", "/oauth/v2/nothing", 404)]
    [InlineData("GET", "/.well-known/openid-configuration", 200)]
    [InlineData("GET", "/.well-known/jwks.json", 200)]
    public async Task Every_kind_of_answer_has_them_and_opens_nothing_to_other_origins(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Origin", "https://evil.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var answer = await Http.SendAsync(request, Stop);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Empty(answer.Headers.Server);
        Assert.DoesNotContain(answer.Headers, static header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase)
            || header.Key.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase) || header.Key.StartsWith("X-Powered", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/Users")]
    [InlineData("/scim")]
    [InlineData("/scim/v1/Users")]
    [InlineData("/scim/v2x/Users")]
    [InlineData("/healthz/more")]
    [InlineData("/.well-known/nothing")]
    [InlineData("/..%2f..%2fetc/passwd")]
    public async Task What_is_not_there_is_a_bare_404_for_everybody(string path)
    {
        var token = (await PostTokenAsync((await CreateClientAsync()).Credentials)).AccessToken;
        foreach (var authorization in (string?[])[null, "nonsense", $"Bearer {token}"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (authorization is not null)
                Assert.True(request.Headers.TryAddWithoutValidation("Authorization", authorization));
            using var answer = await Http.SendAsync(request, Stop);

            Assert.Equal(404, (int)answer.StatusCode);
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Stop));
            Assert.Null(answer.Content.Headers.ContentType);
            Assert.Empty(answer.Headers.WwwAuthenticate);
        }
    }
}

public sealed class SecurityHeadersOnSqlite(SqliteServer server) : SecurityHeadersTests(server);

public sealed class SecurityHeadersOnPostgreSql(PostgreSqlServer server) : SecurityHeadersTests(server);
