using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Http;

public abstract class HealthTests(OAuthServer server) : OAuthTest(server)
{
    [Theory]
    [InlineData("/healthz", "ok")]
    [InlineData("/readyz", "ready")]
    public async Task It_says_state_and_nothing_else_to_everybody(string path, string text)
    {
        using var answer = await Http.GetAsync(path, Stop);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(text, await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Credentials_make_no_difference(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", "nonsense");

        using var answer = await Http.SendAsync(request, Stop);

        Assert.Equal(200, (int)answer.StatusCode);
    }
}

public sealed class HealthOnSqlite(SqliteServer server) : HealthTests(server);

public sealed class HealthOnPostgreSql(PostgreSqlServer server) : HealthTests(server);
