using Gatehouse.Server.Clients;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Storage;

/// <summary>Ids and instants come back from both engines as they went in.</summary>
public abstract class ValueTests(OAuthServer server) : StorageTest(server)
{
    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff")]
    [InlineData("0197F000-ABCD-7000-8000-00000000000f")]
    public async Task Ids_come_back_and_can_be_found_by(string text)
    {
        var id = Guid.Parse(text);
        await InsertEventAsync(id, DateTimeOffset.UnixEpoch);

        Assert.Equal(id, (await EventAsync(id)).EventId);
        Assert.Equal(Organization.Value, (await EventAsync(id)).OrganizationId);
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00.000Z")]
    [InlineData("1969-12-31T23:59:59.999Z")]
    [InlineData("2026-02-28T23:59:59.123Z")]
    [InlineData("0001-01-01T00:00:00.000Z")]
    [InlineData("9999-12-31T23:59:59.999Z")]
    [InlineData("2026-07-01T12:00:00.500+05:30")]
    public async Task Instants_come_back_to_the_millisecond_in_UTC(string text)
    {
        var (id, instant) = (Guid.NewGuid(), DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
        await InsertEventAsync(id, instant);

        var read = (await EventAsync(id)).OccurredAt;

        Assert.Equal(instant, read);
        Assert.Equal(TimeSpan.Zero, read.Offset);
    }

    [Fact]
    public async Task What_is_finer_than_a_millisecond_is_cut_off()
    {
        var id = Guid.NewGuid();
        await InsertEventAsync(id, DateTimeOffset.UnixEpoch.AddTicks(19_999));

        Assert.Equal(DateTimeOffset.UnixEpoch.AddMilliseconds(1), (await EventAsync(id)).OccurredAt);
    }

    [Fact]
    public async Task Null_stays_null()
    {
        var ids = await Database.WriteAsync(Organization, static async db =>
        {
            await db.ExecuteAsync("""
                insert into scim_requests (organization_id, request_id, occurred_at, client_id, method, operation, target_id, status, duration_ms)
                values (@organization, @id, @at, '', '', '', @nothing, 0, 0)
                """, new { id = Guid.NewGuid(), at = DateTimeOffset.UnixEpoch, nothing = (string?)null }, Stop);
            return await db.FindAsync<Optional>(
                "select target_id, cast(null as bigint) as seen_at from scim_requests where organization_id = @organization", null, Stop);
        }, Stop);

        Assert.Null(ids!.TargetId);
        Assert.Null(ids.SeenAt);
    }

    [Fact]
    public async Task Client_ids_are_text_that_leads_with_the_organization()
    {
        var client = ClientId.New(Organization, TimeProvider.System);

        var text = await Database.WriteAsync(Organization, async db =>
        {
            await db.ExecuteAsync(
                "insert into assertion_ids (organization_id, client_id, jti, expires_at) values (@organization, @client, 'x', 0)", new { client }, Stop);
            return await db.FindAsync<string>(
                "select client_id from assertion_ids where organization_id = @organization and client_id = @client", new { client }, Stop);
        }, Stop);

        Assert.Equal(client.ToString(), text);
        Assert.StartsWith(Organization.ToString(), text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    public async Task A_list_of_any_length_is_one_parameter(int length)
    {
        var words = Enumerable.Range(0, length).Select(static number => $"word '{number}\"").ToList();
        await Database.WriteAsync(Organization, async db =>
        {
            await InsertAsync(db, "not asked for");
            foreach (var word in words)
                await InsertAsync(db, word);
        }, Stop);

        var found = await Database.ReadAsync(Organization, db => db.ListAsync<string>(
            $"select token_id from revoked_tokens where organization_id = @organization and {db.Dialect.AnyOf("token_id", "words")}",
            new { words = db.Dialect.ListOf(words) }, Stop), Stop);

        Assert.Equal(words.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_list_of_ids_finds_those_ids()
    {
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
        foreach (var id in ids)
            await InsertEventAsync(id, DateTimeOffset.UnixEpoch);

        var found = await Database.ReadAsync(Organization, db => db.ListAsync<Guid>(
            $"select event_id from audit_events where organization_id = @organization and {db.Dialect.AnyOf("event_id", "ids")}",
            new { ids = db.Dialect.ListOf([ids[0], ids[2], Guid.NewGuid()]) }, Stop), Stop);

        Assert.Equal(new[] { ids[0], ids[2] }.Order(), found.Order());
    }

    [Fact]
    public async Task Ids_sort_by_their_time_on_every_engine()
    {
        var start = DateTimeOffset.UtcNow;
        var ids = Enumerable.Range(0, 20).Select(number => Guid.CreateVersion7(start.AddMilliseconds(number))).ToList();
        foreach (var id in ids.AsEnumerable().Reverse())
            await InsertEventAsync(id, start);

        Assert.Equal(ids, await Database.ReadAsync(Organization, static db => db.ListAsync<Guid>(
            "select event_id from audit_events where organization_id = @organization order by event_id", null, Stop), Stop));
    }

    Task<int> InsertEventAsync(Guid id, DateTimeOffset at) => Database.WriteAsync(Organization, db => db.ExecuteAsync("""
        insert into audit_events (organization_id, event_id, occurred_at, actor_kind, actor_id, action, target_type, target_id)
        values (@organization, @id, @at, '', '', '', '', '')
        """, new { id, at }, Stop), Stop);

    async Task<Event> EventAsync(Guid id) => (await Database.ReadAsync(Organization, db => db.FindAsync<Event>(
        "select organization_id, event_id, occurred_at from audit_events where organization_id = @organization and event_id = @id", new { id }, Stop), Stop))!;

    sealed class Event
    {
        public required Guid OrganizationId { get; init; }

        public required Guid EventId { get; init; }

        public required DateTimeOffset OccurredAt { get; init; }
    }

    sealed class Optional
    {
        public string? TargetId { get; init; }

        public DateTimeOffset? SeenAt { get; init; }
    }
}

public sealed class ValuesOnSqlite(SqliteServer server) : ValueTests(server)
{
    [Fact]
    public async Task Ids_are_lower_case_text_and_instants_are_numbers()
    {
        await Database.WriteAsync(Organization, static db => db.ExecuteAsync("""
            insert into audit_events (organization_id, event_id, occurred_at, actor_kind, actor_id, action, target_type, target_id)
            values (@organization, @id, @at, '', '', '', '', '')
            """, new { id = Guid.Parse("ABCDEF00-0000-7000-8000-000000000000"), at = DateTimeOffset.UnixEpoch }, Stop), Stop);

        Assert.Equal("abcdef00-0000-7000-8000-000000000000 text integer", await Database.ReadAsync(Organization, static db => db.ScalarAsync<string>(
            "select event_id || ' ' || typeof(event_id) || ' ' || typeof(occurred_at) from audit_events where organization_id = @organization", null, Stop), Stop));
    }
}

public sealed class ValuesOnPostgreSql(PostgreSqlServer server) : ValueTests(server);
