using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.SignIn;

/// <summary>Codes by mail. The server of these tests delivers mails into files.</summary>
public abstract class MailedCodeTests(ServerFixture server) : SignInTest(server)
{
    [Fact]
    public async Task Codes_by_mail_are_a_second_factor()
    {
        await CreateUserAsync();
        var browser = NewBrowser();
        await EnterAsync(browser, Address, Password);
        var asked = await browser.SubmitAsync("/sign-in/set-up", ("method", "email"));
        Assert.Contains("m…", asked.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(Address, asked.Html, StringComparison.Ordinal);
        Assert.Contains("not right", (await browser.SubmitAsync("/sign-in/set-up/email", ("code", "000000"))).Html, StringComparison.Ordinal);
        var codes = await browser.SubmitAsync("/sign-in/set-up/email", ("code", await NewestCodeAsync()));
        Assert.Contains("Store your recovery codes", codes.Html, StringComparison.Ordinal);
        await browser.SubmitAsync("/sign-in/done");
        Assert.True(browser.Cookies.ContainsKey("__Host-sign-in"));

        var again = NewBrowser();
        await EnterAsync(again, Address, Password);
        var code = await NewestCodeAsync();
        Assert.Equal(303, (await again.PostAsync("/sign-in/factor?method=email", ("code", code))).Status);
        Assert.Equal(2, await CountAsync("sign_ins"));
    }

    [Fact]
    public async Task Another_code_ends_the_one_before_and_five_tries_end_a_code()
    {
        await CreateUserAsync();
        var browser = NewBrowser();
        await EnterAsync(browser, Address, Password);
        await browser.SubmitAsync("/sign-in/set-up", ("method", "email"));
        var first = await NewestCodeAsync();
        await browser.SubmitAsync("/sign-in/factor/send?then=set-up");
        var second = await NewestCodeAsync();

        if (first != second)
            Assert.Contains("not right", (await browser.SubmitAsync("/sign-in/set-up/email", ("code", first))).Html, StringComparison.Ordinal);
        for (var i = 0; i < 5; i++)
            await browser.SubmitAsync("/sign-in/set-up/email", ("code", second == "999999" ? "999998" : "999999"));

        Assert.DoesNotContain("recovery codes", (await browser.SubmitAsync("/sign-in/set-up/email", ("code", second))).Html, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("local_credentials", "kind = 'email'"));
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_by_the_mailed_link()
    {
        await CreateUserAsync();
        var browser = NewBrowser();
        await browser.OpenAsync("/sign-in/forgotten");
        await browser.SubmitAsync("/sign-in/forgotten", ("address", Address));

        var link = await NewestLinkAsync("password-reset");
        await browser.OpenAsync($"/account/{link}");
        Assert.Equal(303, (await browser.PostAsync($"/account/{link}", ("password", "another long pass phrase"))).Status);

        Assert.Contains("Protect your account", (await EnterAsync(NewBrowser(), Address, "another long pass phrase")).Html, StringComparison.Ordinal);
        Assert.Contains("password", await NewestMailAsync("password-changed"), StringComparison.OrdinalIgnoreCase);
    }
}

public sealed class MailedCodesOnSqlite(SqliteServer server) : MailedCodeTests(server);

public sealed class MailedCodesOnPostgreSql(PostgreSqlServer server) : MailedCodeTests(server);
