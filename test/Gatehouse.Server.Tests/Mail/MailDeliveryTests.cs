using System.Text.Json;

using Gatehouse.Server.Mail;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Mail;

/// <summary>Mails go out once, in time, and as long as there is hope (L19).</summary>
public abstract class MailDeliveryTests(OAuthServer server) : MailTest(server)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Mails_of_all_organizations_are_delivered_and_forgotten()
    {
        var mail = await AppendAsync("noor@contoso.example");
        await AppendAsync("ada@fabrikam.example", OrganizationId.New(TimeProvider.System));

        Assert.Equal(2, await NewDelivery().DeliverAsync(Stop));
        Assert.Equal(0, await NewDelivery().DeliverAsync(Stop));

        Assert.Equal(["ada@fabrikam.example", "noor@contoso.example"], Transport.Recipients.Order(StringComparer.Ordinal));
        Assert.Contains($"{mail:N}@contoso.example", Transport.MessageIds);
        Assert.Equal(0, await WaitingAsync());
        Assert.Equal([5001, 5001], Log.Ids);
    }

    [Fact]
    public async Task Workers_on_several_nodes_deliver_each_mail_once()
    {
        const int Mails = 40;
        await Database.WriteAsync(Organization, async db =>
        {
            for (var i = 0; i < Mails; i++)
                await Outbox.AppendAsync(db, MailTo($"user{i:00}@contoso.example"), Stop);
        }, Stop);
        Transport.Before = static (_, stop) => Task.Delay(5, stop);
        var workers = Enumerable.Range(0, 3).Select(_ => NewDelivery(database: OpenDatabase())).ToList();

        await Task.WhenAll(workers.Select(static async worker =>
        {
            while (await worker.DeliverAsync(Stop) > 0)
                await Task.Delay(5, Stop);
        }));

        Assert.Equal(Enumerable.Range(0, Mails).Select(static i => $"user{i:00}@contoso.example"), Transport.Recipients.Order(StringComparer.Ordinal));
        Assert.Equal(0, await WaitingAsync());
    }

    [Fact]
    public async Task While_a_lease_holds_nobody_else_sends_and_afterwards_somebody_does()
    {
        await AppendAsync("noor@contoso.example");
        var (isSending, fail) = (new TaskCompletionSource(), new TaskCompletionSource());
        var dying = new TestTransport
        {
            Before = async (_, _) =>
            {
                isSending.SetResult();
                await fail.Task;
            },
        };
        var first = NewDelivery(dying).DeliverAsync(Stop);
        await isSending.Task.WaitAsync(Patience, Stop);

        Assert.Equal(0, await NewDelivery().DeliverAsync(Stop));
        Clock.Advance(Outbox.Lease - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await NewDelivery().DeliverAsync(Stop));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await NewDelivery().DeliverAsync(Stop));

        Assert.Equal(["noor@contoso.example"], Transport.Recipients);

        // The first worker wakes up and may not bring back what another one delivered.
        fail.SetException(new MailTransportException("ConnectionReset"));
        await first;
        Assert.Equal(0, await WaitingAsync());
        Assert.Empty(dying.Recipients);
    }

    [Fact]
    public async Task A_late_failure_does_not_end_the_lease_of_the_next_worker()
    {
        var mail = await AppendAsync("noor@contoso.example");
        var first = await TakeAsync(mail);
        Clock.Advance(Outbox.Lease);
        var second = await TakeAsync(mail);

        await Database.WriteAsync(Organization, db => Outbox.PostponeAsync(db, first, Clock.GetUtcNow(), "late", Stop), Stop);
        await Database.WriteAsync(Organization, db => Outbox.GiveUpAsync(db, first, "late", Stop), Stop);

        var row = await WaitingAsync(mail);
        Assert.Equal((second.LeaseUntil, 2, null), (row.LeaseUntil, row.Attempts, row.LastError));
        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task Attempts_become_rarer_and_end_after_a_day_with_an_event_that_names_no_address()
    {
        var mail = await AppendAsync("noor@contoso.example");
        var start = Clock.GetUtcNow();
        Transport.Before = static (_, _) => throw new MailTransportException("RecipientNotAccepted 450 4.2.1");
        var delivery = NewDelivery();

        var attempts = new List<TimeSpan>();
        while (await WaitingAsync() > 0)
        {
            Assert.Equal(1, await delivery.DeliverAsync(Stop));
            attempts.Add(Clock.GetUtcNow() - start);
            if (await WaitingAsync() == 0)
                break;

            var row = await WaitingAsync(mail);
            Assert.Equal((attempts.Count, "RecipientNotAccepted 450 4.2.1"), (row.Attempts, row.LastError));
            Clock.SetUtcNow(row.DueAt.AddMilliseconds(-1));
            Assert.Equal(0, await delivery.DeliverAsync(Stop));
            Clock.SetUtcNow(row.DueAt);
        }

        Assert.Equal(
            [0, 1, 6, 21, 81, 321, 561, 801, 1041, 1281, 1440], attempts.Select(static time => (int)time.TotalMinutes));
        var given = Assert.Single(await EventsAsync());
        Assert.Equal(("system", "mail.undeliverable", "mail", $"{mail:N}"), (given.ActorKind, given.Action, given.TargetType, given.TargetId));
        Assert.DoesNotContain("noor", given.Details!, StringComparison.Ordinal);
        var details = JsonDocument.Parse(given.Details!).RootElement;
        Assert.Equal("activation", details.GetProperty("kind").GetString());
        Assert.Equal("contoso.example", details.GetProperty("domain").GetString());
        Assert.Equal("RecipientNotAccepted 450 4.2.1", details.GetProperty("reason").GetString());
        Assert.Equal([.. Enumerable.Repeat(5002, 10), 5003], Log.Ids);
        AssertLogIsSilent();
    }

    [Fact]
    public async Task One_mail_that_is_refused_keeps_no_other_back()
    {
        foreach (var name in (string[])["a", "bad", "c", "worse", "e"])
            await AppendAsync($"{name}@contoso.example");
        Transport.Before = static (recipient, _) => recipient switch
        {
            "bad@contoso.example" => throw new MailTransportException("MessageNotAccepted 554"),
            "worse@contoso.example" => throw new InvalidOperationException($"Something about {recipient} and {Link}."),
            _ => Task.CompletedTask,
        };

        await NewDelivery().DeliverAsync(Stop);

        Assert.Equal(["a@contoso.example", "c@contoso.example", "e@contoso.example"], Transport.Recipients.Order(StringComparer.Ordinal));
        Assert.Equal(2, await WaitingAsync());
        AssertLogIsSilent();
    }

    [Fact]
    public async Task The_service_keeps_on_when_the_server_refuses_and_stops_when_it_is_told()
    {
        var isDown = true;
        Transport.Before = (_, _) => isDown ? throw new MailTransportException("ConnectionRefused") : Task.CompletedTask;
        using var delivery = NewDelivery();
        await delivery.StartAsync(Stop);
        await AppendAsync("first@contoso.example");
        await UntilAsync(() => Task.FromResult(Log.Ids.Contains(5002)), TimeSpan.FromSeconds(1));
        isDown = false;

        await AppendAsync("second@contoso.example");
        await UntilAsync(async () => await WaitingAsync() == 0, TimeSpan.FromSeconds(10));

        Assert.Equal(["first@contoso.example", "second@contoso.example"], Transport.Recipients.Order(StringComparer.Ordinal));
        Assert.False(delivery.ExecuteTask!.IsCompleted);
        await delivery.StopAsync(Stop).WaitAsync(Patience, Stop);
        Assert.True(delivery.ExecuteTask.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_mail_that_is_being_sent_when_the_server_stops_gets_a_moment_and_then_waits_for_the_next_start()
    {
        var mail = await AppendAsync("noor@contoso.example");
        var isSending = new TaskCompletionSource();
        Transport.Before = async (_, stop) =>
        {
            isSending.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
        };
        using var delivery = NewDelivery();
        await delivery.StartAsync(Stop);
        await isSending.Task.WaitAsync(Patience, Stop);

        var stopped = delivery.StopAsync(Stop);
        Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(stopped.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await stopped.WaitAsync(Patience, Stop);

        var row = await WaitingAsync(mail);
        Assert.Equal((Clock.GetUtcNow(), DateTimeOffset.UnixEpoch), (row.DueAt, row.LeaseUntil));
        Transport.Before = null;
        await NewDelivery().DeliverAsync(Stop);
        Assert.Equal(["noor@contoso.example"], Transport.Recipients);
    }

    [Fact]
    public async Task An_outage_of_the_database_is_told_once_and_survived()
    {
        await AppendAsync("noor@contoso.example");
        await RenameAsync("outbox_mails", "elsewhere");
        using var delivery = NewDelivery();
        await delivery.StartAsync(Stop);
        await UntilAsync(() => Task.FromResult(Log.Ids.Contains(5004)), TimeSpan.FromSeconds(1));
        for (var i = 0; i < 5; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Stop);
        }

        await RenameAsync("elsewhere", "outbox_mails");
        await UntilAsync(async () => await WaitingAsync() == 0, TimeSpan.FromSeconds(1));

        await delivery.StopAsync(Stop);
        Assert.Equal([5004, 5001], Log.Ids);
        Assert.Equal(["noor@contoso.example"], Transport.Recipients);
    }

    async Task<LeasedMail> TakeAsync(Guid mail)
    {
        var taken = await Database.WriteAsync(Organization, db => Outbox.TakeAsync(db, mail, Stop), Stop);
        Assert.NotNull(taken);
        return taken;
    }

    async Task RenameAsync(string from, string to) =>
        await Database.Instance.WriteAsync(db => db.ExecuteAsync($"alter table {from} rename to {to}", null, Stop), Stop);

    // Moves the clock all the while, because the loop may not have begun to wait when it moves first.
    async Task UntilAsync(Func<Task<bool>> condition, TimeSpan step)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        deadline.CancelAfter(Patience);
        while (!await condition())
        {
            Clock.Advance(step);
            await Task.Delay(20, deadline.Token);
        }
    }

    void AssertLogIsSilent() =>
        Assert.All((string[])["noor", "bad@", "worse@", "zq7x", "Contoso"], secret => Assert.DoesNotContain(secret, Log.Everything, StringComparison.Ordinal));
}

public sealed class MailDeliveryOnSqlite(SqliteServer server) : MailDeliveryTests(server);

public sealed class MailDeliveryOnPostgreSql(PostgreSqlServer server) : MailDeliveryTests(server);
