using System.Collections.Concurrent;
using System.Text.Json;

using Gatehouse.Server.OAuth.Applications;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gatehouse.Server.Tests.OAuth.OpenId;

/// <summary>OpenID Connect Back-Channel Logout: applications hear of the end of a sign-in, whatever ended it.</summary>
public abstract class BackChannelTests(ServerFixture server) : OpenIdTest(server)
{
    readonly ConcurrentQueue<string> heard = new();
    int refusals;
    WebApplication? application;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        application = WebApplication.CreateSlimBuilder().Build();
        application.Urls.Add("http://127.0.0.1:0");
        application.MapPost("/logout", async (HttpRequest request) =>
        {
            if (Interlocked.Decrement(ref refusals) >= 0)
                return Results.StatusCode(503);

            heard.Enqueue((await request.ReadFormAsync(Stop))["logout_token"].ToString());
            return Results.Ok();
        });
        application.MapPost("/elsewhere", () => Results.Redirect("/logout", permanent: false, preserveMethod: true));
        await application.StartAsync(Stop);
    }

    public override async ValueTask DisposeAsync()
    {
        if (application is not null)
            await application.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    async Task<(string Id, string? Secret)> RegisterListenerAsync(string path = "/logout")
    {
        var settings = new ApplicationSettings
        {
            RedirectUris = [RedirectUri], PostLogoutRedirectUris = [AfterSignOut], BackChannelLogoutUri = application!.Urls.First() + path,
        };
        var (id, secret) = await Database.WriteAsync(
            Scim.Organization, db => Service<ApplicationRegister>().CreateAsync(db, "Portal", isPublic: false, settings, Stop), Stop);
        return (id.ToString(), secret);
    }

    async Task<JsonElement> HeardAsync()
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(20); ; await Task.Delay(50, Stop))
        {
            if (heard.TryDequeue(out var token))
                return await VerifiedAsync(token);
            Assert.True(DateTime.UtcNow < deadline, "The application was not told.");
        }
    }

    /// <summary>What an application must check (§2.6), with the keys that we publish.</summary>
    async Task<JsonElement> VerifiedAsync(string token)
    {
        var keys = new JsonWebKeySet(await Http.GetStringAsync(new Uri("/.well-known/jwks.json", UriKind.Relative), Stop));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = keys.GetSigningKeys(), ValidIssuer = "https://accounts.contoso.example/", ValidateAudience = false, ValidTypes = ["logout+jwt"],
        });
        Assert.True(result.IsValid, result.Exception?.ToString());
        return ClaimsOf(token);
    }

    [Fact]
    public async Task Signing_out_is_told_with_a_token_that_names_the_session()
    {
        var (client, secret) = await RegisterListenerAsync();
        var (browser, user, _, _) = await SignedInAsync();
        var (_, tokens) = await RedeemAsync(client, secret, await CodeAsync(browser, client));
        var session = ClaimsOf(tokens.GetProperty("id_token").GetString()!).GetProperty("sid").GetString();

        await browser.OpenAsync("/sign-out");
        await browser.SubmitAsync("/sign-out");

        var claims = await HeardAsync();
        Assert.Equal((client, user.ToString(), session), (claims.GetProperty("aud").GetString(), claims.GetProperty("sub").GetString(), claims.GetProperty("sid").GetString()));
        Assert.Equal(JsonValueKind.Object, claims.GetProperty("events").GetProperty("http://schemas.openid.net/event/backchannel-logout").ValueKind);
        Assert.False(claims.TryGetProperty("nonce", out _));
        Assert.Equal(120, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.True(claims.TryGetProperty("jti", out _));
    }

    [Fact]
    public async Task So_is_a_deactivation_by_SCIM_within_five_seconds()
    {
        var (client, _) = await RegisterListenerAsync();
        var (browser, user, _, _) = await SignedInAsync();
        await CodeAsync(browser, client);

        var begun = DateTime.UtcNow;
        await Scim.PatchAsync($"/Users/{user}", """{ "op": "replace", "path": "active", "value": false }""");

        Assert.Equal(user.ToString(), (await HeardAsync()).GetProperty("sub").GetString());
        Assert.True(DateTime.UtcNow - begun < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task So_is_a_deletion()
    {
        var (client, _) = await RegisterListenerAsync();
        var (browser, user, _, _) = await SignedInAsync();
        await CodeAsync(browser, client);

        await Scim.DeleteAsync($"/Users/{user}");

        Assert.Equal(user.ToString(), (await HeardAsync()).GetProperty("sub").GetString());
    }

    [Fact]
    public async Task So_is_the_end_of_one_of_several_devices_and_of_no_other()
    {
        var (client, _) = await RegisterListenerAsync();
        var (browser, _, secret, _) = await SignedInAsync();
        await CodeAsync(browser, client);
        var other = NewBrowser();
        await EnterAsync(other, Address, Password);
        await other.SubmitAsync("/sign-in/factor?method=authenticator", ("code", CodeOf(secret, 1)));
        await CodeAsync(other, client);
        Assert.Equal(2, await CountAsync("application_sign_ins"));

        await browser.OpenAsync("/portal/devices");
        await browser.SubmitAsync("/portal/devices/end-others");

        await HeardAsync();
        Assert.Equal(1, await CountAsync("application_sign_ins", "due_at is null"));
        Assert.Empty(heard);
    }

    [Fact]
    public async Task An_application_that_does_not_answer_is_told_again()
    {
        refusals = 1;
        var (client, _) = await RegisterListenerAsync();
        var (browser, _, _, _) = await SignedInAsync();
        await CodeAsync(browser, client);

        await browser.OpenAsync("/sign-out");
        await browser.SubmitAsync("/sign-out");

        await HeardAsync();
        for (var deadline = DateTime.UtcNow.AddSeconds(5); await CountAsync("application_sign_ins") > 0; await Task.Delay(50, Stop))
            Assert.True(DateTime.UtcNow < deadline, "The row of who was told is still there.");
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        var (client, _) = await RegisterListenerAsync("/elsewhere");
        var (browser, _, _, _) = await SignedInAsync();
        await CodeAsync(browser, client);

        await browser.OpenAsync("/sign-out");
        await browser.SubmitAsync("/sign-out");

        for (var deadline = DateTime.UtcNow.AddSeconds(10); await CountAsync("application_sign_ins", "last_error like '%307%'") == 0; await Task.Delay(50, Stop))
            Assert.True(DateTime.UtcNow < deadline, "The attempt left no trace.");
        Assert.Empty(heard);
    }
}

public sealed class BackChannelOnSqlite(SqliteServer server) : BackChannelTests(server);

public sealed class BackChannelOnPostgreSql(PostgreSqlServer server) : BackChannelTests(server);
