using System.Text.RegularExpressions;

using Gatehouse.Server.SignIn.Passkeys;

using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.SignIn;

/// <summary>Passkeys, with an authenticator that can also misbehave. What a browser does with them is in the end-to-end tests.</summary>
public abstract partial class PasskeyTests(ServerFixture server) : SignInTest(server)
{
    internal static string OptionsOf(Page page) => OptionsPattern().Match(page.Html).Groups[1].Value;

    async Task<SoftAuthenticator> SetUpPasskeyAsync()
    {
        await CreateUserAsync();
        var browser = NewBrowser();
        await EnterAsync(browser, Address, Password);
        var made = new SoftAuthenticator { Count = 1 };
        var asked = await browser.SubmitAsync("/sign-in/set-up", ("method", "passkey"));
        var codes = await browser.SubmitAsync("/sign-in/set-up/passkey", ("credential", made.Create(OptionsOf(asked))));
        Assert.Contains("Store your recovery codes", codes.Html, StringComparison.Ordinal);
        Assert.Contains("Profile", (await browser.SubmitAsync("/sign-in/done")).Html, StringComparison.Ordinal);
        return made;
    }

    [Fact]
    public async Task A_passkey_alone_signs_its_owner_in()
    {
        using var authenticator = await SetUpPasskeyAsync();
        var browser = NewBrowser();
        var asked = await browser.OpenAsync("/sign-in");

        authenticator.Count++;
        var page = await browser.SubmitAsync("/sign-in/passkey", ("credential", authenticator.Get(OptionsOf(asked))));

        Assert.Contains("Profile", page.Html, StringComparison.Ordinal);
        Assert.True(browser.Cookies.ContainsKey("__Host-sign-in"));
        Assert.Equal(2, await CountAsync("sign_ins"));
        Assert.Equal(1, await CountAsync("sign_ins", "methods = 'passkey mfa'"));
        Assert.Equal(1, await CountAsync("passkeys", "sign_count = 2"));
    }

    [Fact]
    public async Task It_is_a_second_step_too()
    {
        using var authenticator = await SetUpPasskeyAsync();
        var browser = NewBrowser();
        var asked = await EnterAsync(browser, Address, Password);
        Assert.Contains("Use a passkey", asked.Html, StringComparison.Ordinal);
        Assert.Contains("/sign-in/factor?method=recovery", asked.Html, StringComparison.Ordinal);

        authenticator.Count++;
        await browser.SubmitAsync("/sign-in/passkey", ("credential", authenticator.Get(OptionsOf(asked))));

        // One of the set-up, one of now.
        Assert.Equal(2, await CountAsync("sign_ins", "methods = 'pwd passkey mfa'"));
    }

    [Fact]
    public async Task An_answer_works_once_also_for_who_kept_the_cookie()
    {
        using var authenticator = await SetUpPasskeyAsync();
        // One that does not count, as synchronized passkeys do, so that only the challenge can tell.
        await Database.WriteAsync(Scim.Organization, db => db.ExecuteAsync("update passkeys set sign_count = 0 where organization_id = @organization", null, Stop), Stop);
        authenticator.Count = 0;
        var (first, second) = (NewBrowser(), NewBrowser());
        var answer = authenticator.Get(OptionsOf(await first.OpenAsync("/sign-in")));
        await second.OpenAsync("/sign-in");
        second.Set("__Host-passkey", first.Cookies["__Host-passkey"]);

        Assert.Contains("Profile", (await first.SubmitAsync("/sign-in/passkey", ("credential", answer))).Html, StringComparison.Ordinal);
        Assert.Contains("not known here", (await second.SubmitAsync("/sign-in/passkey", ("credential", answer))).Html, StringComparison.Ordinal);
    }

    public static TheoryData<string> Misbehaviours => ["origin", "relying party", "unverified", "count", "other challenge", "nonsense", "empty", "array", "null", "long"];

