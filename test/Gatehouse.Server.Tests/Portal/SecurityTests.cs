using System.Text.RegularExpressions;

using Gatehouse.Server.Tests.OAuth;
using Gatehouse.Server.Tests.SignIn;

namespace Gatehouse.Server.Tests.Portal;

public abstract partial class SecurityTests(ServerFixture server) : PortalTest(server)
{
    static string OptionsOf(Page page) => OptionsPattern().Match(page.Html).Groups[1].Value;

    static string IdOf(Page page, string kind) => Regex.Match(page.Html, $"value=\"{kind}\"[^<]*<input type=\"hidden\" name=\"id\" value=\"([^\"]+)\"").Groups[1].Value;

    [Fact]
    public async Task A_second_authenticator_and_a_passkey_are_added_and_the_first_is_removed()
    {
        var (browser, _, secret, _) = await SignedInAsync();
        var page = await browser.OpenAsync("/portal/security/authenticator");
        var second = SecretOf(page);
        Assert.Contains("not right", (await browser.SubmitAsync("/portal/security/authenticator", ("code", "000000"))).Html, StringComparison.Ordinal);
        var added = await browser.SubmitAsync("/portal/security/authenticator", ("code", CodeOf(second)));
        Assert.Contains("Added.", added.Html, StringComparison.Ordinal);

        using var authenticator = new SoftAuthenticator();
        var asked = await browser.OpenAsync("/portal/security/passkey");
        var listed = await browser.SubmitAsync("/portal/security/passkey", ("credential", authenticator.Create(OptionsOf(asked))), ("name", "My <b>phone</b>"));
        Assert.Contains("My <b>phone</b>", listed.Html, StringComparison.Ordinal); // Decoded by the client of the test.
        Assert.Equal(1, await CountAsync("passkeys", "name = 'My <b>phone</b>'"));

        var first = IdOf(listed, "authenticator");
        Assert.Contains("Removed.", (await browser.SubmitAsync("/portal/security/remove", ("kind", "authenticator"), ("id", first))).Html, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("local_credentials", "kind = 'authenticator'"));
        Assert.Equal(3, await CountAsync("audit_events", "action = 'factor.added'"));
        Assert.Equal(1, await CountAsync("audit_events", "action = 'factor.removed'"));
        Assert.NotEqual(secret, second);
    }

