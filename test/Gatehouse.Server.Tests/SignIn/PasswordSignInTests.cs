using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.SignIn;

public abstract class PasswordSignInTests(ServerFixture server) : SignInTest(server)
{
    [Fact]
    public async Task A_person_with_a_password_sets_up_a_second_factor_and_is_in()
    {
        await CreateUserAsync();
        var browser = NewBrowser();

        var (_, codes) = await SetUpAsync(browser);
        Assert.False(browser.Cookies.ContainsKey("__Host-sign-in"));
        var done = await browser.PostAsync("/sign-in/done");

        Assert.Equal(10, codes.Distinct().Count());
        Assert.Equal((303, "/portal"), (done.Status, done.Location));
        var cookie = Assert.Single(done.Cookies, static cookie => cookie.StartsWith("__Host-sign-in=", StringComparison.Ordinal));
        Assert.All((string[])["secure", "httponly", "samesite=lax", "path=/"], part => Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(1, await CountAsync("sign_ins", "methods = 'pwd otp mfa'"));
        Assert.Equal(1, await CountAsync("audit_events", "action = 'sign-in.succeeded'"));
    }

    [Fact]
    public async Task The_next_time_the_code_of_the_app_is_asked_for()
    {
        var (_, _, secret, _) = await SignedInAsync();
        var browser = NewBrowser();

        var asked = await EnterAsync(browser, Address, Password);
        Assert.Contains("authenticator app", asked.Html, StringComparison.Ordinal);
        var wrong = await browser.SubmitAsync("/sign-in/factor?method=authenticator", ("code", "000000"));
        Assert.Contains("not right", wrong.Html, StringComparison.Ordinal);
        var done = await browser.PostAsync("/sign-in/factor?method=authenticator", ("code", CodeOf(secret, 1)));

        Assert.Equal(303, done.Status);
        Assert.True(browser.Cookies.ContainsKey("__Host-sign-in"));
    }

    [Fact]
    public async Task Unknown_and_known_addresses_are_answered_alike()
    {
        await CreateUserAsync();

        var known = await EnterAsync(NewBrowser(), Address, "wrong password of somebody");
        var unknown = await EnterAsync(NewBrowser(), "nobody@contoso.example", "wrong password of somebody");

        Assert.Equal(known.Status, unknown.Status);
        Assert.Equal(Blind(known.Html, Address), Blind(unknown.Html, "nobody@contoso.example"));
        Assert.Equal(1, await FailuresAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("mira")]
    [InlineData("mira@")]
    [InlineData("a@b@contoso.example")]
    [InlineData("\"mira\"@contoso.example")]
    [InlineData("mira@contoso.example>")]
    public async Task What_is_no_address_is_asked_for_again(string text)
    {
        var browser = NewBrowser();
        await browser.OpenAsync("/sign-in");

        var page = await browser.PostAsync("/sign-in", ("address", text));

        Assert.Equal(200, page.Status);
        Assert.Contains("whole e-mail address", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_of_the_app_works_once()
    {
        var (_, _, secret, _) = await SignedInAsync();
        var code = CodeOf(secret, 1);
        var first = NewBrowser();
        await EnterAsync(first, Address, Password);
        Assert.Equal(303, (await first.PostAsync("/sign-in/factor?method=authenticator", ("code", code))).Status);

        var second = NewBrowser();
        await EnterAsync(second, Address, Password);

        Assert.Contains("not right", (await second.SubmitAsync("/sign-in/factor?method=authenticator", ("code", code))).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recovery_code_works_once_however_it_is_typed()
    {
        var (_, _, _, codes) = await SignedInAsync();
        var typed = codes[3].ToUpperInvariant().Replace('-', ' ');
        var first = NewBrowser();
        await EnterAsync(first, Address, Password);
        Assert.Equal(303, (await first.PostAsync("/sign-in/factor?method=recovery", ("code", typed))).Status);

        var second = NewBrowser();
        await EnterAsync(second, Address, Password);

        Assert.Equal(200, (await second.PostAsync("/sign-in/factor?method=recovery", ("code", codes[3]))).Status);
        Assert.Equal(9, await CountAsync("local_credentials", "kind = 'recovery'"));
    }

    [Fact]
    public async Task The_half_of_a_sign_in_opens_nothing()
    {
        await SignedInAsync();
        var browser = NewBrowser();
        await EnterAsync(browser, Address, Password);

        Assert.Equal("/sign-in/factor", (await browser.PostAsync("/sign-in/done")).Location);
        // Somebody who has the password only must not add a factor of their own.
        Assert.Equal("/sign-in", (await browser.LookAsync("/sign-in/set-up")).Location);
        Assert.Equal("/sign-in", (await browser.PostAsync("/sign-in/set-up", ("method", "authenticator"))).Location);
        Assert.Equal(404, (await browser.LookAsync("/sign-in/set-up/qr.svg")).Status);
        Assert.False(browser.Cookies.ContainsKey("__Host-sign-in"));
    }

    [Fact]
    public async Task Nobody_gets_behind_the_password_without_it()
    {
        await CreateUserAsync();
        var browser = NewBrowser();
        await browser.OpenAsync("/sign-in");
        await browser.SubmitAsync("/sign-in", ("address", Address));

        foreach (var path in (string[])["/sign-in/factor", "/sign-in/set-up", "/sign-in/set-up/email"])
            Assert.Contains("/sign-in", (await browser.LookAsync(path)).Location, StringComparison.Ordinal);
        Assert.Equal(303, (await browser.PostAsync("/sign-in/factor?method=authenticator", ("code", "1"))).Status);
        Assert.False(browser.Cookies.ContainsKey("__Host-sign-in"));
    }

    [Fact]
    public async Task Strangers_tries_do_not_keep_the_person_out()
    {
        var (known, _, secret, _) = await SignedInAsync();
        var stranger = NewBrowser();
        for (var i = 0; i < 6; i++)
            await EnterAsync(stranger, Address, "wrong password of somebody");

        Assert.Contains("too many tries", (await EnterAsync(stranger, Address, Password)).Html, StringComparison.Ordinal);
        known.Forget("__Host-sign-in");
        var asked = await EnterAsync(known, Address, Password);
        Assert.Contains("authenticator app", asked.Html, StringComparison.Ordinal);
        Assert.Equal(303, (await known.PostAsync("/sign-in/factor?method=authenticator", ("code", CodeOf(secret, 1)))).Status);
    }

    [Fact]
    public async Task A_form_from_elsewhere_or_without_its_token_is_refused()
    {
        var browser = NewBrowser();

        Assert.Equal(400, (await browser.PostAsync("/sign-in", ("address", Address))).Status);
    }

    [Fact]
    public async Task A_deactivated_user_stays_out()
    {
        var user = await CreateUserAsync();
        await Scim.PatchAsync($"/Users/{user}", """{ "op": "replace", "path": "active", "value": false }""");

        Assert.Contains("do not belong together", (await EnterAsync(NewBrowser(), Address, Password)).Html, StringComparison.Ordinal);
    }

    // The address stands in the page; all else must be the same.
    static string Blind(string html, string address) =>
        System.Text.RegularExpressions.Regex.Replace(html.Replace(address, "ADDRESS", StringComparison.Ordinal), "value=\"CfDJ[^\"]+\"", "TOKEN");
}

public sealed class PasswordSignInOnSqlite(SqliteServer server) : PasswordSignInTests(server);

public sealed class PasswordSignInOnPostgreSql(PostgreSqlServer server) : PasswordSignInTests(server);
