namespace Gatehouse.Server.Tests.OAuth.OpenId;

/// <summary>How long what was granted lasts: refresh tokens, sign-outs, and users who may no longer.</summary>
public abstract class GrantTests(ServerFixture server) : OpenIdTest(server)
{
    [Fact]
    public async Task A_refresh_token_is_exchanged_for_another_one()
    {
        var (client, secret) = await RegisterAsync();
        var (browser, user, _, _) = await SignedInAsync();
        var (_, first) = await RedeemAsync(client, secret, await CodeAsync(browser, client));

        var (status, second) = await RefreshAsync(client, secret, first.GetProperty("refresh_token").GetString()!);

        Assert.True(status == 200, second.ToString());
        Assert.NotEqual(first.GetProperty("refresh_token").GetString(), second.GetProperty("refresh_token").GetString());
        Assert.Equal(user.ToString(), (await UserInfoAsync(second.GetProperty("access_token").GetString()!)).Body.GetProperty("sub").GetString());
    }

    [Fact]
    public async Task A_public_application_refreshes_without_a_secret()
    {
        var (client, _) = await RegisterAsync(isPublic: true);
        var (browser, _, _, _) = await SignedInAsync();
        var (_, tokens) = await RedeemAsync(client, null, await CodeAsync(browser, client));

        Assert.Equal(200, (await RefreshAsync(client, null, tokens.GetProperty("refresh_token").GetString()!)).Status);
    }

    [Fact]
    public async Task A_refresh_token_belongs_to_its_application()
    {
        var (client, secret) = await RegisterAsync();
        var (other, otherSecret) = await RegisterAsync();
        var (browser, _, _, _) = await SignedInAsync();
        var (_, tokens) = await RedeemAsync(client, secret, await CodeAsync(browser, client));

        Assert.Equal(400, (await RefreshAsync(other, otherSecret, tokens.GetProperty("refresh_token").GetString()!)).Status);
    }

    [Fact]
    public async Task A_user_who_is_deactivated_by_SCIM_is_out_everywhere()
    {
        var (client, secret) = await RegisterAsync();
        var (browser, user, _, _) = await SignedInAsync();
        var (_, tokens) = await RedeemAsync(client, secret, await CodeAsync(browser, client));

        await Scim.PatchAsync($"/Users/{user}", """{ "op": "replace", "path": "active", "value": false }""");

        Assert.Equal(400, (await RefreshAsync(client, secret, tokens.GetProperty("refresh_token").GetString()!)).Status);
        Assert.Equal(401, (await UserInfoAsync(tokens.GetProperty("access_token").GetString()!)).Status);
        var deadline = DateTime.UtcNow.AddSeconds(5);
        string? error;
        do
            error = AnswerOf(await browser.LookAsync(AuthorizeUrl(client, ("prompt", "none")))).GetValueOrDefault("error");
        while (error is null && DateTime.UtcNow < deadline);
        Assert.Equal("login_required", error);
    }

    [Fact]
    public async Task Letting_a_user_in_again_brings_no_earlier_sign_in_back()
    {
        var (client, secret) = await RegisterAsync();
        var (browser, user, _, _) = await SignedInAsync();
        var (_, tokens) = await RedeemAsync(client, secret, await CodeAsync(browser, client));

        await Scim.PatchAsync($"/Users/{user}", """{ "op": "replace", "path": "active", "value": false }""");
        await Scim.PatchAsync($"/Users/{user}", """{ "op": "replace", "path": "active", "value": true }""");
        await Task.Delay(TimeSpan.FromSeconds(5), Stop);

        Assert.Equal(400, (await RefreshAsync(client, secret, tokens.GetProperty("refresh_token").GetString()!)).Status);
        Assert.Equal("login_required", AnswerOf(await browser.LookAsync(AuthorizeUrl(client, ("prompt", "none"))))["error"]);
    }

