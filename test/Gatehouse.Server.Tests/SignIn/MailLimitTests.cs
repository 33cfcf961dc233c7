using Gatehouse.Server.Mail;

using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.SignIn;

/// <summary>Nobody fills a stranger's mailbox (S110).</summary>
public abstract class MailLimitTests(ServerFixture server) : SignInTest(server)
{
    [Fact]
    public async Task After_ten_mails_in_an_hour_an_address_gets_no_more_that_anybody_can_cause()
    {
        await CreateUserAsync();
        var browser = NewBrowser();
        for (var i = 0; i < MailCounts.MostPerAddress + 5; i++)
        {
            await browser.OpenAsync("/sign-in/forgotten");
            Assert.Contains("Look into your mail", (await browser.SubmitAsync("/sign-in/forgotten", ("address", Address))).Html, StringComparison.Ordinal);
        }

        for (var deadline = DateTime.UtcNow.AddSeconds(15); await CountAsync("mail_counts", "mails = 15 and target <> '*'") == 0; await Task.Delay(50, Stop))
            Assert.True(DateTime.UtcNow < deadline, "Not all requests were worked off.");
        Assert.Equal(MailCounts.MostPerAddress, await CountAsync("audit_events", "action = 'password.reset-requested'"));
    }

    [Fact]
    public async Task An_unknown_address_is_answered_alike_and_gets_nothing()
    {
        var browser = NewBrowser();
        await browser.OpenAsync("/sign-in/forgotten");

        Assert.Contains("Look into your mail", (await browser.SubmitAsync("/sign-in/forgotten", ("address", Address))).Html, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("mail_counts"));
    }
}

public sealed class MailLimitsOnSqlite(SqliteServer server) : MailLimitTests(server);

public sealed class MailLimitsOnPostgreSql(PostgreSqlServer server) : MailLimitTests(server);
