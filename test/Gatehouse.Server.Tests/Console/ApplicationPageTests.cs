using Gatehouse.Server.Console;
using Gatehouse.Server.Directory;
using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Tests.OAuth;
using Gatehouse.Server.Tests.SignIn;

namespace Gatehouse.Server.Tests.Console;

public abstract class ApplicationPageTests(ServerFixture server) : ConsoleTest(server)
{
    const string RedirectUri = "https://portal.contoso.example/callback";

    string Path => $"/console/organizations/{Scim.Organization}/applications";

    static (string, string)[] Web(string name = "Portal", string redirect = RedirectUri, string after = "", string kind = "web") =>
        [("name", name), ("kind", kind), ("redirect-uris", redirect), ("post-logout-uris", after)];

    /// <summary>Registers a web application and stays on the page that shows its secret.</summary>
    async Task<(string Path, Page Shown)> RegisterAsync(PageClient browser)
    {
        await browser.OpenAsync($"{Path}/new");
        var registered = await browser.PostAsync($"{Path}/new", Web());
        Assert.Equal(303, registered.Status);
        Assert.EndsWith("/secret", registered.Location, StringComparison.Ordinal);
        return (registered.Location![..^"/secret".Length], await browser.OpenAsync(registered.Location));
    }

    static string ValueOf(Page page, string field) =>
        System.Text.RegularExpressions.Regex.Match(page.Html, $"id=\"{field}\"[^>]* value=\"([^\"]+)\"").Groups[1].Value;

