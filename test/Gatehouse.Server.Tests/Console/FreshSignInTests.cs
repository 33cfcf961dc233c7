using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Tests.OAuth;
using Gatehouse.Server.Tests.SignIn;

namespace Gatehouse.Server.Tests.Console;

/// <summary>What concerns secrets needs a sign-in of the last ten minutes (S77).</summary>
public abstract class FreshSignInTests(ServerFixture server) : ConsoleTest(server)
{
    static readonly TimeSpan Old = TimeSpan.FromMinutes(11);

    string Path => $"/console/organizations/{Scim.Organization}/applications";

    [Fact]
    public async Task With_an_older_sign_in_it_is_asked_for_again_and_nothing_is_done()
    {
        var (browser, _) = await OperatorAsync(Old);
        var application = await RegisterAsync();
        var secret = await Database.ReadAsync(Scim.Organization, db => db.ScalarAsync<Guid>(
            "select credential_id from application_secrets where organization_id = @organization", null, Stop), Stop);
        await browser.OpenAsync("/console/organizations/new");

        foreach (var path in (string[])
            [$"{Path}/new", $"{application}/change", $"{application}/secrets/new", $"{application}/secrets/{secret:N}/end", $"{application}/deactivate"])
        {
            Assert.Equal("/sign-in", (await browser.LookAsync(path)).Location);
            Assert.Equal((path, OperatorAddress), FlowOf(browser));
            Assert.Equal("/sign-in", (await browser.PostAsync(path, ("name", "Portal"), ("kind", "web"), ("redirect-uris", "https://a.example/"), ("confirmation", "Portal"))).Location);
            Assert.StartsWith(path, FlowOf(browser).ReturnUrl, StringComparison.Ordinal);
        }

        Assert.Equal("/sign-in", (await browser.PostAsync($"{application}/activate")).Location);
        Assert.Equal(application, FlowOf(browser).ReturnUrl);
        Assert.Equal((1, 1, 1), (await CountAsync("applications"), await CountAsync("application_secrets", "revoked_at is null"), await CountAsync("applications", "state = 'active'")));
    }

    [Fact]
    public async Task What_only_shows_or_names_things_asks_for_none()
    {
        var (browser, _) = await OperatorAsync(Old);
        var application = await RegisterAsync();

        foreach (var path in (string[])[Path, application, "/console/organizations", "/console/organizations/new", $"/console/organizations/{Scim.Organization}/branding"])
            Assert.Equal(200, (await browser.LookAsync(path)).Status);
    }

    [Fact]
    public async Task What_was_entered_comes_back_with_the_operator_and_with_nobody_else()
    {
        var (browser, user) = await OperatorAsync(Old);
        await browser.OpenAsync("/console/organizations/new");
        await browser.PostAsync($"{Path}/new", ("name", "Portal \"<1>\""), ("kind", "native"), ("redirect-uris", "https://a.example/\nhttps://b.example/"), ("post-logout-uris", ""));
        var back = FlowOf(browser).ReturnUrl;

        var again = await (await BrowserOfAsync(OperatorsOrganization.Id, user)).OpenAsync(back);
        Assert.Contains("value=\"Portal \"<1>\"\"", again.Html, StringComparison.Ordinal);
        Assert.Contains("https://a.example/\nhttps://b.example/", again.Html, StringComparison.Ordinal);

        var stranger = await BrowserOfAsync(OperatorsOrganization.Id, await OtherAsync());
        Assert.DoesNotContain("https://a.example/", (await stranger.OpenAsync(back)).Html, StringComparison.Ordinal);
        Assert.Equal(200, (await stranger.OpenAsync($"{Path}/new?draft=nonsense")).Status);
    }

    [Fact]
    public async Task What_is_too_long_for_the_cookie_is_left_behind()
    {
        var (browser, _) = await OperatorAsync(Old);
        await browser.OpenAsync("/console/organizations/new");

        var many = string.Join('\n', Enumerable.Range(0, 50).Select(static number => $"https://portal.contoso.example/{number}"));
        await browser.PostAsync($"{Path}/new", ("name", "Portal"), ("kind", "web"), ("redirect-uris", many));

        Assert.Equal($"{Path}/new", FlowOf(browser).ReturnUrl);
        Assert.True(browser.Cookies["__Host-sign-in-flow"].Length < 4_000);
    }

    async Task<Gatehouse.Server.Directory.UserId> OtherAsync() => (await Database.WriteAsync(
        OperatorsOrganization.Id,
        db => Service<Gatehouse.Server.Console.Operators>().InviteAsync(db, $"other.{OperatorAddress}", null, PublicUrl, Operator, Stop), Stop)).User;

    async Task<string> RegisterAsync()
    {
        var settings = new ApplicationSettings { RedirectUris = ["https://a.example/"] };
        var (id, _) = await Database.WriteAsync(Scim.Organization, db => Service<ApplicationRegister>().CreateAsync(db, "Portal", false, settings, Stop), Stop);
        return $"{Path}/{id.Value:N}";
    }

    (string ReturnUrl, string? Address) FlowOf(PageClient browser)
    {
        var http = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        http.Request.Headers.Cookie = $"__Host-sign-in-flow={browser.Cookies["__Host-sign-in-flow"]}";
        var flow = Service<SignInCookies>().Flow(http.Request);
        Assert.Equal(OperatorsOrganization.Id, flow?.OrganizationId);
        return (flow!.ReturnUrl, flow.Address);
    }
}

public sealed class FreshSignInOnSqlite(SqliteServer server) : FreshSignInTests(server);

public sealed class FreshSignInOnPostgreSql(PostgreSqlServer server) : FreshSignInTests(server);
