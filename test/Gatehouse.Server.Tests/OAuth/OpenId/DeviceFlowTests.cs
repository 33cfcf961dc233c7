using System.Text.Json;

using Gatehouse.Server.OAuth.Applications;

namespace Gatehouse.Server.Tests.OAuth.OpenId;

/// <summary>Devices without a browser (RFC 8628).</summary>
public abstract class DeviceFlowTests(ServerFixture server) : OpenIdTest(server)
{
    async Task<string> RegisterDeviceAsync(bool allows = true)
    {
        var settings = new ApplicationSettings { RedirectUris = [RedirectUri], AllowsDeviceFlow = allows };
        var (id, _) = await Database.WriteAsync(Scim.Organization, db => Service<ApplicationRegister>().CreateAsync(db, "Television", isPublic: true, settings, Stop), Stop);
        return id.ToString();
    }

    async Task<(int Status, JsonElement Body)> AskAsync(string client, string scope = "openid profile offline_access")
    {
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("client_id", client), KeyValuePair.Create("scope", scope)]);
        using var response = await Http.PostAsync(new Uri("/oauth/v2/device_authorization", UriKind.Relative), content, Stop);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop)).RootElement);
    }

    Task<(int Status, JsonElement Body)> PollAsync(string client, JsonElement asked) => TokenAsync(
        client, null, ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", asked.GetProperty("device_code").GetString()!));

    [Fact]
    public async Task A_person_lets_a_device_in()
    {
        var client = await RegisterDeviceAsync();
        var (browser, user, _, _) = await SignedInAsync();
        var (status, asked) = await AskAsync(client);
        Assert.True(status == 200, asked.ToString());
        var code = asked.GetProperty("user_code").GetString()!;
        Assert.Matches("^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$", code);
        Assert.Equal("https://accounts.contoso.example/device", asked.GetProperty("verification_uri").GetString());
        Assert.InRange(asked.GetProperty("expires_in").GetInt32(), 590, 600);
        Assert.Equal("authorization_pending", (await PollAsync(client, asked)).Body.GetProperty("error").GetString());

        await browser.OpenAsync("/device");
        var confirm = await browser.SubmitAsync("/device", ("user_code", code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)));
        Assert.Contains("Sign Television in as you?", confirm.Html, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", confirm.Html, StringComparison.Ordinal);
        Assert.Contains("Only go on if you started this yourself", confirm.Html, StringComparison.Ordinal);
        Assert.Contains("The device is signed in", (await browser.SubmitAsync("/device", ("user_code", code), ("decision", "allow"))).Html, StringComparison.Ordinal);

        var (granted, tokens) = await PollAsync(client, asked);
        Assert.True(granted == 200, tokens.ToString());
        Assert.Equal(user.ToString(), ClaimsOf(tokens.GetProperty("id_token").GetString()!).GetProperty("sub").GetString());
        Assert.Equal(200, (await RefreshAsync(client, null, tokens.GetProperty("refresh_token").GetString()!)).Status);
        Assert.Equal(400, (await PollAsync(client, asked)).Status);
        Assert.Equal(1, await CountAsync("audit_events", "action = 'device.allowed'"));
    }

    [Fact]
    public async Task A_person_refuses_a_device()
    {
        var client = await RegisterDeviceAsync();
        var (browser, _, _, _) = await SignedInAsync();
        var (_, asked) = await AskAsync(client);
        var code = asked.GetProperty("user_code").GetString()!;

        await browser.OpenAsync("/device");
        Assert.Contains("was not let in", (await browser.SubmitAsync("/device", ("user_code", code), ("decision", "deny"))).Html, StringComparison.Ordinal);

        Assert.Equal("access_denied", (await PollAsync(client, asked)).Body.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_device_that_asks_too_often_is_told_to_slow_down()
    {
        var client = await RegisterDeviceAsync();
        var (_, asked) = await AskAsync(client);

        Assert.Equal("authorization_pending", (await PollAsync(client, asked)).Body.GetProperty("error").GetString());
        Assert.Equal("slow_down", (await PollAsync(client, asked)).Body.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Only_applications_that_are_allowed_to_may_ask()
    {
        Assert.Equal("unauthorized_client", (await AskAsync(await RegisterDeviceAsync(allows: false))).Body.GetProperty("error").GetString());
        Assert.Equal("invalid_client", (await AskAsync("nobody")).Body.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Codes_of_other_organizations_are_unknown_and_guessing_has_to_wait()
    {
        var elsewhere = await NewClientAsync();
        var settings = new ApplicationSettings { RedirectUris = [RedirectUri], AllowsDeviceFlow = true };
        var (theirs, _) = await Database.WriteAsync(
            elsewhere.Organization, db => Service<ApplicationRegister>().CreateAsync(db, "Theirs", isPublic: true, settings, Stop), Stop);
        var (_, asked) = await AskAsync(theirs.ToString());
        var (browser, _, _, _) = await SignedInAsync();
        await browser.OpenAsync("/device");

        var code = asked.GetProperty("user_code").GetString()!;
        Assert.Contains("not known", (await browser.SubmitAsync("/device", ("user_code", code))).Html, StringComparison.Ordinal);
        Assert.Contains("not known", (await browser.SubmitAsync("/device", ("user_code", code), ("decision", "allow"))).Html, StringComparison.Ordinal);
        for (var i = 0; i < 25; i++)
            await browser.SubmitAsync("/device", ("user_code", $"BCDF-{(char)('B' + i % 3)}GHJ"));

        Assert.Contains("too many wrong codes", (await browser.SubmitAsync("/device", ("user_code", "BCDF-GHJK"))).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/device")]
    [InlineData("/oidc/v1/end_session")]
    [InlineData("/oidc/v1/userinfo")]
    public async Task A_form_that_cannot_be_read_is_refused(string path)
    {
        using var form = new StringContent("user_code=%00", System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await Http.PostAsync(new Uri(path, UriKind.Relative), form, Stop);

        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_signs_in_first()
    {
        await CreateUserAsync();

        Assert.Equal("/sign-in", (await NewBrowser().LookAsync("/device?user_code=BCDF-GHJK")).Location);
    }
}

public sealed class DeviceFlowOnSqlite(SqliteServer server) : DeviceFlowTests(server);

public sealed class DeviceFlowOnPostgreSql(PostgreSqlServer server) : DeviceFlowTests(server);