    [Theory]
    [MemberData(nameof(Misbehaviours))]
    public async Task What_does_not_fit_opens_nothing(string what)
    {
        using var authenticator = await SetUpPasskeyAsync();
        var browser = NewBrowser();
        var asked = OptionsOf(await browser.OpenAsync("/sign-in"));
        authenticator.Count++;
        switch (what)
        {
            case "origin":
                authenticator.Origin = "https://accounts.contoso.example.evil.example";
                break;
            case "relying party":
                authenticator.RelyingParty = "evil.example";
                break;
            case "unverified":
                authenticator.VerifiesUsers = false;
                break;
            case "count":
                authenticator.Count = 1;
                break;
            case "other challenge":
                asked = OptionsOf(await NewBrowser().OpenAsync("/sign-in"));
                break;
        }

        var answer = what switch
        {
            "nonsense" => "nonsense", "empty" => "", "array" => "[]", "null" => "null", "long" => new string('x', 70_000), _ => authenticator.Get(asked),
        };
        var page = await browser.SubmitAsync("/sign-in/passkey", ("credential", answer));

        Assert.Equal(200, page.Status);
        Assert.Contains("not known here", page.Html, StringComparison.Ordinal);
        Assert.False(browser.Cookies.ContainsKey("__Host-sign-in"));
        Assert.Equal(1, await CountAsync("sign_ins"));
    }

    [Fact]
    public async Task A_user_who_is_deactivated_is_out_with_a_passkey_too()
    {
        using var authenticator = await SetUpPasskeyAsync();
        var user = (await Scim.FilterAsync("/Users", $"userName eq \"{Address}\"")).Ids[0];
        await Scim.PatchAsync($"/Users/{user}", """{ "op": "replace", "path": "active", "value": false }""");
        var browser = NewBrowser();
        var asked = await browser.OpenAsync("/sign-in");

        authenticator.Count++;
        var page = await browser.SubmitAsync("/sign-in/passkey", ("credential", authenticator.Get(OptionsOf(asked))));

        Assert.Contains("not known here", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_passkey_of_somebody_else_is_no_second_step()
    {
        using var authenticator = await SetUpPasskeyAsync();
        var other = $"li.{Guid.NewGuid():N}@contoso.example";
        await CreateUserAsync(other);
        var browser = NewBrowser();
        await EnterAsync(browser, other, Password);
        var asked = await browser.OpenAsync("/sign-in");

        authenticator.Count++;
        var page = await browser.SubmitAsync("/sign-in/passkey", ("credential", authenticator.Get(OptionsOf(asked))));

        Assert.Contains("not known here", page.Html, StringComparison.Ordinal);
        Assert.False(browser.Cookies.ContainsKey("__Host-sign-in"));
    }

    [Fact]
    public async Task One_made_for_somebody_else_is_not_added()
    {
        await CreateUserAsync();
        var other = $"li.{Guid.NewGuid():N}@contoso.example";
        await CreateUserAsync(other);
        var (mine, theirs) = (NewBrowser(), NewBrowser());
        await EnterAsync(mine, Address, Password);
        await EnterAsync(theirs, other, Password);
        var asked = await theirs.SubmitAsync("/sign-in/set-up", ("method", "passkey"));
        await mine.SubmitAsync("/sign-in/set-up", ("method", "passkey"));
        mine.Set("__Host-passkey", theirs.Cookies["__Host-passkey"]);
        using var made = new SoftAuthenticator();

        var page = await mine.SubmitAsync("/sign-in/set-up/passkey", ("credential", made.Create(OptionsOf(asked))));

        Assert.Contains("No passkey was created", page.Html, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("passkeys"));
    }

    [Fact]
    public async Task The_pages_that_ask_for_one_run_our_script_and_no_other()
    {
        using var answer = await Http.GetAsync(new Uri("/sign-in", UriKind.Relative), Stop);

        Assert.Contains("script-src 'self';", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var html = await answer.Content.ReadAsStringAsync(Stop);
        var script = Assert.Single(ScriptPattern().Matches(html)).Groups[1].Value;
        using var file = await Http.GetAsync(new Uri(script, UriKind.Relative), Stop);
        Assert.Equal("text/javascript", file.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("https://accounts.contoso.example", true)]
    [InlineData("http://localhost:5080", true)]
    [InlineData("http://127.0.0.1:5080", false)]
    [InlineData("https://[2001:db8::1]", false)]
    public void A_server_that_is_reached_by_a_number_has_none(string publicUrl, bool isAvailable) =>
        Assert.Equal(isAvailable, PasskeyCeremonies.IsAvailableAt(new Uri(publicUrl)));

    [GeneratedRegex("data-options=\"(\\{.*?\\})\"[ >]")]
    private static partial Regex OptionsPattern();

    [GeneratedRegex("<script[^>]*?src=\"([^\"]+)\"[^>]*>")]
    private static partial Regex ScriptPattern();
}

public sealed class PasskeysOnSqlite(SqliteServer server) : PasskeyTests(server);

public sealed class PasskeysOnPostgreSql(PostgreSqlServer server) : PasskeyTests(server);
