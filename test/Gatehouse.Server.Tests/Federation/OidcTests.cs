using System.Text.Json.Nodes;

using Gatehouse.Server.Federation;
using Gatehouse.Server.Federation.Oidc;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gatehouse.Server.Tests.Federation;

/// <summary>What we ask an OpenID provider, and how its answers come back (S44 to S49). <see cref="OidcTrustTests"/> has what the answers say.</summary>
public abstract class OidcTests(ServerFixture server) : FederationTest(server)
{
    [Fact]
    public async Task The_request_has_state_nonce_and_pkce_and_says_who_is_meant()
    {
        await ConnectAsync();

        var request = await LeaveAsync(NewBrowser());

        Assert.StartsWith($"{Upstream.Tenant}/authorize?", request, StringComparison.Ordinal);
        await OidcUpstream.SignInAsync(request);
        Assert.Equal((OidcUpstream.ClientId, "code", "S256"), (Upstream.Asked!["client_id"].ToString(), Upstream.Asked["response_type"].ToString(), Upstream.Asked["code_challenge_method"].ToString()));
        Assert.Equal(PublicUrl + UpstreamRegistrations.CallbackPath, Upstream.Asked["redirect_uri"]);
        Assert.Equal(Mira, Upstream.Asked["login_hint"]);
        Assert.Equal("openid profile email", Upstream.Asked["scope"]);
        Assert.All((string[])["state", "nonce", "code_challenge"], name => Assert.NotEmpty(Upstream.Asked[name].ToString()));
        Assert.False(Upstream.Asked.ContainsKey("prompt"));
    }

    [Fact]
    public async Task The_code_is_redeemed_with_the_secret_and_the_verifier_and_no_token_is_kept()
    {
        await ConnectAsync();

        await ArriveAsync();

        Assert.Equal(("authorization_code", true), (Upstream.Redeemed!["grant_type"].ToString(), Upstream.Redeemed.ContainsKey("code_verifier")));
        Assert.Equal(0, await CountAsync("tokens"));
    }

