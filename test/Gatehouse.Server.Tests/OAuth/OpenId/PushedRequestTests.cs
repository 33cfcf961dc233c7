using System.Text.Json;

namespace Gatehouse.Server.Tests.OAuth.OpenId;

/// <summary>Pushed authorization requests (RFC 9126).</summary>
public abstract class PushedRequestTests(ServerFixture server) : OpenIdTest(server)
{
    async Task<(int Status, JsonElement Body)> PushAsync(string client, string? secret, params (string Name, string? Value)[] changes)
    {
        var query = AuthorizeUrl(client, changes)["/oauth/v2/authorize?".Length..];
        var form = query.Split('&').Select(static part => part.Split('=')).Select(static part => KeyValuePair.Create(part[0], Uri.UnescapeDataString(part[1]))).ToList();
        if (secret is not null)
            form.Add(new("client_secret", secret));
        using var content = new FormUrlEncodedContent(form);
        using var response = await Http.PostAsync(new Uri("/oauth/v2/par", UriKind.Relative), content, Stop);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop)).RootElement);
    }

    static string Url(string client, string requestUri) => $"/oauth/v2/authorize?client_id={client}&request_uri={Uri.EscapeDataString(requestUri)}";

    [Fact]
    public async Task A_request_that_was_pushed_is_what_counts()
    {
        var (client, secret) = await RegisterAsync();
        var (browser, _, _, _) = await SignedInAsync();

        var (status, pushed) = await PushAsync(client, secret);
        Assert.True(status == 201, pushed.ToString());
        Assert.InRange(pushed.GetProperty("expires_in").GetInt32(), 50, 60);
        var answer = AnswerOf(await browser.LookAsync(Url(client, pushed.GetProperty("request_uri").GetString()!) + "&state=another"));

        Assert.Equal("a state", answer["state"]);
        Assert.Equal(200, (await RedeemAsync(client, secret, answer["code"])).Status);
    }

    [Fact]
    public async Task Somebody_who_signs_in_first_comes_back_to_it()
    {
        var (client, secret) = await RegisterAsync();
        await CreateUserAsync();
        var browser = NewBrowser();
        var (_, pushed) = await PushAsync(client, secret);

        await browser.OpenAsync(Url(client, pushed.GetProperty("request_uri").GetString()!));
        await browser.SubmitAsync("/sign-in", ("address", Address));
        await browser.SubmitAsync("/sign-in/password", ("password", Password));
        await browser.SubmitAsync("/sign-in/set-up", ("method", "authenticator"));
        var page = await browser.OpenAsync("/sign-in/set-up/authenticator");
        await browser.SubmitAsync("/sign-in/set-up/authenticator", ("code", CodeOf(SecretOf(page))));
        var answer = AnswerOf(await browser.SubmitAsync("/sign-in/done"));

        Assert.Equal("a state", answer["state"]);
        Assert.Equal(200, (await RedeemAsync(client, secret, answer["code"])).Status);
    }

    [Fact]
    public async Task It_is_used_once_and_by_its_own_application()
    {
        var (client, secret) = await RegisterAsync();
        var (other, _) = await RegisterAsync();
        var (browser, _, _, _) = await SignedInAsync();
        var (_, pushed) = await PushAsync(client, secret);
        var uri = pushed.GetProperty("request_uri").GetString()!;

        Assert.Equal(400, (await browser.LookAsync(Url(other, uri))).Status);
        Assert.Contains("code", AnswerOf(await browser.LookAsync(Url(client, uri))).Keys);
        var again = await browser.LookAsync(Url(client, uri));
        Assert.Equal(400, again.Status);
        Assert.Contains("The application asked in a wrong way", again.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pushing_needs_the_secret_and_is_checked_as_a_request_is()
    {
        var (client, secret) = await RegisterAsync();

        Assert.Equal(401, (await PushAsync(client, "wrong")).Status);
        Assert.Equal(400, (await PushAsync(client, secret, ("redirect_uri", "https://evil.example/"))).Status);
        Assert.Equal(400, (await PushAsync(client, secret, ("code_challenge", null))).Status);
        Assert.Equal(400, (await PushAsync(client, secret, ("request_uri", "urn:ietf:params:oauth:request_uri:x"))).Status);
    }

    [Theory]
    [InlineData("https://evil.example/request.jwt")]
    [InlineData("urn:ietf:params:oauth:request_uri:nonsense")]
    [InlineData("urn:ietf:params:oauth:request_uri:")]
    public async Task Foreign_and_invented_requests_are_refused(string uri)
    {
        var (client, _) = await RegisterAsync();

        var page = await NewBrowser().LookAsync(Url(client, uri));

        Assert.Equal(400, page.Status);
        Assert.Null(page.Location);
    }
}

public sealed class PushedRequestsOnSqlite(SqliteServer server) : PushedRequestTests(server);

public sealed class PushedRequestsOnPostgreSql(PostgreSqlServer server) : PushedRequestTests(server);