    [Fact]
    public async Task A_user_who_was_deleted_and_brought_back_signs_in_anew()
    {
        var (client, secret) = await RegisterAsync();
        var (browser, user, _, _) = await SignedInAsync();
        var (_, tokens) = await RedeemAsync(client, secret, await CodeAsync(browser, client));

        await Scim.DeleteAsync($"/Users/{user}");
        await Database.WriteAsync(Scim.Organization, db => Service<Gatehouse.Server.Directory.DeletedUsers>().RestoreAsync(db, user, Stop), Stop);

        Assert.Equal(400, (await RefreshAsync(client, secret, tokens.GetProperty("refresh_token").GetString()!)).Status);
    }

    [Fact]
    public async Task Signing_out_from_the_application_needs_no_question()
    {
        var (client, secret) = await RegisterAsync();
        var (browser, _, _, _) = await SignedInAsync();
        var (_, tokens) = await RedeemAsync(client, secret, await CodeAsync(browser, client));

        var page = await browser.LookAsync(
            $"/oidc/v1/end_session?client_id={client}&id_token_hint={tokens.GetProperty("id_token").GetString()}&state=x&post_logout_redirect_uri={Uri.EscapeDataString(AfterSignOut)}");

        Assert.Equal($"{AfterSignOut}?state=x", page.Location);
        Assert.False(browser.Cookies.ContainsKey("__Host-sign-in"));
        Assert.Equal(0, await CountAsync("sign_ins", "ended_at is null"));
        Assert.Equal(400, (await RefreshAsync(client, secret, tokens.GetProperty("refresh_token").GetString()!)).Status);
    }

    [Fact]
    public async Task The_token_alone_tells_which_application_signs_out()
    {
        var (client, secret) = await RegisterAsync();
        var (browser, _, _, _) = await SignedInAsync();
        var (_, tokens) = await RedeemAsync(client, secret, await CodeAsync(browser, client));

        var page = await browser.LookAsync(
            $"/oidc/v1/end_session?id_token_hint={tokens.GetProperty("id_token").GetString()}&post_logout_redirect_uri={Uri.EscapeDataString(AfterSignOut)}");

        Assert.Equal(AfterSignOut, page.Location);
        Assert.Equal(0, await CountAsync("sign_ins", "ended_at is null"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&id_token_hint=x")]
    [InlineData("&id_token_hint=a.b.c")]
    [InlineData("&id_token_hint=eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4Iiwic3ViIjoieSJ9.")]
    [InlineData("&client_id=x")]
    public async Task Whoever_does_not_say_which_application_it_is_sends_nobody_anywhere(string more)
    {
        await RegisterAsync();
        var (browser, _, _, _) = await SignedInAsync();

        var page = await browser.LookAsync($"/oidc/v1/end_session?post_logout_redirect_uri={Uri.EscapeDataString(AfterSignOut)}{more}");

        Assert.Equal(400, page.Status);
        Assert.Null(page.Location);
        Assert.Equal(1, await CountAsync("sign_ins", "ended_at is null"));
    }

    [Fact]
    public async Task Signing_out_without_a_token_asks_the_person()
    {
        var (browser, _, _, _) = await SignedInAsync();

        var page = await browser.OpenAsync("/oidc/v1/end_session");
        Assert.Contains("Sign out?", page.Html, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("sign_ins", "ended_at is null"));
        var done = await browser.SubmitAsync("/sign-out");

        Assert.Contains("You are signed out", done.Html, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("sign_ins", "ended_at is null"));
    }

    [Fact]
    public async Task Nobody_is_sent_to_an_address_that_is_not_registered_after_signing_out()
    {
        var (client, _) = await RegisterAsync();

        var page = await NewBrowser().LookAsync($"/oidc/v1/end_session?client_id={client}&post_logout_redirect_uri={Uri.EscapeDataString("https://evil.example/")}");

        Assert.Null(page.Location);
        Assert.Equal(400, page.Status);
    }
}

public sealed class GrantsOnSqlite(SqliteServer server) : GrantTests(server);

public sealed class GrantsOnPostgreSql(PostgreSqlServer server) : GrantTests(server);
