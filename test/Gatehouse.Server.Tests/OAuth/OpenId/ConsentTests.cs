using Gatehouse.Server.OAuth.Applications;

namespace Gatehouse.Server.Tests.OAuth.OpenId;

/// <summary>Applications of others ask people first (S43).</summary>
public abstract class ConsentTests(ServerFixture server) : OpenIdTest(server)
{
    async Task<(string Id, string? Secret)> RegisterForeignAsync()
    {
        var settings = new ApplicationSettings { RedirectUris = [RedirectUri], IsThirdParty = true };
        var (id, secret) = await Database.WriteAsync(
            Scim.Organization, db => Service<ApplicationRegister>().CreateAsync(db, "Floor planner", isPublic: false, settings, Stop), Stop);
        return (id.ToString(), secret);
    }

    [Fact]
    public async Task A_person_is_asked_once_and_can_take_it_back()
    {
        var (client, secret) = await RegisterForeignAsync();
        var (browser, _, _, _) = await SignedInAsync();

        var asked = await browser.OpenAsync(AuthorizeUrl(client));
        Assert.Contains("Let Floor planner know who you are?", asked.Html, StringComparison.Ordinal);
        Assert.Contains("portal.contoso.example", asked.Html, StringComparison.Ordinal);
        Assert.Contains("your e-mail address", asked.Html, StringComparison.Ordinal);
        var answer = AnswerOf(await browser.SubmitAsync("/consent", ("decision", "allow")));
        var (status, tokens) = await RedeemAsync(client, secret, answer["code"]);
        Assert.True(status == 200, tokens.ToString());
        Assert.Contains("code", AnswerOf(await browser.LookAsync(AuthorizeUrl(client))).Keys);

        Assert.Contains("Floor planner", (await browser.OpenAsync("/portal/applications")).Html, StringComparison.Ordinal);
        await browser.SubmitAsync("/portal/applications/withdraw", ("client", client));

        Assert.Equal(400, (await RefreshAsync(client, secret, tokens.GetProperty("refresh_token").GetString()!)).Status);
        Assert.Equal(401, (await UserInfoAsync(tokens.GetProperty("access_token").GetString()!)).Status);
        Assert.Equal("/consent", (await browser.LookAsync(AuthorizeUrl(client))).Location);
        Assert.Equal(1, await CountAsync("audit_events", "action = 'consent.withdrawn'"));
    }

    [Fact]
    public async Task No_is_an_answer_too_and_the_next_request_asks_again()
    {
        var (client, _) = await RegisterForeignAsync();
        var (browser, _, _, _) = await SignedInAsync();

        await browser.OpenAsync(AuthorizeUrl(client));
        Assert.Equal("access_denied", AnswerOf(await browser.SubmitAsync("/consent", ("decision", "deny")))["error"]);
        Assert.Equal("/consent", (await browser.LookAsync(AuthorizeUrl(client))).Location);
    }

    [Fact]
    public async Task More_than_was_allowed_is_asked_about()
    {
        var (client, _) = await RegisterForeignAsync();
        var (browser, _, _, _) = await SignedInAsync();
        await browser.OpenAsync(AuthorizeUrl(client, ("scope", "openid")));
        await browser.SubmitAsync("/consent", ("decision", "allow"));

        Assert.Contains("code", AnswerOf(await browser.LookAsync(AuthorizeUrl(client, ("scope", "openid")))).Keys);
        Assert.Equal("/consent", (await browser.LookAsync(AuthorizeUrl(client, ("scope", "openid email")))).Location);
    }

    [Fact]
    public async Task Without_asking_there_is_no_consent()
    {
        var (client, _) = await RegisterForeignAsync();
        var (browser, _, _, _) = await SignedInAsync();

        Assert.Equal("consent_required", AnswerOf(await browser.LookAsync(AuthorizeUrl(client, ("prompt", "none"))))["error"]);
    }

    [Fact]
    public async Task An_application_of_the_organization_asks_only_when_it_wants_to()
    {
        var (client, _) = await RegisterAsync();
        var (browser, _, _, _) = await SignedInAsync();

        Assert.Contains("code", AnswerOf(await browser.LookAsync(AuthorizeUrl(client))).Keys);
        Assert.Equal("/consent", (await browser.LookAsync(AuthorizeUrl(client, ("prompt", "consent")))).Location);
        await browser.OpenAsync("/consent");
        Assert.Equal("access_denied", AnswerOf(await browser.SubmitAsync("/consent", ("decision", "deny")))["error"]);
    }

    [Fact]
    public async Task A_question_is_for_whom_it_was_asked_and_nobody_is_asked_for_nothing()
    {
        var (client, _) = await RegisterForeignAsync();
        var (browser, _, _, _) = await SignedInAsync();
        Assert.Equal(404, (await browser.OpenAsync("/consent")).Status);
        await browser.OpenAsync(AuthorizeUrl(client));
        var other = $"li.{Guid.NewGuid():N}@contoso.example";
        await CreateUserAsync(other);
        var theirs = NewBrowser();
        await SetUpAsync(theirs, other);
        await theirs.SubmitAsync("/sign-in/done");
        theirs.Set("__Host-consent", browser.Cookies["__Host-consent"]);

        Assert.Equal(404, (await theirs.OpenAsync("/consent")).Status);
    }
}

public sealed class ConsentOnSqlite(SqliteServer server) : ConsentTests(server);

public sealed class ConsentOnPostgreSql(PostgreSqlServer server) : ConsentTests(server);
