using Gatehouse.Server.Organizations;
using Gatehouse.Server.Tests.OAuth;
using Gatehouse.Server.Tests.OAuth.OpenId;

namespace Gatehouse.Server.Tests.Organizations;

/// <summary>What is over is forgotten, and nothing that lasts.</summary>
public abstract class RetentionTests(ServerFixture server) : OpenIdTest(server)
{
    static readonly string[] Tables = ["account_links", "spent_tickets", "sign_in_failures", "mail_counts", "tokens", "sign_ins", "authorizations", "application_sign_ins"];

    async Task<IReadOnlyList<long>> CountAllAsync()
    {
        var counts = new List<long>();
        foreach (var table in Tables)
            counts.Add(await CountAsync(table));
        return counts;
    }

    Task<int> AgeAsync(string table, string column, long milliseconds) => Database.WriteAsync(Scim.Organization, db => db.ExecuteAsync(
        $"update {table} set {column} = {column} - {milliseconds} where organization_id = @organization", null, Stop), Stop);

    [Fact]
    public async Task A_round_forgets_what_is_over_and_nothing_else()
    {
        var (client, secret) = await RegisterAsync();
        var (browser, user, _, _) = await SignedInAsync();
        await RedeemAsync(client, secret, await CodeAsync(browser, client));
        await EnterAsync(NewBrowser(), Address, "wrong password here");
        await InviteAsync(user);
        await browser.OpenAsync("/portal/security");
        await browser.SubmitAsync("/portal/security/mail/send");
        await Database.WriteAsync(Scim.Organization, db => Service<Gatehouse.Server.SignIn.ApplicationSignIns>().NoteAsync(db, user, Guid.NewGuid(), client, Stop), Stop);
        var before = await CountAllAsync();
        Assert.DoesNotContain(0, before);

        await Service<RetentionRounds>().ForgetAsync(Stop);
        Assert.Equal(before, await CountAllAsync());

        var longAgo = (long)TimeSpan.FromDays(200).TotalMilliseconds;
        foreach (var (table, column) in ((string, string)[])[("account_links", "expires_at"), ("spent_tickets", "expires_at"), ("sign_in_failures", "modified_at"),
            ("tokens", "expires_at"), ("sign_ins", "expires_at"), ("authorizations", "created_at"), ("application_sign_ins", "created_at")])
            await AgeAsync(table, column, longAgo);
        await Database.WriteAsync(Scim.Organization, db => db.ExecuteAsync("update mail_counts set hour = hour - 2 where organization_id = @organization", null, Stop), Stop);
        await Service<RetentionRounds>().ForgetAsync(Stop);

        Assert.All(await CountAllAsync(), static count => Assert.Equal(0, count));
        Assert.Equal(1, await CountAsync("users"));
        Assert.NotEqual(0, await CountAsync("audit_events"));
    }
}

public sealed class RetentionOnSqlite(SqliteServer server) : RetentionTests(server);

public sealed class RetentionOnPostgreSql(PostgreSqlServer server) : RetentionTests(server);
