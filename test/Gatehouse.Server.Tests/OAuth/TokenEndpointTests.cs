using System.Net;
using System.Net.Http.Headers;
using System.Text;

using Gatehouse.Server.Keys;

namespace Gatehouse.Server.Tests.OAuth;

public abstract class TokenEndpointTests(OAuthServer server) : OAuthTest(server)
{
    [Fact]
    public async Task A_secret_in_the_body_gives_the_answer_entra_expects()
    {
        var client = await CreateClientAsync();

        var answer = await PostTokenAsync(client.Credentials);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/json", answer.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", answer.Response.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", Assert.Single(answer.Response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("Bearer", answer.Json.GetProperty("token_type").GetString());
        Assert.Equal(3600, answer.Json.GetProperty("expires_in").GetInt32());
        Assert.False(answer.Json.TryGetProperty("refresh_token", out _));
    }

    [Fact]
    public async Task The_token_says_who_for_what_where_and_until_when_and_nothing_else()
    {
        var client = await CreateClientAsync();

        var token = (await PostTokenAsync(client.Credentials)).Token;

        Assert.Equal("at+jwt", token.Typ);
        Assert.Equal("ES256", token.Alg);
        Assert.Equal(
            ["aud", "client_id", "exp", "iat", "iss", "jti", "org", "scope", "sub"],
            token.Claims.Select(claim => claim.Type).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Issuer, token.Issuer);
        Assert.Equal($"{Issuer}scim/v2", Assert.Single(token.Audiences));
        Assert.Equal(client.Id, token.Subject);
        Assert.Equal(client.Id, token.GetClaim("client_id").Value);
        Assert.Equal(client.Organization.ToString(), token.GetClaim("org").Value);
        Assert.Equal("scim.read scim.write", token.GetClaim("scope").Value);
        Assert.Equal(TimeSpan.FromHours(1), token.ValidTo - token.IssuedAt);
    }

    [Fact]
    public async Task No_two_tokens_share_an_id()
    {
        var client = await CreateClientAsync();

        Assert.NotEqual((await PostTokenAsync(client.Credentials)).Token.Id, (await PostTokenAsync(client.Credentials)).Token.Id);
    }