    [Fact]
    public async Task A_removed_passkey_opens_nothing()
    {
        var (browser, _, _, _) = await SignedInAsync();
        using var authenticator = new SoftAuthenticator();
        var asked = await browser.OpenAsync("/portal/security/passkey");
        var listed = await browser.SubmitAsync("/portal/security/passkey", ("credential", authenticator.Create(OptionsOf(asked))));
        await browser.SubmitAsync("/portal/security/remove", ("kind", "passkey"), ("id", IdOf(listed, "passkey")));
        Assert.Equal(0, await CountAsync("passkeys"));

        var other = NewBrowser();
        var again = await other.OpenAsync("/sign-in");
        Assert.Contains("not known here", (await other.SubmitAsync("/sign-in/passkey", ("credential", authenticator.Get(OptionsOf(again))))).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_only_second_factor_stays()
    {
        var (browser, _, _, _) = await SignedInAsync();
        var page = await browser.OpenAsync("/portal/security");

        var refused = await browser.SubmitAsync("/portal/security/remove", ("kind", "authenticator"), ("id", IdOf(page, "authenticator")));

        Assert.Contains("your only second factor", refused.Html, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("local_credentials", "kind = 'authenticator'"));
    }

    [Theory]
    [InlineData("password", "")]
    [InlineData("passkey", "zz")]
    [InlineData("passkey", "abc")]
    [InlineData("authenticator", "nonsense")]
    [InlineData("nonsense", "")]
    public async Task What_is_none_of_the_own_factors_is_not_removed(string kind, string id)
    {
        var (browser, _, _, _) = await SignedInAsync();
        await browser.OpenAsync("/portal/security");
        await browser.SubmitAsync("/portal/security/mail/send");
        await browser.SubmitAsync("/portal/security/mail", ("code", await NewestCodeAsync()));
        var before = await CountAsync("local_credentials");

        Assert.Equal((303, "/portal/security"), await RemoveAsync());
        Assert.Equal(before, await CountAsync("local_credentials"));

        async Task<(int, string?)> RemoveAsync()
        {
            var page = await browser.PostAsync("/portal/security/remove", ("kind", kind), ("id", id));
            return (page.Status, page.Location);
        }
    }

    [Fact]
    public async Task Codes_by_mail_are_turned_on_with_a_code_and_off_again()
    {
        var (browser, _, _, _) = await SignedInAsync();
        await browser.OpenAsync("/portal/security/mail");
        Assert.Equal(0, await CountAsync("mail_counts")); // Looking at the page sends nothing.
        await browser.SubmitAsync("/portal/security/mail/send");
        var code = await NewestCodeAsync();
        Assert.Contains("not right", (await browser.SubmitAsync("/portal/security/mail", ("code", code == "000000" ? "000001" : "000000"))).Html, StringComparison.Ordinal);

        Assert.Contains("Codes can be sent to", (await browser.SubmitAsync("/portal/security/mail", ("code", code))).Html, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("verified_addresses"));
        Assert.Contains("Not in use.", (await browser.SubmitAsync("/portal/security/remove", ("kind", "email"))).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_recovery_codes_end_the_old_ones()
    {
        var (browser, _, _, old) = await SignedInAsync();
        await browser.OpenAsync("/portal/security");

        var page = await browser.SubmitAsync("/portal/security/codes");

        Assert.Contains("Store your recovery codes", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(old[0], page.Html, StringComparison.Ordinal);
        Assert.Equal(10, await CountAsync("local_credentials", "kind = 'recovery'"));
        var other = NewBrowser();
        await EnterAsync(other, Address, Password);
        Assert.Contains("not right", (await other.SubmitAsync("/sign-in/factor?method=recovery", ("code", old[0]))).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_password_ends_the_sign_ins_of_other_devices_only()
    {
        var (browser, _, secret, _) = await SignedInAsync();
        var other = NewBrowser();
        await EnterAsync(other, Address, Password);
        await other.SubmitAsync("/sign-in/factor?method=authenticator", ("code", CodeOf(secret, 1)));
        await browser.OpenAsync("/portal/security/password");

        Assert.Contains("too short", (await browser.SubmitAsync("/portal/security/password", ("password", "short"))).Html, StringComparison.Ordinal);
        Assert.Contains("Your password is changed", (await browser.SubmitAsync("/portal/security/password", ("password", "another long pass phrase"))).Html, StringComparison.Ordinal);

        Assert.Equal(1, await CountAsync("sign_ins", "ended_at is null"));
        Assert.Contains("Confirm that it is you", (await EnterAsync(NewBrowser(), Address, "another long pass phrase")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sensitive_pages_want_a_sign_in_of_the_last_ten_minutes()
    {
        var (browser, _, secret, _) = await SignedInAsync();
        var session = browser.Cookies["__Host-sign-in"];
        Assert.Equal("/sign-in", (await OpenStaleAsync(browser, "/portal/security/password")).Location);
        Assert.Equal("/sign-in", (await browser.PostAsync("/portal/security/codes")).Location);
        Assert.Equal("/sign-in", (await browser.LookAsync("/portal/profile/data")).Location);
        Assert.Equal(200, (await browser.LookAsync("/portal/security")).Status);

        await browser.LookAsync("/portal/security/password");
        Assert.Contains(Address, (await browser.OpenAsync("/sign-in")).Html, StringComparison.Ordinal);
        await browser.SubmitAsync("/sign-in", ("address", Address));
        await browser.SubmitAsync("/sign-in/password", ("password", Password));
        var back = await browser.SubmitAsync("/sign-in/factor?method=authenticator", ("code", CodeOf(secret, 1)));

        Assert.Contains("Set a new password", back.Html, StringComparison.Ordinal);
        // The same sign-in under a new handle: what it granted stands.
        Assert.Equal(1, await CountAsync("sign_ins"));
        Assert.NotEqual(session, browser.Cookies["__Host-sign-in"]);
        var old = NewBrowser();
        old.Set("__Host-sign-in", session);
        Assert.Equal("/sign-in", (await old.LookAsync("/portal/security")).Location);
    }

    [Fact]
    public async Task A_sign_in_is_finished_once_however_many_copies_of_its_cookie_there_are()
    {
        var (_, _, secret, _) = await SignedInAsync();
        var (first, second) = (NewBrowser(), NewBrowser());
        await EnterAsync(first, Address, Password);
        foreach (var (name, value) in first.Cookies)
            second.Set(name, value);
        await second.OpenAsync("/sign-in/factor");
        await first.OpenAsync("/sign-in/factor");

        Assert.Equal("/portal", (await first.PostAsync("/sign-in/factor?method=authenticator", ("code", CodeOf(secret, 1)))).Location);
        var codes = await CountAsync("sign_ins");
        // Even a second right factor does not finish the same sign-in.
        await Database.WriteAsync(Scim.Organization, db => db.ExecuteAsync(
            "update local_credentials set last_step = 0 where organization_id = @organization and kind = 'authenticator'", null, Stop), Stop);
        Assert.Equal("/sign-in", (await second.PostAsync("/sign-in/factor?method=authenticator", ("code", CodeOf(secret, 1)))).Location);
        Assert.Equal(codes, await CountAsync("sign_ins"));
    }

    [Fact]
    public async Task Devices_are_listed_and_ended()
    {
        var (browser, _, secret, _) = await SignedInAsync();
        var other = NewBrowser();
        await EnterAsync(other, Address, Password);
        await other.SubmitAsync("/sign-in/factor?method=authenticator", ("code", CodeOf(secret, 1)));
        var page = await browser.OpenAsync("/portal/devices");
        Assert.Contains("this one", page.Html, StringComparison.Ordinal);
        var ids = Regex.Matches(page.Html, "name=\"id\" value=\"([^\"]+)\"").Select(static match => match.Groups[1].Value).ToList();
        Assert.Equal(2, ids.Count);

        // The own one is first; somebody else's id is nobody's.
        await browser.SubmitAsync("/portal/devices/end", ("id", Guid.NewGuid().ToString()));
        Assert.Equal(2, await CountAsync("sign_ins", "ended_at is null"));
        Assert.Contains("Signed out.", (await browser.SubmitAsync("/portal/devices/end", ("id", ids[1]))).Html, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("sign_ins", "ended_at is null"));
        Assert.Contains("You are signed out", (await browser.SubmitAsync("/portal/devices/end", ("id", ids[0]))).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activity_tells_of_ones_own_account_only_page_by_page()
    {
        var (browser, user, _, _) = await SignedInAsync();
        var other = $"li.{Guid.NewGuid():N}@contoso.example";
        await CreateUserAsync(other);
        await EnterAsync(NewBrowser(), other, "wrong password here");

        var page = await browser.OpenAsync("/portal/activity");
        Assert.Contains("You signed in.", page.Html, StringComparison.Ordinal);
        Assert.Contains("The account was made.", page.Html, StringComparison.Ordinal);
        Assert.Contains("by an administrator", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("A sign-in failed.", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Older", page.Html, StringComparison.Ordinal);

        for (var i = 0; i < 55; i++)
            await Database.WriteAsync(Scim.Organization, db => Service<Gatehouse.Server.Audit.AuditLog>().AppendAsync(
                db, Operator with { Action = "user.invited", TargetType = "user", TargetId = user.ToString() }, Stop), Stop);
        var newest = await browser.OpenAsync("/portal/activity");
        Assert.DoesNotContain("The account was made.", newest.Html, StringComparison.Ordinal);
        var older = Regex.Match(newest.Html, "/portal/activity\\?before=[0-9a-f-]+").Value;
        Assert.Contains("The account was made.", (await browser.OpenAsync(older)).Html, StringComparison.Ordinal);
        Assert.Equal(400, (await browser.LookAsync("/portal/activity?before=nonsense")).Status);
    }

    [GeneratedRegex("data-options=\"(\\{.*?\\})\"[ >]")]
    private static partial Regex OptionsPattern();
}

public sealed class SecurityOnSqlite(SqliteServer server) : SecurityTests(server);

public sealed class SecurityOnPostgreSql(PostgreSqlServer server) : SecurityTests(server);