    /// <summary>What the token endpoint says to a secret; the code is none.</summary>
    async Task<string> TryAsync(string client, string secret)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["client_id"] = client, ["client_secret"] = secret, ["code"] = "none", ["redirect_uri"] = RedirectUri,
            ["code_verifier"] = new string('v', 43),
        });
        using var answer = await Http.PostAsync(new Uri("/oauth/v2/token", UriKind.Relative), form, Stop);
        return System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("error").GetString()!;
    }

    [Fact]
    public async Task A_web_application_gets_a_secret_that_works_and_is_shown_until_it_is_stored()
    {
        var (browser, user) = await OperatorAsync();
        var (path, shown) = await RegisterAsync(browser);
        var (client, secret) = (ValueOf(shown, "client-id"), ValueOf(shown, "secret"));

        Assert.StartsWith("ghs_", secret, StringComparison.Ordinal);
        Assert.Equal("https://accounts.contoso.example/", ValueOf(shown, "issuer"));
        Assert.Equal("invalid_grant", await TryAsync(client, secret));
        Assert.Equal("invalid_client", await TryAsync(client, secret + "x"));
        // Reloading makes no second one, and going on without storing it is asked about.
        Assert.Equal(secret, ValueOf(await browser.OpenAsync($"{path}/secret"), "secret"));
        var asked = await browser.SubmitAsync($"{path}/secret");
        Assert.Equal((422, secret), (asked.Status, ValueOf(asked, "secret")));
        Assert.Contains("Store the secret first", asked.Html, StringComparison.Ordinal);

        var stored = await browser.SubmitAsync($"{path}/secret", ("stored", "true"));

        Assert.Contains("It cannot be shown again here", stored.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("ghs_", stored.Html, StringComparison.Ordinal);
        Assert.Equal("https://accounts.contoso.example/.well-known/openid-configuration", ValueOf(stored, "discovery"));
        Assert.Contains("renew it", (await browser.OpenAsync($"{path}/secret")).Html, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("application_secrets"));
        var happened = Assert.Single(await EventsAsync(Scim.Organization), static one => one.Action == "application.created");
        Assert.Equal(("operator", user.ToString(), client), (happened.ActorKind, happened.ActorId, happened.TargetId));
    }

    [Fact]
    public async Task A_new_secret_is_shown_to_nobody_else()
    {
        var (browser, _) = await OperatorAsync();
        var (path, shown) = await RegisterAsync(browser);
        var stranger = await BrowserOfAsync(OperatorsOrganization.Id, (await InviteOtherAsync()).User);
        stranger.Set("__Host-new-secret", browser.Cookies["__Host-new-secret"]);

        Assert.DoesNotContain(ValueOf(shown, "secret"), (await stranger.OpenAsync($"{path}/secret")).Html, StringComparison.Ordinal);
        browser.Set("__Host-new-secret", "nonsense");
        Assert.DoesNotContain("ghs_", (await browser.OpenAsync($"{path}/secret")).Html, StringComparison.Ordinal);
    }

    Task<(UserId User, Uri Link)> InviteOtherAsync() => Database.WriteAsync(
        OperatorsOrganization.Id,
        db => Service<Operators>().InviteAsync(db, $"other.{OperatorAddress}", null, PublicUrl, Operator, Stop), Stop);

    [Fact]
    public async Task A_native_application_has_none()
    {
        var (browser, _) = await OperatorAsync();
        await browser.OpenAsync($"{Path}/new");

        var page = await browser.SubmitAsync($"{Path}/new", Web("Tool", "http://127.0.0.1/callback\nexample.contoso.app:/callback\n", kind: "native"));

        Assert.Contains("The application was registered", page.Html, StringComparison.Ordinal);
        Assert.Contains("example.contoso.app:/callback", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Renew secret", page.Html, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("application_secrets"));
        Assert.Equal(1, await CountAsync("applications", "is_public"));
    }

    [Theory]
    [InlineData("", "web", RedirectUri, "", false, "Enter a name")]
    [InlineData("Por\u0001tal", "web", RedirectUri, "", false, "Enter a name")]
    [InlineData("Portal", "", RedirectUri, "", false, "Choose one of the two")]
    [InlineData("Portal", "both", RedirectUri, "", false, "Choose one of the two")]
    [InlineData("Portal", "web", "", "", false, "at least one address")]
    [InlineData("Portal", "web", " \r\n ", "", false, "at least one address")]
    [InlineData("Portal", "web", "http://portal.contoso.example/callback", "", false, "“http://portal.contoso.example/callback” cannot be used")]
    [InlineData("Portal", "web", "https://portal.contoso.example/#x", "", false, "cannot be used")]
    [InlineData("Portal", "web", "https://portal.contoso.example/#", "", false, "cannot be used")]
    [InlineData("Portal", "web", "https://*.contoso.example/", "", false, "cannot be used")]
    [InlineData("Portal", "web", "https://ann@contoso.example/", "", false, "cannot be used")]
    [InlineData("Portal", "web", "https://contoso.example/a b", "", false, "cannot be used")]
    [InlineData("Portal", "web", "https://contoso.example/\u0001", "", false, "cannot be used")]
    [InlineData("Portal", "web", "javascript:alert(1)", "", false, "cannot be used")]
    [InlineData("Portal", "web", "example.contoso.app:/callback", "", false, "cannot be used")]
    [InlineData("Portal", "web", "/callback", "", false, "cannot be used")]
    [InlineData("Portal", "native", "javascript:alert(1)", "", false, "or a scheme such as")]
    [InlineData("Portal", "web", RedirectUri, "nonsense", false, "“nonsense” cannot be used")]
    [InlineData("Portal", "native", RedirectUri, "", true, "needs PKCE")]
    public async Task What_is_entered_wrongly_is_said_at_its_field_and_nothing_is_lost(
        string name, string kind, string redirects, string after, bool withoutPkce, string words)
    {
        var (browser, _) = await OperatorAsync();
        await browser.OpenAsync($"{Path}/new");

        var refused = await browser.PostAsync(
            $"{Path}/new", [.. Web(name, redirects, $"https://kept.example/\n{after}", kind), ("without-pkce", withoutPkce ? "true" : "")]);

        Assert.Equal(422, refused.Status);
        Assert.Contains(words, refused.Html, StringComparison.Ordinal);
        Assert.Contains("https://kept.example/", refused.Html, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("applications"));
    }

    [Fact]
    public async Task Lists_and_addresses_without_an_end_are_refused()
    {
        var (browser, _) = await OperatorAsync();
        await browser.OpenAsync($"{Path}/new");

        var many = string.Join('\n', Enumerable.Range(0, 51).Select(static number => $"https://portal.contoso.example/{number}"));
        Assert.Contains("more than 50", (await browser.SubmitAsync($"{Path}/new", Web(redirect: many))).Html, StringComparison.Ordinal);
        Assert.Equal(422, (await browser.SubmitAsync($"{Path}/new", Web(redirect: $"https://portal.contoso.example/{new string('x', 2_000)}"))).Status);
        Assert.Equal(422, (await browser.SubmitAsync($"{Path}/new", Web(name: new string('x', 201)))).Status);
    }

    [Fact]
    public async Task Two_secrets_work_while_one_takes_the_place_of_the_other()
    {
        var (browser, _) = await OperatorAsync();
        var (path, shown) = await RegisterAsync(browser);
        var (client, first) = (ValueOf(shown, "client-id"), ValueOf(shown, "secret"));
        await browser.SubmitAsync($"{path}/secret", ("stored", "true"));

        await browser.OpenAsync($"{path}/secrets/new");
        var second = ValueOf(await browser.SubmitAsync($"{path}/secrets/new"), "secret");
        Assert.NotEqual(first, second);
        Assert.Equal(("invalid_grant", "invalid_grant"), (await TryAsync(client, first), await TryAsync(client, second)));
        var full = await browser.OpenAsync($"{path}/secrets/new");
        Assert.Contains("Two secrets work already", full.Html, StringComparison.Ordinal);
        await browser.OpenAsync($"{path}/deactivate");
        Assert.Contains("Two secrets work already", (await browser.SubmitAsync($"{path}/secrets/new")).Html, StringComparison.Ordinal);

        // The newest stands first; the older one is ended.
        var ends = System.Text.RegularExpressions.Regex.Matches((await browser.OpenAsync(path)).Html, "href=\"([^\"]+/end)\"").Select(static match => match.Groups[1].Value).ToList();
        Assert.Equal(2, ends.Count);
        await browser.OpenAsync(ends[1]);
        var mistyped = await browser.SubmitAsync(ends[1], ("confirmation", "portal"));
        Assert.Equal(422, mistyped.Status);
        Assert.Contains("This is not the name", mistyped.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"portal\"", mistyped.Html, StringComparison.Ordinal);
        Assert.Contains("The secret was ended", (await browser.SubmitAsync(ends[1], ("confirmation", "Portal"))).Html, StringComparison.Ordinal);

        Assert.Equal(("invalid_client", "invalid_grant"), (await TryAsync(client, first), await TryAsync(client, second)));
        await browser.OpenAsync(ends[0]);
        Assert.Equal(404, (await browser.PostAsync(ends[1], ("confirmation", "Portal"))).Status);
        Assert.Equal(
            ["application.created", "application.secret-added", "application.secret-revoked"],
            (await EventsAsync(Scim.Organization)).Select(static one => one.Action).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_two_who_renew_at_once_one_is_told_that_two_work_already()
    {
        var (browser, user) = await OperatorAsync();
        var (path, _) = await RegisterAsync(browser);
        var browsers = new List<PageClient>();
        for (var i = 0; i < 4; i++)
        {
            browsers.Add(await BrowserOfAsync(OperatorsOrganization.Id, user));
            await browsers[i].OpenAsync($"{path}/secrets/new");
        }

        var answers = await Task.WhenAll(browsers.Select(one => one.PostAsync($"{path}/secrets/new")));

        Assert.Single(answers, static answer => answer.Status == 303);
        Assert.Equal(2, await CountAsync("application_secrets"));
    }

    [Fact]
    public async Task A_deactivated_application_is_closed_until_it_is_activated_again()
    {
        var (browser, _) = await OperatorAsync();
        var (path, shown) = await RegisterAsync(browser);
        var (client, secret) = (ValueOf(shown, "client-id"), ValueOf(shown, "secret"));
        await browser.OpenAsync($"{path}/deactivate");

        foreach (var wrong in (string[])["", "portal", "Portal!", "Portal\u0001"])
            Assert.Equal(422, (await browser.SubmitAsync($"{path}/deactivate", ("confirmation", wrong))).Status);
        Assert.Equal(422, (await browser.SubmitAsync($"{path}/deactivate")).Status);
        var closed = await browser.SubmitAsync($"{path}/deactivate", ("confirmation", " Portal "));
        Assert.Contains("This application is deactivated", closed.Html, StringComparison.Ordinal);
        Assert.Equal("invalid_client", await TryAsync(client, secret));
        Assert.Equal(404, (await browser.LookAsync($"{path}/secrets/new")).Status);

        await browser.OpenAsync(path);
        await browser.PostAsync($"{path}/activate");
        await browser.PostAsync($"{path}/activate");

        Assert.Equal("invalid_grant", await TryAsync(client, secret));
        Assert.Equal(
            ["application.activated", "application.created", "application.deactivated"],
            (await EventsAsync(Scim.Organization)).Select(static one => one.Action).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_it_may_do_is_changed_and_what_it_is_stays()
    {
        var (browser, _) = await OperatorAsync();
        var (path, _) = await RegisterAsync(browser);
        Assert.Contains(RedirectUri, (await browser.OpenAsync($"{path}/change")).Html, StringComparison.Ordinal);

        Assert.Equal(422, (await browser.SubmitAsync($"{path}/change", ("name", "Portal 2"), ("redirect-uris", "nonsense"))).Status);
        var changed = await browser.SubmitAsync(
            $"{path}/change", ("name", "Portal 2"), ("kind", "native"), ("redirect-uris", "https://portal.contoso.example/other"), ("without-pkce", "true"));

        Assert.Contains("<h1>Portal 2</h1>", changed.Html, StringComparison.Ordinal);
        Assert.Contains("https://portal.contoso.example/other", changed.Html, StringComparison.Ordinal);
        Assert.Contains("not required", changed.Html, StringComparison.Ordinal);
        Assert.Contains("Renew secret", changed.Html, StringComparison.Ordinal);
        var application = Assert.Single(await Database.ReadAsync(Scim.Organization, db => Service<ApplicationRegister>().ListAsync(db, Stop), Stop));
        Assert.Equal(("Portal 2", false, false), (application.Name, application.IsPublic, application.Settings.RequiresPkce));
    }

    [Fact]
    public async Task The_list_says_what_there_is_and_what_to_do_when_there_is_nothing()
    {
        var (browser, _) = await OperatorAsync();
        Assert.Contains("There are no applications yet", (await browser.OpenAsync(Path)).Html, StringComparison.Ordinal);
        await RegisterAsync(browser);

        var list = await browser.OpenAsync(Path);

        Assert.Contains("Portal</a>", list.Html, StringComparison.Ordinal);
        Assert.Contains("web, with a secret", list.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_organizations_path_does_not_lead_to_it()
    {
        var (browser, _) = await OperatorAsync();
        var (path, _) = await RegisterAsync(browser);
        var other = await NewClientAsync();
        var elsewhere = path.Replace($"{Scim.Organization}", $"{other.Organization}", StringComparison.Ordinal);

        foreach (var page in (string[])["", "/change", "/secret", "/secrets/new", "/deactivate", $"/secrets/{Guid.NewGuid():N}/end"])
            Assert.Equal(404, (await browser.LookAsync(elsewhere + page)).Status);
        foreach (var nonsense in (string[])["/nonsense", "/secrets/nonsense/end", "/secrets/new/end"])
            Assert.Equal(404, (await browser.LookAsync(path + nonsense)).Status);
    }
}

public sealed class ApplicationPagesOnSqlite(SqliteServer server) : ApplicationPageTests(server);

public sealed class ApplicationPagesOnPostgreSql(PostgreSqlServer server) : ApplicationPageTests(server);
