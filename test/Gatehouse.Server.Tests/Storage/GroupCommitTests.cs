using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Storage;

/// <summary>SQLite's one writer takes what waits into one transaction, and each of them has its own fate (L11).</summary>
public sealed class GroupCommitTests(SqliteServer server) : StorageTest(server), IAsyncLifetime
{
    readonly DirectoryInfo data = System.IO.Directory.CreateTempSubdirectory("gatehouse-writer-");
    SqliteDatabase database = null!; // Set before the test runs.

    // A writer of its own: these tests hold it up.
    public ValueTask InitializeAsync()
    {
        var options = DatabaseOptions.SqliteIn(data.FullName);
        new Migrator(options).Prepare();
        database = (SqliteDatabase)options.Open();
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task One_that_fails_does_not_touch_its_neighbours_and_all_are_answered()
    {
        using var gate = new Gate();
        var holding = HoldAsync(gate);
        await gate.ReachedAsync();

        var first = WriteAsync(static db => InsertAsync(db, "first"));
        var throws = WriteAsync(static async db =>
        {
            await InsertAsync(db, "lost");
            throw new InvalidOperationException("Only mine.");
        });
        var taken = WriteAsync(static async db =>
        {
            await InsertAsync(db, "lost too");
            await InsertAsync(db, "first");
        });
        var last = WriteAsync(static db => InsertAsync(db, "last"));
        gate.Open();
        await holding;

        await first;
        Assert.Equal("Only mine.", (await Assert.ThrowsAsync<InvalidOperationException>(() => throws)).Message);
        await Assert.ThrowsAsync<UniqueViolationException>(() => taken);
        await last;
        Assert.Equal(["first", "last"], await WordsOfAsync(database));
    }

    [Fact]
    public async Task Those_that_wait_share_one_transaction_and_none_is_answered_before_its_commit()
    {
        using var before = new Gate();
        using var inside = new Gate();
        var holding = HoldAsync(before);
        await before.ReachedAsync();
        var first = WriteAsync(static db => InsertAsync(db, "first"));
        var second = WriteAsync(async db =>
        {
            // In the same transaction the neighbour's row can be seen, although nobody else sees it yet.
            Assert.Equal(["first"], await ListAsync(db));
            await inside.PassAsync();
        });
        before.Open();
        await holding;
        await inside.ReachedAsync();

        Assert.False(first.IsCompleted);
        Assert.Empty(await WordsOfAsync(database));
        inside.Open();
        await Task.WhenAll(first, second);

        Assert.Equal(["first"], await WordsOfAsync(database));
    }

    [Fact]
    public async Task One_that_is_given_up_while_it_waits_does_not_run_and_its_neighbours_do()
    {
        using var gate = new Gate();
        using var gone = new CancellationTokenSource();
        var ran = false;
        var holding = HoldAsync(gate);
        await gate.ReachedAsync();

        var givenUp = database.WriteAsync(Organization, db =>
        {
            ran = true;
            return InsertAsync(db, "given up");
        }, gone.Token);
        var neighbour = WriteAsync(static db => InsertAsync(db, "neighbour"));
        await gone.CancelAsync();
        gate.Open();
        await holding;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
        await neighbour;
        Assert.False(ran);
        Assert.Equal(["neighbour"], await WordsOfAsync(database));
    }

    [Fact]
    public async Task When_the_transaction_itself_is_lost_all_in_it_are_told_and_the_next_ones_go_on()
    {
        using var gate = new Gate();
        var holding = HoldAsync(gate);
        await gate.ReachedAsync();

        var neighbour = WriteAsync(static db => InsertAsync(db, "neighbour"));
        // What SQLite does by itself when the disk is full.
        var breaks = WriteAsync(static db => db.ExecuteAsync("rollback -- @organization", null, Stop));
        gate.Open();
        await holding;

        await Assert.ThrowsAnyAsync<Exception>(() => breaks);
        await Assert.ThrowsAnyAsync<Exception>(() => neighbour);
        Assert.Empty(await WordsOfAsync(database));
        await WriteAsync(static db => InsertAsync(db, "next"));
        Assert.Equal(["next"], await WordsOfAsync(database));
    }

    [Fact]
    public async Task Another_process_that_writes_the_file_waits_for_its_turn()
    {
        await using var elsewhere = new SqliteDatabase(Path.Combine(data.FullName, "gatehouse.db"));
        using var gate = new Gate();
        var holding = HoldAsync(gate);
        await gate.ReachedAsync();

        var theirs = elsewhere.WriteAsync(Organization, static db => InsertAsync(db, "theirs"), Stop);
        Assert.Empty(await WordsOfAsync(elsewhere));
        Assert.False(theirs.IsCompleted);
        gate.Open();
        await holding;
        await theirs;

        Assert.Equal(["theirs"], await WordsOfAsync(database));
        await WriteAsync(static db => InsertAsync(db, "ours"));
        Assert.Equal(["ours", "theirs"], await WordsOfAsync(elsewhere));
    }

    [Fact]
    public async Task Two_processes_that_write_the_file_at_once_lose_nothing()
    {
        await using var elsewhere = new SqliteDatabase(Path.Combine(data.FullName, "gatehouse.db"));
        var words = Enumerable.Range(100, 120).Select(static number => $"word {number}").ToList();

        await Task.WhenAll(words.Select((word, index) => Task.Run(() =>
            (index % 2 == 0 ? database : elsewhere).WriteAsync(Organization, db => InsertAsync(db, word), Stop))));

        Assert.Equal(words, await WordsOfAsync(database));
    }

    [Fact]
    public async Task What_waits_when_the_database_is_closed_is_still_written_and_later_comers_are_refused()
    {
        using var gate = new Gate();
        var holding = HoldAsync(gate);
        await gate.ReachedAsync();
        var waiting = WriteAsync(static db => InsertAsync(db, "waiting"));

        var closing = database.DisposeAsync();
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => WriteAsync(static db => InsertAsync(db, "late")));
        gate.Open();
        await Task.WhenAll(holding, waiting, closing.AsTask());

        await using var reopened = new SqliteDatabase(Path.Combine(data.FullName, "gatehouse.db"));
        Assert.Equal(["waiting"], await WordsOfAsync(reopened));
    }

    Task WriteAsync(Func<DbScope, Task> work) => database.WriteAsync(Organization, work, Stop);

    // Occupies the writer alone, so that what comes next has to wait.
    Task HoldAsync(Gate gate) => WriteAsync(_ => gate.PassAsync());

    Task<IReadOnlyList<string>> WordsOfAsync(SqliteDatabase which) => which.ReadAsync(Organization, static db => ListAsync(db), Stop);
}
