using System.Net;
using Gatehouse.Scim.Client;

namespace Gatehouse.Scim.Tests.Client;

public sealed class ClientCredentialsTokenSourceTests
{
    [Fact]
    public async Task The_credentials_go_into_the_form_body()
    {
        using var handler = new RecordedHandler(_ => (HttpStatusCode.OK, """{"access_token":"t1","expires_in":3600}"""));
        using var tokens = SourceOf(handler, new Clock());

        Assert.Equal("t1", await tokens.GetTokenAsync(Stop));
        Assert.Equal("grant_type=client_credentials&client_id=provisioning&client_secret=a%26b", Assert.Single(handler.Seen).Body);
    }

    [Fact]
    public async Task A_token_is_used_until_shortly_before_it_expires()
    {
        var clock = new Clock();
        using var handler = new RecordedHandler(call => (HttpStatusCode.OK, $$"""{"access_token":"t{{call}}","expires_in":3600}"""));
        using var tokens = SourceOf(handler, clock);

        Assert.Equal("t1", await tokens.GetTokenAsync(Stop));
        clock.Now += TimeSpan.FromMinutes(58);
        Assert.Equal("t1", await tokens.GetTokenAsync(Stop));
        clock.Now += TimeSpan.FromMinutes(1.5);
        Assert.Equal("t2", await tokens.GetTokenAsync(Stop));
    }

    [Fact]
    public async Task Callers_at_the_same_time_share_one_request()
    {
        using var handler = new RecordedHandler(call => (HttpStatusCode.OK, $$"""{"access_token":"t{{call}}","expires_in":3600}"""));
        using var tokens = SourceOf(handler, new Clock());

        var got = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tokens.GetTokenAsync(Stop).AsTask()));

        Assert.All(got, token => Assert.Equal("t1", token));
        Assert.Single(handler.Seen);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, """{"error":"invalid_client","error_description":"The secret is wrong."}""", "401 invalid_client: The secret is wrong.")]
    [InlineData(HttpStatusCode.OK, "<html>", "200 without a token")]
    public async Task A_refusal_is_told_in_the_servers_words_without_the_secret(HttpStatusCode status, string body, string words)
    {
        using var handler = new RecordedHandler(_ => (status, body));
        using var tokens = SourceOf(handler, new Clock());

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(async () => await tokens.GetTokenAsync(Stop));

        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a&b", refusal.Message, StringComparison.Ordinal);
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static ClientCredentialsTokenSource SourceOf(RecordedHandler handler, TimeProvider clock) =>
        new(new HttpClient(handler), new("https://id.contoso.example/oauth/v2/token"), "provisioning", "a&b", null, clock);

    sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