    [Fact]
    public async Task Basic_authentication_is_as_good_as_the_body()
    {
        var client = await CreateClientAsync();

        var answer = await PostBasicAsync(client.Id, client.Secret);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task Unknown_form_fields_are_ignored()
    {
        var client = await CreateClientAsync();

        var answer = await PostTokenAsync([.. client.Credentials, ("baseAddress", "https://id.contoso.example/scim/v2")]);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Theory]
    [InlineData("scim.read", "scim.read")]
    [InlineData("scim.write scim.read scim.read", "scim.write scim.read")]
    [InlineData("", "scim.read scim.write")]
    public async Task Scopes_are_what_was_asked_for_or_all_the_client_has(string asked, string granted)
    {
        var client = await CreateClientAsync();

        var answer = await PostTokenAsync([.. client.Credentials, ("scope", asked)]);

        Assert.Equal(granted, answer.Token.GetClaim("scope").Value);
    }

    [Theory]
    [InlineData("scim.admin")]
    [InlineData("scim.write")]
    [InlineData("scim.read scim.write")]
    [InlineData("SCIM.READ")]
    [InlineData("openid")]
    public async Task A_scope_the_client_does_not_have_is_refused(string scope)
    {
        var client = await CreateClientAsync(scopes: "scim.read");

        (await PostTokenAsync([.. client.Credentials, ("scope", scope)])).ShouldRefuse(400, "invalid_scope");
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("ghsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("é\u200b")]
    public async Task A_wrong_secret_is_refused_in_the_body_and_in_the_header(string secret)
    {
        var client = await CreateClientAsync();

        var inBody = await PostTokenAsync(("client_id", client.Id), ("client_secret", secret));
        var inHeader = await PostBasicAsync(client.Id, secret);

        inBody.ShouldRefuse(401, "invalid_client");
        Assert.Empty(inBody.Response.Headers.WwwAuthenticate);
        inHeader.ShouldRefuse(401, "invalid_client");
        Assert.Equal("Basic", Assert.Single(inHeader.Response.Headers.WwwAuthenticate).Scheme);
    }

    [Fact]
    public async Task A_client_that_never_was_is_refused_like_a_wrong_secret()
    {
        var client = await CreateClientAsync();
        var invented = client.Id[..^4] + "0000";

        var wrong = await PostTokenAsync(("client_id", client.Id), ("client_secret", "wrong"));
        foreach (var id in new[] { invented, "invented", "'; drop table clients; --", new string('a', 5000) })
            (await PostTokenAsync(("client_id", id), ("client_secret", client.Secret))).ShouldRefuse(401, "invalid_client");

        wrong.ShouldRefuse(401, "invalid_client");
        (await PostTokenAsync([])).ShouldRefuse(401, "invalid_client");
        (await PostTokenAsync(("client_id", client.Id))).ShouldRefuse(401, "invalid_client");
        (await PostTokenAsync(("client_id", client.Id), ("client_secret", ""))).ShouldRefuse(401, "invalid_client");
    }

    [Fact]
    public async Task A_secret_opens_only_its_own_client()
    {
        var first = await CreateClientAsync();
        var second = await CreateClientAsync();

        (await PostTokenAsync(("client_id", first.Id), ("client_secret", second.Secret))).ShouldRefuse(401, "invalid_client");
    }

    [Theory]
    [InlineData("password", "unsupported_grant_type")]
    [InlineData("urn:ietf:params:oauth:grant-type:device_code", "invalid_request")]
    [InlineData("urn:ietf:params:oauth:grant-type:jwt-bearer", "unsupported_grant_type")]
    [InlineData("", "invalid_request")]
    public async Task Other_grants_are_refused(string grant, string error)
    {
        var client = await CreateClientAsync();

        (await PostFormAsync("/oauth/v2/token", [("grant_type", grant), .. client.Credentials])).ShouldRefuse(400, error);
    }

    [Fact]
    public async Task A_provisioning_client_gets_nothing_for_codes_and_refresh_tokens()
    {
        var client = await CreateClientAsync();

        (await PostFormAsync("/oauth/v2/token", [("grant_type", "authorization_code"), ("code", "x"), ("redirect_uri", "https://a.example"), .. client.Credentials]))
            .ShouldRefuse(400, "invalid_grant");
        (await PostFormAsync("/oauth/v2/token", [("grant_type", "refresh_token"), ("refresh_token", "x"), .. client.Credentials])).ShouldRefuse(400, "invalid_grant");
    }

    [Theory]
    [InlineData("scope")]
    [InlineData("client_id")]
    [InlineData("client_secret")]
    [InlineData("grant_type")]
    [InlineData("anything")]
    public async Task A_repeated_parameter_is_refused(string name)
    {
        var client = await CreateClientAsync();
        var values = client.Credentials.Append(("scope", "scim.read")).Append(("grant_type", "client_credentials")).Append(("anything", "x")).ToList();

        (await PostFormAsync("/oauth/v2/token", [.. values, values.Single(pair => pair.Item1 == name)])).ShouldRefuse(400, "invalid_request");
    }

    [Theory]
    [InlineData("client_secret", "a\0b")]
    [InlineData("client_id", "\0")]
    [InlineData("scope", "scim.read\0")]
    [InlineData("na\0me", "value")]
    public async Task A_nul_character_is_refused(string name, string value)
    {
        var client = await CreateClientAsync();

        (await PostTokenAsync([.. client.Credentials.Where(pair => pair.Item1 != name), (name, value)])).ShouldRefuse(400, "invalid_request");
    }

    [Fact]
    public async Task A_nul_character_in_the_header_is_refused()
    {
        var client = await CreateClientAsync();

        (await PostBasicAsync(client.Id, "a\0b")).ShouldRefuse(400, "invalid_request");
        (await PostBasicAsync(client.Id, "a%00b", encode: false)).ShouldRefuse(400, "invalid_request");
    }

    [Theory]
    [InlineData("client_id")]
    [InlineData("client_secret")]
    [InlineData("client_assertion")]
    [InlineData("grant_type")]
    public async Task Nothing_secret_is_taken_from_the_query(string name)
    {
        var client = await CreateClientAsync();

        var answer = await PostFormAsync(
            $"/oauth/v2/token?{name}=x", [("grant_type", "client_credentials"), .. client.Credentials]);

        answer.ShouldRefuse(400, "invalid_request");
    }

    [Fact]
    public async Task Two_ways_of_authentication_at_once_are_refused()
    {
        var client = await CreateClientAsync();

        (await PostBasicAsync(client.Id, client.Secret, ("client_secret", client.Secret))).ShouldRefuse(400, "invalid_request");
        (await PostBasicAsync(client.Id, client.Secret, ("client_id", "another"))).ShouldRefuse(400, "invalid_request");
        Assert.Equal(HttpStatusCode.OK, (await PostBasicAsync(client.Id, client.Secret, ("client_id", client.Id))).Status);
    }

    [Theory]
    [InlineData("application/json", "{\"grant_type\":\"client_credentials\"}")]
    [InlineData("text/plain", "grant_type=client_credentials")]
    [InlineData("multipart/form-data; boundary=x", "--x--")]
    public async Task Another_media_type_is_refused(string type, string body)
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        (await OAuthAnswer.ReadAsync(await Http.PostAsync("/oauth/v2/token", content, Stop))).ShouldRefuse(400, "invalid_request");
    }

    [Fact]
    public async Task A_body_larger_than_any_request_is_refused()
    {
        using var content = new StringContent("a=" + new string('x', 80_000), Encoding.ASCII, "application/x-www-form-urlencoded");

        (await OAuthAnswer.ReadAsync(await Http.PostAsync("/oauth/v2/token", content, Stop))).ShouldRefuse(413, "invalid_request");
    }

    [Fact]
    public async Task The_token_endpoint_has_only_post() =>
        Assert.Equal("invalid_request", (await OAuthAnswer.ReadAsync(await Http.GetAsync("/oauth/v2/token", Stop))).Error);

    [Fact]
    public async Task Two_secrets_work_until_one_is_revoked()
    {
        var client = await CreateClientAsync();
        var second = await AddSecretAsync(client);

        Assert.Equal(HttpStatusCode.OK, (await PostTokenAsync(client.Credentials)).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostTokenAsync(("client_id", client.Id), ("client_secret", second))).Status);

        await RevokeCredentialAsync(client);

        (await PostTokenAsync(client.Credentials)).ShouldRefuse(401, "invalid_client");
        Assert.Equal(HttpStatusCode.OK, (await PostTokenAsync(("client_id", client.Id), ("client_secret", second))).Status);
    }

    [Fact]
    public async Task An_expired_secret_is_refused()
    {
        var client = await CreateClientAsync();
        var expired = await AddSecretAsync(client, expiresAt: DateTimeOffset.UtcNow.AddSeconds(-1));

        (await PostTokenAsync(("client_id", client.Id), ("client_secret", expired))).ShouldRefuse(401, "invalid_client");
    }

    [Fact]
    public async Task A_client_of_a_suspended_organization_learns_only_that_it_is_refused()
    {
        var client = await CreateClientAsync();
        await SuspendAsync(client);

        var answer = await PostTokenAsync(client.Credentials);

        answer.ShouldRefuse(401, "invalid_client");
        Assert.DoesNotContain("suspend", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_revoked_client_is_refused()
    {
        var client = await CreateClientAsync();
        await RevokeAsync(client);

        (await PostTokenAsync(client.Credentials)).ShouldRefuse(401, "invalid_client");
    }

    [Fact]
    public async Task A_client_may_have_a_lifetime_of_its_own()
    {
        var client = await CreateClientAsync(lifetime: TimeSpan.FromHours(6));

        var answer = await PostTokenAsync(client.Credentials);

        Assert.Equal(6 * 3600, answer.Json.GetProperty("expires_in").GetInt32());
        Assert.Equal(TimeSpan.FromHours(6), answer.Token.ValidTo - answer.Token.IssuedAt);
    }

    [Fact]
    public async Task Guessing_is_stopped_before_it_costs_anything_and_others_go_on()
    {
        var client = await CreateClientAsync();
        var other = await CreateClientAsync();
        for (var i = 0; i < 20; i++)
            (await PostTokenAsync(("client_id", client.Id), ("client_secret", Secrets.Text("ghsec_")))).ShouldRefuse(401, "invalid_client");

        var throttled = await PostTokenAsync(client.Credentials);

        throttled.ShouldRefuse(429, "invalid_client");
        Assert.InRange(throttled.Response.Headers.RetryAfter?.Delta ?? TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await PostTokenAsync(other.Credentials)).Status);
    }
}

public sealed class TokenEndpointOnSqlite(SqliteServer server) : TokenEndpointTests(server);

public sealed class TokenEndpointOnPostgreSql(PostgreSqlServer server) : TokenEndpointTests(server);
