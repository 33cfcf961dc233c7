using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.SignIn;

public abstract class AccountLinkTests(ServerFixture server) : SignInTest(server)
{
    [Fact]
    public async Task Whoever_has_the_link_chooses_the_password_once()
    {
        var link = await InviteAsync(await CreateUserAsync(password: null));
        var browser = NewBrowser();
        await browser.OpenAsync($"/account/{link}");
        Assert.Equal(200, (await NewBrowser().OpenAsync($"/account/{link}")).Status);

        var saved = await browser.PostAsync($"/account/{link}", ("password", Password));

        Assert.Equal("/sign-in/password", saved.Location);
        Assert.Equal(404, (await browser.OpenAsync($"/account/{link}")).Status);
        Assert.Contains("Protect your account", (await EnterAsync(NewBrowser(), Address, Password)).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short", "too short")]
    [InlineData("passwordpassword", "first that attackers try")]
    [InlineData("123456789012", "first that attackers try")]
    [InlineData("Mira.Okonkwo1", "made of your name")]
    public async Task A_poor_password_is_refused_and_the_link_still_works(string password, string words)
    {
        var link = await InviteAsync(await CreateUserAsync(password: null));
        var browser = NewBrowser();
        await browser.OpenAsync($"/account/{link}");

        Assert.Contains(words, (await browser.SubmitAsync($"/account/{link}", ("password", password))).Html, StringComparison.Ordinal);
        Assert.Equal(303, (await browser.PostAsync($"/account/{link}", ("password", Password))).Status);
    }

    [Fact]
    public async Task A_newer_link_ends_an_older_one()
    {
        var user = await CreateUserAsync(password: null);
        var (first, second) = (await InviteAsync(user), await InviteAsync(user));

        Assert.Equal(404, (await NewBrowser().OpenAsync($"/account/{first}")).Status);
        Assert.Equal(200, (await NewBrowser().OpenAsync($"/account/{second}")).Status);
    }

    [Fact]
    public async Task A_new_password_ends_all_sign_ins()
    {
        var (_, user, _, _) = await SignedInAsync();
        var link = await InviteAsync(user);
        var browser = NewBrowser();
        await browser.OpenAsync($"/account/{link}");

        await browser.PostAsync($"/account/{link}", ("password", "another long pass phrase"));

        Assert.Equal(0, await CountAsync("sign_ins", "ended_at is null"));
        Assert.Contains("do not belong together", (await EnterAsync(NewBrowser(), Address, Password)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_that_are_none_lead_nowhere()
    {
        var link = await InviteAsync(await CreateUserAsync(password: null));

        foreach (var other in (string[])["x", "a.b.c", link[..^1] + (link[^1] == 'A' ? 'B' : 'A'), $"{Guid.NewGuid():N}{link[32..]}"])
            Assert.Equal(404, (await NewBrowser().OpenAsync($"/account/{other}")).Status);
    }

    [Fact]
    public async Task Asking_for_a_link_is_answered_alike_for_everybody()
    {
        await CreateUserAsync();
        var (known, unknown) = (NewBrowser(), NewBrowser());
        await known.OpenAsync("/sign-in/forgotten");
        await unknown.OpenAsync("/sign-in/forgotten");

        var one = await known.SubmitAsync("/sign-in/forgotten", ("address", Address));
        var other = await unknown.SubmitAsync("/sign-in/forgotten", ("address", "nobody@contoso.example"));

        Assert.Equal(one.Html, other.Html);
        for (var deadline = DateTime.UtcNow.AddSeconds(10); await CountAsync("account_links", "purpose = 'password-reset'") == 0; await Task.Delay(50, Stop))
            Assert.True(DateTime.UtcNow < deadline, "No link was made.");
    }
}

public sealed class AccountLinksOnSqlite(SqliteServer server) : AccountLinkTests(server);

public sealed class AccountLinksOnPostgreSql(PostgreSqlServer server) : AccountLinkTests(server);
