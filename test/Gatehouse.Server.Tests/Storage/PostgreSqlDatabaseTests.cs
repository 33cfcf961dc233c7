using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Storage;

/// <summary>What only a database server can do to its callers: conflicts, waits and outages (L5, L7, L9).</summary>
public sealed class PostgreSqlDatabaseTests(PostgreSqlServer server) : StorageTest(server)
{
    const string UpdateSql = """
        update revoked_tokens
        set expires_at = expires_at + 1
        where organization_id = @organization
          and token_id = @word
        """;

    string ConnectionString => ((GatehouseOptions)Services.GetService(typeof(GatehouseOptions))!).Database.ConnectionString;

    [Fact]
    public async Task Writes_that_lock_each_other_out_are_tried_again_until_both_are_done()
    {
        await using var quick = new PostgreSqlDatabase($"{ConnectionString};Options=-c deadlock_timeout=20ms");
        await quick.WriteAsync(Organization, static async db =>
        {
            await InsertAsync(db, "one");
            await InsertAsync(db, "two");
        }, Stop);
        using var barrier = new Barrier(2);
        var runs = 0;

        Task CrossAsync(string first, string second) => Task.Run(() => quick.WriteAsync(Organization, async db =>
        {
            var isFirstRun = Interlocked.Increment(ref runs) <= 2;
            await db.ExecuteAsync(UpdateSql, new { word = first }, Stop);
            if (isFirstRun)
                Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(20), Stop));
            await db.ExecuteAsync(UpdateSql, new { word = second }, Stop);
        }, Stop));
        await Task.WhenAll(CrossAsync("one", "two"), CrossAsync("two", "one"));

        Assert.True(runs > 2, "The writes did not meet.");
        Assert.Equal(4, await CountUpdatesAsync());
    }

    [Fact]
    public async Task A_conflict_that_does_not_go_away_ends_as_unavailable()
    {
        var runs = 0;

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => Database.WriteAsync(Organization, async db =>
        {
            runs++;
            await db.ExecuteAsync("do $$ begin raise exception 'again' using errcode = '40001'; end $$ -- @organization", null, Stop);
        }, Stop));

        Assert.Equal(5, runs);
    }

    [Fact]
    public async Task A_fault_that_would_come_again_is_not_tried_again()
    {
        var runs = 0;

        await Assert.ThrowsAsync<UniqueViolationException>(() => Database.WriteAsync(Organization, async db =>
        {
            runs++;
            await InsertAsync(db, "one");
            await InsertAsync(db, "one");
        }, Stop));

        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task A_write_that_is_given_up_while_it_waits_for_another_does_not_happen()
    {
        using var gate = new Gate();
        using var gone = new CancellationTokenSource();
        var holding = Database.WriteAsync(Organization, async db =>
        {
            await InsertAsync(db, "one");
            await gate.PassAsync();
        }, Stop);
        await gate.ReachedAsync();
        var waiting = Database.WriteAsync(Organization, async db =>
        {
            await db.ExecuteAsync(InsertSql, new { word = "two" }, gone.Token);
            await db.ExecuteAsync(InsertSql, new { word = "one" }, gone.Token);
        }, gone.Token);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.Open();
        await holding;

        Assert.Equal(["one"], await WordsAsync());
    }

    [Fact]
    public async Task A_wait_for_a_connection_ends_in_time()
    {
        await using var narrow = new PostgreSqlDatabase($"{ConnectionString};Maximum Pool Size=1;Timeout=1");
        using var gate = new Gate();
        var holding = narrow.WriteAsync(Organization, _ => gate.PassAsync(), Stop);
        await gate.ReachedAsync();

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => narrow.ReadAsync(Organization, static db => ListAsync(db), Stop));

        gate.Open();
        await holding;
        Assert.Empty(await narrow.ReadAsync(Organization, static db => ListAsync(db), Stop));
    }

    [Fact]
    public async Task A_statement_that_takes_too_long_is_ended()
    {
        await using var impatient = new PostgreSqlDatabase($"{ConnectionString};Command Timeout=1");

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => impatient.ReadAsync(
            Organization, static db => db.ScalarAsync<int>("select 1 from pg_sleep(30) -- @organization", null, Stop), Stop));
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => impatient.WriteAsync(Organization, static async db =>
        {
            await InsertAsync(db, "one");
            await db.ScalarAsync<int>("select 1 from pg_sleep(30) -- @organization", null, Stop);
        }, Stop));

        Assert.Empty(await WordsAsync());
    }

    [Fact]
    public async Task A_connection_cut_in_the_middle_is_an_outage_and_the_next_one_is_fresh()
    {
        await using var database = new PostgreSqlDatabase(ConnectionString);

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => database.WriteAsync(Organization, async db =>
        {
            await InsertAsync(db, "one");
            var process = await db.ScalarAsync<int>("select pg_backend_pid() -- @organization", null, Stop);
            await Database.Instance.ReadAsync(other => other.ScalarAsync<bool>("select pg_terminate_backend(@process)", new { process }, Stop), Stop);
            await InsertAsync(db, "two");
        }, Stop));

        Assert.Empty(await database.ReadAsync(Organization, static db => ListAsync(db), Stop));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_an_outage()
    {
        await using var nowhere = new PostgreSqlDatabase("Host=127.0.0.1;Port=1;Username=x;Timeout=2");

        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => nowhere.CheckAsync(Stop));
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => nowhere.ReadAsync(Organization, static db => ListAsync(db), Stop));
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => nowhere.WriteAsync(Organization, static db => InsertAsync(db, "one"), Stop));
    }

    Task<long> CountUpdatesAsync() => Database.ReadAsync(Organization, static db => db.ScalarAsync<long>(
        "select cast(sum(expires_at) as bigint) from revoked_tokens where organization_id = @organization", null, Stop), Stop);
}
