using Gatehouse.Server.Audit;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Server.Tests.Audit;

/// <summary>An event stands and falls with the change it tells of (L3, S100).</summary>
public abstract class AuditLogTests(OAuthServer server) : OAuthTest(server)
{
    readonly OrganizationId id = OrganizationId.New(TimeProvider.System);
    readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);

    AuditLog Log => new(clock);

    OrganizationRegister Organizations => Services.GetRequiredService<OrganizationRegister>();

    [Fact]
    public async Task An_event_is_read_as_it_was_written()
    {
        var written = Happened("thing.done") with { RequestId = "r1", SourceAddress = "::1", Details = """{"attributes":["title"]}""" };
        await AppendAsync(written);

        var read = Assert.Single(await ListAsync());

        Assert.Equal(
            written,
            new AuditEvent
            {
                ActorKind = read.ActorKind, ActorId = read.ActorId, Action = read.Action, TargetType = read.TargetType, TargetId = read.TargetId,
                RequestId = read.RequestId, SourceAddress = read.SourceAddress, Details = read.Details,
            });
        Assert.Equal(clock.GetUtcNow().ToUnixTimeMilliseconds(), read.OccurredAt.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task What_an_event_does_not_know_is_null()
    {
        await AppendAsync(Happened("thing.done"));

        var read = Assert.Single(await ListAsync());

        Assert.Equal((null, null, null), (read.RequestId, read.SourceAddress, read.Details));
    }

    [Fact]
    public async Task Events_are_listed_newest_first_page_by_page()
    {
        for (var i = 0; i < 5; i++)
        {
            await AppendAsync(Happened($"thing.{i}"));
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var first = await ListAsync(take: 2);
        var second = await ListAsync(first[^1].EventId, take: 2);
        var third = await ListAsync(second[^1].EventId, take: 2);

        Assert.Equal(
            ["thing.4", "thing.3", "thing.2", "thing.1", "thing.0"],
            first.Concat(second).Concat(third).Select(static one => one.Action));
    }

    [Fact]
    public async Task Each_organization_sees_its_own_events()
    {
        await AppendAsync(Happened("ours"));

        Assert.Empty(await Database.ReadAsync(OrganizationId.New(TimeProvider.System), db => Log.ListAsync(db, null, 10, Stop), Stop));
    }

    [Fact]
    public async Task A_change_that_fails_leaves_no_event()
    {
        await CreateAsync("Contoso");

        // The event comes first here, so that only the transaction can take it back.
        await Assert.ThrowsAsync<UniqueViolationException>(() => Database.WriteAsync(id, async db =>
        {
            await Log.AppendAsync(db, Happened("organization.created"), Stop);
            await Organizations.CreateAsync(db, "Again", "minimal", Stop);
        }, Stop));

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task An_event_that_cannot_be_written_leaves_no_change()
    {
        await CreateAsync("Contoso");

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Database.WriteAsync(id, async db =>
        {
            await Organizations.SetStateAsync(db, Organization.Suspended, Stop);
            await Log.AppendAsync(db, Happened("organization.suspended") with { TargetId = null! }, Stop);
        }, Stop));

        Assert.Empty(await ListAsync());
        Assert.Equal("active", (await Database.ReadAsync(id, db => Organizations.FindAsync(db, Stop), Stop))!.State);
    }

    [Fact]
    public async Task Events_of_one_moment_all_stay()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Run(() => AppendAsync(Happened($"thing.{number}")))));

        Assert.Equal(50, (await ListAsync(take: 100)).Select(static one => one.Action).Distinct().Count());
    }

    static AuditEvent Happened(string action) => new() { ActorKind = "operator", ActorId = "ann@host", Action = action, TargetType = "thing", TargetId = "1" };

    Task AppendAsync(AuditEvent happened) => Database.WriteAsync(id, db => Log.AppendAsync(db, happened, Stop), Stop);

    Task CreateAsync(string name) => Database.WriteAsync(id, db => Organizations.CreateAsync(db, name, "minimal", Stop), Stop);

    Task<IReadOnlyList<StoredAuditEvent>> ListAsync(Guid? before = null, int take = 10) => Database.ReadAsync(id, db => Log.ListAsync(db, before, take, Stop), Stop);
}

public sealed class AuditLogOnSqlite(SqliteServer server) : AuditLogTests(server);

public sealed class AuditLogOnPostgreSql(PostgreSqlServer server) : AuditLogTests(server);
