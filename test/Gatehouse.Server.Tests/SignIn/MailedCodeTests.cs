using System.Text.RegularExpressions;

using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.SignIn;

/// <summary>Codes by mail. The server of these tests delivers mails into files.</summary>
public abstract partial class MailedCodeTests(ServerFixture server) : SignInTest(server)
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

        var link = LinkPattern().Match(await NewestMailAsync("password-reset")).Groups[1].Value;
        await browser.OpenAsync($"/account/{link}");
        Assert.Equal(303, (await browser.PostAsync($"/account/{link}", ("password", "another long pass phrase"))).Status);

        Assert.Contains("Protect your account", (await EnterAsync(NewBrowser(), Address, "another long pass phrase")).Html, StringComparison.Ordinal);
        Assert.Contains("password", await NewestMailAsync("password-changed"), StringComparison.OrdinalIgnoreCase);
    }

    async Task<string> NewestCodeAsync() => CodePattern().Match(await NewestMailAsync("sign-in-code")).Groups[1].Value;

    /// <summary>The newest mail of a kind to the test's own address, delivered or not yet.</summary>
    async Task<string> NewestMailAsync(string kind)
    {
        var folder = Service<GatehouseOptions>().MailDirectory;
        for (var deadline = DateTime.UtcNow.AddSeconds(15); ; await Task.Delay(50, Stop))
        {
            Assert.True(DateTime.UtcNow < deadline, $"No mail of kind {kind} came.");
            if (await CountAsync("outbox_mails") > 0 || !System.IO.Directory.Exists(folder))
                continue;

            var mails = System.IO.Directory.GetFiles(folder, "*.eml").Select(static file => MimeKit.MimeMessage.Load(file))
                .Where(mail => mail.To.ToString().Contains(Address, StringComparison.OrdinalIgnoreCase) && IsOf(kind, mail))
                .OrderBy(static mail => mail.Date).ThenBy(static mail => mail.MessageId, StringComparer.Ordinal).ToList();
            if (mails.Count > 0)
                return mails[^1].TextBody!;
        }
    }

    static bool IsOf(string kind, MimeKit.MimeMessage mail) => kind switch
    {
        "sign-in-code" => CodePattern().IsMatch(mail.TextBody!),
        "password-reset" => LinkPattern().IsMatch(mail.TextBody!),
        _ => !CodePattern().IsMatch(mail.TextBody!) && !LinkPattern().IsMatch(mail.TextBody!),
    };

    [GeneratedRegex(@"\b(\d{6})\b")]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"https://accounts\.contoso\.example/account/(\S+)")]
    private static partial Regex LinkPattern();
}

public sealed class MailedCodesOnSqlite(SqliteServer server) : MailedCodeTests(server);

public sealed class MailedCodesOnPostgreSql(PostgreSqlServer server) : MailedCodeTests(server);
