using System.Text.Json;

namespace Gatehouse.Server.Tests.OAuth.OpenId;

public abstract class CodeFlowTests(ServerFixture server) : OpenIdTest(server)
{
    [Fact]
    public async Task A_person_signs_in_on_the_way_to_the_application()
    {
        var (client, secret) = await RegisterAsync();
        await CreateUserAsync();
        var browser = NewBrowser();
        var asked = await browser.OpenAsync(AuthorizeUrl(client, ("login_hint", Address)));
        Assert.Contains("Portal", asked.Html, StringComparison.Ordinal);
        Assert.Contains(Address, asked.Html, StringComparison.Ordinal);

        await browser.SubmitAsync("/sign-in", ("address", Address));
        await browser.SubmitAsync("/sign-in/password", ("password", Password));
        var setUp = await browser.SubmitAsync("/sign-in/set-up", ("method", "authenticator"));
        var key = OtpNet.Base32Encoding.ToBytes(System.Text.RegularExpressions.Regex.Match(setUp.Html, "id=\"secret\"[^>]*value=\"([A-Z2-7]+)\"").Groups[1].Value);
        await browser.SubmitAsync("/sign-in/set-up/authenticator", ("code", CodeOf(key)));
        var back = await browser.SubmitAsync("/sign-in/done");

        var answer = AnswerOf(back);
        Assert.Equal(("a state", "https://accounts.contoso.example/"), (answer["state"], answer["iss"]));
        var (status, tokens) = await RedeemAsync(client, secret, answer["code"]);
        Assert.True(status == 200, tokens.ToString());
    }

    [Fact]
    public async Task The_identity_token_tells_who_how_and_when()
    {
        var (client, secret) = await RegisterAsync();
        var (browser, user, _, _) = await SignedInAsync();
        var group = await Scim.CreateGroupAsync("Engineers", user.ToString());

        var (status, tokens) = await RedeemAsync(client, secret, await CodeAsync(browser, client));

        Assert.True(status == 200, tokens.ToString());
        var claims = ClaimsOf(tokens.GetProperty("id_token").GetString()!);
        Assert.Equal("https://accounts.contoso.example/", claims.GetProperty("iss").GetString());
        Assert.Equal((client, user.ToString(), "a nonce"), (claims.GetProperty("aud").GetString(), claims.GetProperty("sub").GetString(), claims.GetProperty("nonce").GetString()));
        Assert.Equal(["pwd", "otp", "mfa"], claims.GetProperty("amr").EnumerateArray().Select(static one => one.GetString()));
        Assert.Equal("mfa", claims.GetProperty("acr").GetString());
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - claims.GetProperty("auth_time").GetInt64(), 0, 60);
        Assert.Equal(("Mira Okonkwo", "Mira", "Okonkwo"), (claims.GetProperty("name").GetString(), claims.GetProperty("given_name").GetString(), claims.GetProperty("family_name").GetString()));
        Assert.Equal(Address, claims.GetProperty("email").GetString());
        Assert.False(claims.GetProperty("email_verified").GetBoolean());
        Assert.Equal([group], claims.GetProperty("groups").EnumerateArray().Select(static one => one.GetString()));
        Assert.Equal(Scim.Organization.ToString(), claims.GetProperty("org").GetString());

