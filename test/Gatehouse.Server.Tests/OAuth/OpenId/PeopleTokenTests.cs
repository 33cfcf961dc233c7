using System.Text.Json;

namespace Gatehouse.Server.Tests.OAuth.OpenId;

/// <summary>Introspection and revocation of what people granted (RFC 7662, RFC 7009).</summary>
public abstract class PeopleTokenTests(ServerFixture server) : OpenIdTest(server)
{
    async Task<(int Status, JsonElement Body)> AskAsync(string endpoint, string client, string? secret, string token)
    {
        var form = new List<KeyValuePair<string, string>> { new("token", token), new("client_id", client) };
        if (secret is not null)
            form.Add(new("client_secret", secret));
        using var content = new FormUrlEncodedContent(form);
        using var response = await Http.PostAsync(new Uri(endpoint, UriKind.Relative), content, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    async Task<bool> IsActiveAsync(string client, string? secret, string token) =>
        (await AskAsync("/oauth/v2/introspect", client, secret, token)).Body.GetProperty("active").GetBoolean();

    [Fact]
    public async Task An_application_learns_what_its_token_is_while_the_sign_in_lasts()
    {
        var (client, secret) = await RegisterAsync();
        var (browser, user, _, _) = await SignedInAsync();
        var (_, tokens) = await RedeemAsync(client, secret, await CodeAsync(browser, client));
        var access = tokens.GetProperty("access_token").GetString()!;

        var (_, answer) = await AskAsync("/oauth/v2/introspect", client, secret, access);
        Assert.True(answer.GetProperty("active").GetBoolean(), answer.ToString());
        Assert.Equal((user.ToString(), client), (answer.GetProperty("sub").GetString(), answer.GetProperty("client_id").GetString()));
        Assert.Contains("openid", answer.GetProperty("scope").GetString(), StringComparison.Ordinal);
        Assert.True(await IsActiveAsync(client, secret, tokens.GetProperty("refresh_token").GetString()!));

        await browser.OpenAsync("/sign-out");
        await browser.SubmitAsync("/sign-out");
        Assert.False(await IsActiveAsync(client, secret, access));
        Assert.False(await IsActiveAsync(client, secret, tokens.GetProperty("refresh_token").GetString()!));
    }

    [Fact]
    public async Task Others_learn_nothing()
    {
        var (client, secret) = await RegisterAsync();
        var (other, otherSecret) = await RegisterAsync();
        var (browser, _, _, _) = await SignedInAsync();
        var (_, tokens) = await RedeemAsync(client, secret, await CodeAsync(browser, client));

        foreach (var token in (string[])[tokens.GetProperty("access_token").GetString()!, tokens.GetProperty("refresh_token").GetString()!, "nonsense", "a.b.c"])
            Assert.Equal("active", Assert.Single((await AskAsync("/oauth/v2/introspect", other, otherSecret, token)).Body.EnumerateObject()).Name);
        Assert.Equal(401, (await AskAsync("/oauth/v2/introspect", client, "wrong", tokens.GetProperty("access_token").GetString()!)).Status);
    }

    [Theory]
    [InlineData("refresh_token")]
    [InlineData("access_token")]
    public async Task Revoking_one_token_ends_what_was_granted_with_it(string which)
    {
        var (client, secret) = await RegisterAsync();
        var (browser, _, _, _) = await SignedInAsync();
        var (_, tokens) = await RedeemAsync(client, secret, await CodeAsync(browser, client));
        var (_, others) = await RedeemAsync(client, secret, await CodeAsync(browser, client));

        Assert.Equal(200, (await AskAsync("/oauth/v2/revoke", client, secret, tokens.GetProperty(which).GetString()!)).Status);

        Assert.Equal(400, (await RefreshAsync(client, secret, tokens.GetProperty("refresh_token").GetString()!)).Status);
        Assert.Equal(401, (await UserInfoAsync(tokens.GetProperty("access_token").GetString()!)).Status);
        Assert.Equal(200, (await RefreshAsync(client, secret, others.GetProperty("refresh_token").GetString()!)).Status);
    }

    [Fact]
    public async Task Nobody_revokes_what_is_anothers()
    {
        var (client, secret) = await RegisterAsync();
        var (other, otherSecret) = await RegisterAsync();
        var (browser, _, _, _) = await SignedInAsync();
        var (_, tokens) = await RedeemAsync(client, secret, await CodeAsync(browser, client));

        await AskAsync("/oauth/v2/revoke", other, otherSecret, tokens.GetProperty("refresh_token").GetString()!);
        await AskAsync("/oauth/v2/revoke", other, otherSecret, "nonsense");

        Assert.Equal(200, (await RefreshAsync(client, secret, tokens.GetProperty("refresh_token").GetString()!)).Status);
    }
}

public sealed class PeopleTokensOnSqlite(SqliteServer server) : PeopleTokenTests(server);

public sealed class PeopleTokensOnPostgreSql(PostgreSqlServer server) : PeopleTokenTests(server);