    [Fact]
    public async Task A_provider_that_announces_no_pkce_gets_it_all_the_same()
    {
        await ConnectAsync();
        Upstream.Discovery = static document => document.Remove("code_challenge_methods_supported");

        Assert.Contains("code_challenge_method=S256", await LeaveAsync(NewBrowser()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_is_away_is_a_page_of_ours_and_an_entry_in_the_trail()
    {
        var provider = await ConnectAsync();
        await Upstream.StopAsync();
        var browser = NewBrowser();
        await browser.OpenAsync("/sign-in");
        await browser.SubmitAsync("/sign-in", ("address", Mira));

        RefusedIn(browser, await browser.LookAsync($"/federation/go/{provider.Id}"), FederationFault.Unreachable);

        Assert.Equal("Unreachable", (string?)(await RefusalAsync())["fault"]);
    }

    [Theory]
    [InlineData("""{ "error": "invalid_client", "error_description": "AADSTS7000222: The provided client secret keys are expired." }""", 401, FederationFault.Misconfigured)]
    [InlineData("""{ "error": "invalid_grant" }""", 400, FederationFault.Untrusted)]
    [InlineData("<html>not json</html>", 200, FederationFault.Unreachable)]
    [InlineData("""{ "access_token": "at", "token_type": "Bearer" }""", 200, FederationFault.Untrusted)]
    [InlineData("", 503, null)]
    public async Task A_token_endpoint_that_says_no_is_a_page_and_its_reason_is_in_the_trail(string body, int status, FederationFault? fault)
    {
        await ConnectAsync();
        Upstream.Token = async http =>
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = body.StartsWith('{') ? "application/json" : "text/html";
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, body);
        };

        var browser = NewBrowser();
        var page = await SignInAsync(browser);

        Assert.False(browser.Cookies.ContainsKey("__Host-sign-in"));
        var refusal = await RefusalAsync();
        if (fault is not null)
            Assert.Equal(fault.ToString(), (string?)refusal["fault"]);
        Assert.True(page.Status is 403 or 502, page.Html);
        if (body.Contains("AADSTS", StringComparison.Ordinal))
            Assert.Contains("AADSTS7000222", (string?)refusal["reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_turns_back_there_is_told_so()
    {
        await ConnectAsync();
        var browser = NewBrowser();
        var state = System.Web.HttpUtility.ParseQueryString(new Uri(await LeaveAsync(browser)).Query)["state"]!;

        var page = await browser.LookAsync(
            $"{UpstreamRegistrations.CallbackPath}?error=access_denied&error_description=%3Cscript%3Ealert(1)%3C/script%3E&state={Uri.EscapeDataString(state)}");

        RefusedIn(browser, page, FederationFault.Denied);
        Assert.DoesNotContain("<script>alert", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_works_once()
    {
        await ConnectAsync();
        var browser = NewBrowser();
        var answer = await OidcUpstream.SignInAsync(await LeaveAsync(browser));
        var cookies = browser.Cookies.ToDictionary();
        Assert.Equal(303, (await browser.LookAsync(answer)).Status);

        var copy = NewBrowser();
        foreach (var (name, value) in cookies)
            copy.Set(name, value);
        var again = await copy.LookAsync(answer);

        Assert.Equal(403, again.Status);
        Assert.False(copy.Cookies.ContainsKey("__Host-sign-in"));
    }

    [Theory]
    [InlineData("state")]
    [InlineData("cookies")]
    [InlineData("no state")]
    [InlineData("made up state")]
    public async Task An_answer_to_another_browser_lets_nobody_in(string mixed)
    {
        await ConnectAsync();
        var (victim, attacker) = (NewBrowser(), NewBrowser());
        var answer = await OidcUpstream.SignInAsync(await LeaveAsync(attacker));
        if (mixed != "cookies")
            await LeaveAsync(victim);

        var page = await victim.LookAsync(mixed switch
        {
            "no state" => answer[..answer.IndexOf("&state", StringComparison.Ordinal)],
            "made up state" => answer[..answer.IndexOf("&state", StringComparison.Ordinal)] + "&state=abc",
            _ => answer,
        });

        Assert.Equal(403, page.Status);
        Assert.False(victim.Cookies.ContainsKey("__Host-sign-in"));
        Assert.Equal(0, await CountAsync("sign_ins"));
    }

    [Fact]
    public async Task A_code_of_another_provider_under_the_state_of_this_one_is_not_redeemed_there()
    {
        // RFC 9700 §4.4: the two providers have the same redirect address; the state says where a code is from, and PKCE that it was asked for here.
        await ConnectAsync();
        await using var evil = await OidcUpstream.StartAsync();
        var other = $"other-{Domain}";
        evil.Person = PersonOf("11111111-0000-0000-0000-000000000001", Mira);
        await ConnectAsync(evil, domains: other);
        var browser = NewBrowser();
        var stolen = await OidcUpstream.SignInAsync(await LeaveAsync(NewBrowser()));
        var request = await LeaveAsync(browser, $"eve@{other}");
        var state = System.Web.HttpUtility.ParseQueryString(new Uri(request).Query)["state"]!;
        var code = System.Web.HttpUtility.ParseQueryString(stolen[stolen.IndexOf('?', StringComparison.Ordinal)..])["code"]!;

        var page = await browser.LookAsync($"{UpstreamRegistrations.CallbackPath}?code={code}&state={Uri.EscapeDataString(state)}");

        Assert.Equal(403, page.Status);
        Assert.Equal(0, await CountAsync("users"));
    }

    [Fact]
    public async Task An_answer_that_names_another_issuer_is_refused()
    {
        await ConnectAsync();
        var browser = NewBrowser();
        var answer = await OidcUpstream.SignInAsync(await LeaveAsync(browser));

        RefusedIn(browser, await browser.LookAsync($"{answer}&iss={Uri.EscapeDataString("https://other.example")}"), FederationFault.Untrusted);
    }

    [Fact]
    public async Task An_answer_after_the_federation_was_turned_off_lets_nobody_in()
    {
        var provider = await ConnectAsync();
        var browser = NewBrowser();
        var answer = await OidcUpstream.SignInAsync(await LeaveAsync(browser));
        await Database.WriteAsync(Scim.Organization, db => Service<FederationRegister>().SetStateAsync(db, provider.Id, IdentityProvider.Disabled, Operator, Stop), Stop);

        var page = await browser.LookAsync(answer);

        Assert.Equal(403, page.Status);
        Assert.False(browser.Cookies.ContainsKey("__Host-sign-in"));
        Assert.Contains("Enter your password", (await browser.OpenAsync("/sign-in")) is var _ ? (await browser.SubmitAsync("/sign-in", ("address", Mira))).Html : "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_we_are_can_be_shown_by_a_key_that_is_published()
    {
        var provider = await ConnectAsync(static settings => settings with { Oidc = settings.Oidc! with { UsesKey = true } });

        await ArriveAsync();

        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", Upstream.Redeemed!["client_assertion_type"]);
        var published = JsonNode.Parse(await Http.GetStringAsync(new Uri($"/federation/{provider.Id}/jwks.json", UriKind.Relative), Stop))!;
        var key = new JsonWebKey(published["keys"]![0]!.ToJsonString());
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(Upstream.Redeemed["client_assertion"], new()
        {
            IssuerSigningKey = key, ValidIssuer = OidcUpstream.ClientId, ValidAudience = Upstream.Issuer,
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.DoesNotContain("\"d\"", published.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fresh_proof_is_asked_for_and_insisted_on()
    {
        await ConnectAsync();
        var browser = await ArriveAsync();
        await AgeAsync();
        var request = await LeaveAsync(browser, begin: "/portal/security/password");
        Assert.Contains("prompt=login", request, StringComparison.Ordinal);
        Assert.Contains("max_age=0", request, StringComparison.Ordinal);

        RefusedIn(NewBrowser(), await browser.LookAsync(await OidcUpstream.SignInAsync(request)), FederationFault.NotAskedAgain);
        Upstream.Person["auth_time"] = DateTimeOffset.UtcNow.AddHours(-2).ToUnixTimeSeconds();
        RefusedIn(NewBrowser(), await SignInAsync(browser, begin: "/portal/security/password"), FederationFault.NotAskedAgain);
        Upstream.Person["auth_time"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var done = await SignInAsync(browser, begin: "/portal/security/password");

        Assert.Equal((303, "/portal/security/password"), (done.Status, done.Location));
        Assert.Equal(1, await CountAsync("sign_ins"));
    }

    Task<int> AgeAsync() => Database.WriteAsync(Scim.Organization, db => db.ExecuteAsync("""
        update sign_ins
        set authenticated_at = @before
        where organization_id = @organization
        """, new { before = DateTimeOffset.UtcNow.AddHours(-1) }, Stop), Stop);

    [Fact]
    public async Task Signing_out_there_too_is_offered_with_a_hint_whom()
    {
        await ConnectAsync();
        var browser = await ArriveAsync();
        var asked = await browser.OpenAsync("/sign-out");
        Assert.Contains("/federation/sign-out", asked.Html, StringComparison.Ordinal);

        var page = await browser.PostAsync("/federation/sign-out");

        Assert.Contains($"{Upstream.Tenant}/logout?id_token_hint=", page.Html, StringComparison.Ordinal);
        Assert.Contains(Uri.EscapeDataString($"{PublicUrl}/federation/signed-out"), page.Html, StringComparison.OrdinalIgnoreCase);
        Assert.False(browser.Cookies.ContainsKey("__Host-sign-in"));
        Assert.Equal(1, await CountAsync("sign_ins", "ended_at is not null"));
    }
}

public sealed class OidcOnSqlite(SqliteServer server) : OidcTests(server);

public sealed class OidcOnPostgreSql(PostgreSqlServer server) : OidcTests(server);