        var access = ClaimsOf(tokens.GetProperty("access_token").GetString()!);
        Assert.False(access.TryGetProperty("email", out _));
        Assert.Equal(client, access.GetProperty("client_id").GetString());
    }

    [Fact]
    public async Task Userinfo_tells_what_the_scopes_allow_and_as_it_is_now()
    {
        var (client, secret) = await RegisterAsync();
        var (browser, user, _, _) = await SignedInAsync();
        var (_, tokens) = await RedeemAsync(client, secret, await CodeAsync(browser, client, ("scope", "openid profile")));
        await Scim.PatchAsync($"/Users/{user}", """{ "op": "replace", "path": "displayName", "value": "Mira O." }""");

        var (status, claims) = await UserInfoAsync(tokens.GetProperty("access_token").GetString()!);

        Assert.Equal((200, user.ToString(), "Mira O."), (status, claims.GetProperty("sub").GetString(), claims.GetProperty("name").GetString()));
        Assert.False(claims.TryGetProperty("email", out _));
        Assert.False(claims.TryGetProperty("groups", out _));
        Assert.False(tokens.TryGetProperty("refresh_token", out _));
    }

    [Fact]
    public async Task A_code_works_once_and_its_reuse_ends_what_came_of_it()
    {
        var (client, secret) = await RegisterAsync();
        var (browser, _, _, _) = await SignedInAsync();
        var code = await CodeAsync(browser, client);
        var (_, tokens) = await RedeemAsync(client, secret, code);

        var (status, refusal) = await RedeemAsync(client, secret, code);

        Assert.Equal((400, "invalid_grant"), (status, refusal.GetProperty("error").GetString()));
        Assert.Equal(400, (await RefreshAsync(client, secret, tokens.GetProperty("refresh_token").GetString()!)).Status);
    }

    [Fact]
    public async Task Of_parallel_exchanges_of_one_code_one_wins()
    {
        var (client, secret) = await RegisterAsync();
        var (browser, _, _, _) = await SignedInAsync();
        var code = await CodeAsync(browser, client);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RedeemAsync(client, secret, code)));

        Assert.Single(answers, static answer => answer.Status == 200);
    }

    [Fact]
    public async Task A_code_is_bound_to_its_client_its_address_and_its_verifier()
    {
        var (client, secret) = await RegisterAsync();
        var (other, otherSecret) = await RegisterAsync();
        var (browser, _, _, _) = await SignedInAsync();

        Assert.Equal(400, (await RedeemAsync(other, otherSecret, await CodeAsync(browser, client))).Status);
        Assert.Equal(400, (await RedeemAsync(client, secret, await CodeAsync(browser, client), "another-verifier-of-more-than-forty-three-characters")).Status);
        Assert.Equal(400, (await TokenAsync(client, secret, ("grant_type", "authorization_code"), ("code", await CodeAsync(browser, client)),
            ("redirect_uri", RedirectUri + "/elsewhere"), ("code_verifier", Verifier))).Status);
        Assert.Equal(401, (await RedeemAsync(client, "wrong", await CodeAsync(browser, client))).Status);
    }

    [Theory]
    [InlineData("https://portal.contoso.example/callback/")]
    [InlineData("https://portal.contoso.example/callback?x=1")]
    [InlineData("https://portal.contoso.example.evil.example/callback")]
    [InlineData("https://portal.contoso.example@evil.example/callback")]
    [InlineData("http://portal.contoso.example/callback")]
    [InlineData("https://PORTAL.contoso.example/callback")]
    [InlineData("https://portal.contoso.example/%63allback")]
    [InlineData("javascript:alert(1)")]
    public async Task Nothing_is_sent_to_an_address_that_is_not_registered(string redirect)
    {
        var (client, _) = await RegisterAsync();
        var (browser, _, _, _) = await SignedInAsync();

        var page = await browser.LookAsync(AuthorizeUrl(client, ("redirect_uri", redirect)));

        Assert.Equal(400, page.Status);
        Assert.Null(page.Location);
    }

    [Fact]
    public async Task A_native_application_may_listen_on_any_port()
    {
        var (client, _) = await RegisterAsync(isPublic: true, redirects: "http://127.0.0.1/callback");
        var (browser, _, _, _) = await SignedInAsync();

        var page = await browser.LookAsync(AuthorizeUrl(client, ("redirect_uri", "http://127.0.0.1:51004/callback")));

        Assert.StartsWith("http://127.0.0.1:51004/callback?code=", page.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("code_challenge", null)]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("response_type", "token")]
    [InlineData("response_type", "code id_token")]
    [InlineData("response_mode", "fragment")]
    [InlineData("response_type", null)]
    public async Task What_is_unsafe_is_refused_before_anybody_signs_in(string parameter, string? value)
    {
        var (client, _) = await RegisterAsync();

        var page = await NewBrowser().LookAsync(AuthorizeUrl(client, (parameter, value)));

        Assert.True(page.Status == 400 || page.Location!.Contains("error=", StringComparison.Ordinal), $"{page.Status} {page.Location}");
        Assert.DoesNotContain("code=", page.Location ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_confidential_application_may_be_exempted_from_PKCE()
    {
        var (client, secret) = await RegisterAsync(requiresPkce: false);
        var (browser, _, _, _) = await SignedInAsync();
        var code = await CodeAsync(browser, client, ("code_challenge", null), ("code_challenge_method", null));

        var (status, _) = await TokenAsync(client, secret, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", RedirectUri));

        Assert.Equal(200, status);
    }

    [Fact]
    public async Task Without_anybody_signed_in_prompt_none_shows_nothing()
    {
        var (client, _) = await RegisterAsync();

        var answer = AnswerOf(await NewBrowser().LookAsync(AuthorizeUrl(client, ("prompt", "none"))));

        Assert.Equal(("login_required", "a state"), (answer["error"], answer["state"]));
    }

    [Fact]
    public async Task Prompt_none_answers_for_whoever_is_signed_in()
    {
        var (client, _) = await RegisterAsync();
        var (browser, _, _, _) = await SignedInAsync();

        Assert.NotEmpty(await CodeAsync(browser, client, ("prompt", "none")));
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "0")]
    public async Task A_fresh_sign_in_can_be_asked_for(string parameter, string value)
    {
        var (client, _) = await RegisterAsync();
        var (browser, _, secret, _) = await SignedInAsync();
        await Task.Delay(1100, Stop);

        Assert.Equal("/sign-in", (await browser.LookAsync(AuthorizeUrl(client, (parameter, value)))).Location);
        await browser.OpenAsync("/sign-in");
        await browser.SubmitAsync("/sign-in", ("address", Address));
        await browser.SubmitAsync("/sign-in/password", ("password", Password));
        var back = await browser.SubmitAsync("/sign-in/factor?method=authenticator", ("code", CodeOf(secret, 1)));

        Assert.NotEmpty(AnswerOf(back)["code"]);
    }

    [Fact]
    public async Task Max_age_that_is_not_over_asks_nobody()
    {
        var (client, _) = await RegisterAsync();
        var (browser, _, _, _) = await SignedInAsync();

        Assert.NotEmpty(await CodeAsync(browser, client, ("max_age", "10000")));
    }

    [Fact]
    public async Task People_of_another_organization_do_not_get_in()
    {
        var other = await NewClientAsync();
        var (client, _) = await RegisterAsync(organization: other.Organization);
        var (browser, _, _, _) = await SignedInAsync();

        Assert.Equal("login_required", AnswerOf(await browser.LookAsync(AuthorizeUrl(client, ("prompt", "none"))))["error"]);
        await browser.OpenAsync(AuthorizeUrl(client));
        await browser.SubmitAsync("/sign-in", ("address", Address));
        Assert.Contains("do not belong together", (await browser.SubmitAsync("/sign-in/password", ("password", Password))).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tokens_of_people_open_nothing_at_SCIM()
    {
        var (client, secret) = await RegisterAsync();
        var (browser, _, _, _) = await SignedInAsync();
        var (_, tokens) = await RedeemAsync(client, secret, await CodeAsync(browser, client));

        Assert.Equal(401, (await Scim.With(tokens.GetProperty("access_token").GetString()).GetAsync("/Users")).Status);
        Assert.Equal(401, (await UserInfoAsync(Scim.Token!)).Status);
    }

    [Fact]
    public async Task Discovery_tells_what_there_is_and_nothing_unsafe()
    {
        var discovery = JsonDocument.Parse(await Http.GetStringAsync(new Uri("/.well-known/openid-configuration", UriKind.Relative), Stop)).RootElement;
        string[] List(string name) => [.. discovery.GetProperty(name).EnumerateArray().Select(static one => one.GetString()!)];

        Assert.Equal(["code"], List("response_types_supported"));
        Assert.Equal(["S256"], List("code_challenge_methods_supported"));
        Assert.Equal(["form_post", "query"], List("response_modes_supported").Order());
        Assert.Equal(["authorization_code", "client_credentials", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"], List("grant_types_supported").Order());
        Assert.Equal("https://accounts.contoso.example/oauth/v2/authorize", discovery.GetProperty("authorization_endpoint").GetString());
        Assert.Equal("https://accounts.contoso.example/oidc/v1/userinfo", discovery.GetProperty("userinfo_endpoint").GetString());
        Assert.Equal("https://accounts.contoso.example/oidc/v1/end_session", discovery.GetProperty("end_session_endpoint").GetString());
        Assert.Equal("https://accounts.contoso.example/oauth/v2/par", discovery.GetProperty("pushed_authorization_request_endpoint").GetString());
        Assert.Equal("https://accounts.contoso.example/oauth/v2/device_authorization", discovery.GetProperty("device_authorization_endpoint").GetString());
        Assert.True(discovery.GetProperty("backchannel_logout_supported").GetBoolean());
        Assert.True(discovery.GetProperty("backchannel_logout_session_supported").GetBoolean());
        Assert.Contains("openid", List("scopes_supported"));
        Assert.True(discovery.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
    }
}

public sealed class CodeFlowOnSqlite(SqliteServer server) : CodeFlowTests(server);

public sealed class CodeFlowOnPostgreSql(PostgreSqlServer server) : CodeFlowTests(server);
