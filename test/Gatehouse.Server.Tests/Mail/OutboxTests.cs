using System.Security.Cryptography;
using System.Text;

using Gatehouse.Server.Keys;
using Gatehouse.Server.Mail;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Mail;

/// <summary>A mail and the change it tells of are one; what it says is nobody's who reads the database.</summary>
public abstract class OutboxTests(OAuthServer server) : MailTest(server)
{
    const string InsertSql = "insert into revoked_tokens (organization_id, token_id, expires_at) values (@organization, 'changed', 0)";

    const string CountSql = "select count(*) from revoked_tokens where organization_id = @organization";

    [Fact]
    public async Task A_mail_is_there_with_its_change()
    {
        await Database.WriteAsync(Organization, async db =>
        {
            await db.ExecuteAsync(InsertSql, null, Stop);
            await Outbox.AppendAsync(db, MailTo("noor@contoso.example"), Stop);
        }, Stop);

        Assert.Equal((1, 1), (await ChangesAsync(), await WaitingAsync()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_change_that_is_rolled_back_takes_its_mail_with_it(bool mailComesFirst)
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.WriteAsync(Organization, async db =>
        {
            if (mailComesFirst)
                await Outbox.AppendAsync(db, MailTo("noor@contoso.example"), Stop);
            await db.ExecuteAsync(InsertSql, null, Stop);
            if (!mailComesFirst)
                await Outbox.AppendAsync(db, MailTo("noor@contoso.example"), Stop);
            throw new InvalidOperationException("The change is refused.");
        }, Stop));

        Assert.Equal((0, 0), (await ChangesAsync(), await WaitingAsync()));
        Assert.Equal(0, await NewDelivery().DeliverAsync(Stop));
    }

    [Fact]
    public async Task What_a_mail_says_is_sealed_in_the_database()
    {
        var row = await WaitingAsync(await AppendAsync("noor@contoso.example"));

        Assert.DoesNotContain("zq7x", Encoding.Latin1.GetString(row.SealedBodies), StringComparison.Ordinal);
        Assert.DoesNotContain("zq7x", row.Subject, StringComparison.Ordinal);
        Assert.Equal(("noor@contoso.example", 0, null), (row.Recipient, row.Attempts, row.LastError));
    }

    [Fact]
    public async Task What_was_taken_from_the_outbox_reads_as_it_was_written()
    {
        var mail = await AppendAsync("noor@contoso.example");

        var taken = await Database.WriteAsync(Organization, db => Outbox.TakeAsync(db, mail, Stop), Stop);

        Assert.NotNull(taken);
        Assert.Equal((Organization, mail, 1), (taken.Organization, taken.MailId, taken.Attempts));
        Assert.Equal(Clock.GetUtcNow() + Outbox.Lease, taken.LeaseUntil);
        Assert.Equal(MailTo("noor@contoso.example"), Outbox.Open(taken));
        Assert.Null(await Database.WriteAsync(Organization, db => Outbox.TakeAsync(db, mail, Stop), Stop));
    }

    [Fact]
    public async Task Somebody_who_writes_another_recipient_into_the_row_does_not_get_the_link()
    {
        var mail = await AppendAsync("noor@contoso.example");
        await Database.WriteAsync(Organization, db => db.ExecuteAsync(
            "update outbox_mails set recipient = 'eve@fabrikam.example' where organization_id = @organization", null, Stop), Stop);

        await NewDelivery().DeliverAsync(Stop);

        Assert.Empty(Transport.Recipients);
        Assert.Equal(nameof(AuthenticationTagMismatchException), (await WaitingAsync(mail)).LastError);
    }

    [Fact]
    public async Task A_process_with_another_key_sends_nothing_and_goes_on()
    {
        var mail = await AppendAsync("noor@contoso.example");

        await NewDelivery(outbox: NewOutbox(new Sealing(Secrets.Bytes(Secrets.StrongBytes)))).DeliverAsync(Stop);
        Assert.Equal(1, (await WaitingAsync(mail)).Attempts);

        Clock.Advance(TimeSpan.FromMinutes(1));
        await NewDelivery().DeliverAsync(Stop);
        Assert.Equal(["noor@contoso.example"], Transport.Recipients);
    }

    Task<long> ChangesAsync() => Database.ReadAsync(Organization, static db => db.ScalarAsync<long>(CountSql, null, Stop), Stop);
}

public sealed class OutboxOnSqlite(SqliteServer server) : OutboxTests(server);

public sealed class OutboxOnPostgreSql(PostgreSqlServer server) : OutboxTests(server);
