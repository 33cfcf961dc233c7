using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Storage;

/// <summary>A write is one transaction: whole, durable before it is answered, and seen by nobody before (L3, L5).</summary>
public abstract class TransactionTests(OAuthServer server) : StorageTest(server)
{
    [Fact]
    public async Task A_write_that_throws_leaves_nothing_behind()
    {
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Database.WriteAsync(Organization, static async db =>
        {
            await InsertAsync(db, "one");
            await InsertAsync(db, "two");
            throw new InvalidOperationException("The power went.");
        }, Stop));

        Assert.Equal("The power went.", thrown.Message);
        Assert.Empty(await WordsAsync());
    }

    [Fact]
    public async Task A_write_whose_last_statement_breaks_a_constraint_leaves_nothing_behind()
    {
        await WriteAsync("taken");

        await Assert.ThrowsAsync<UniqueViolationException>(() => Database.WriteAsync(Organization, static async db =>
        {
            await InsertAsync(db, "new");
            await InsertAsync(db, "taken");
        }, Stop));

        Assert.Equal(["taken"], await WordsAsync());
    }

    [Fact]
    public async Task A_write_sees_its_own_rows_and_readers_see_them_only_once_it_is_committed()
    {
        using var gate = new Gate();
        var write = Database.WriteAsync(Organization, async db =>
        {
            await InsertAsync(db, "one");
            Assert.Equal(["one"], await ListAsync(db));
            await gate.PassAsync();
        }, Stop);
        await gate.ReachedAsync();

        var during = await WordsAsync();
        gate.Open();
        await write;

        Assert.Empty(during);
        Assert.Equal(["one"], await WordsAsync());
    }

    [Fact]
    public async Task What_many_callers_write_at_once_is_all_there_and_each_gets_its_own_answer()
    {
        var words = Enumerable.Range(100, 200).Select(static number => $"word {number}").ToList();

        var answers = await Task.WhenAll(words.Select(word => Task.Run(() => Database.WriteAsync(Organization, async db =>
        {
            await InsertAsync(db, word);
            return word;
        }, Stop))));

        Assert.Equal(words, answers);
        Assert.Equal(words, await WordsAsync());
    }

    [Fact]
    public async Task Of_many_callers_that_write_the_same_key_one_wins_and_the_others_are_told()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(number => Task.Run(async () =>
        {
            try
            {
                await Database.WriteAsync(Organization, async db =>
                {
                    await InsertAsync(db, $"of {number}");
                    await InsertAsync(db, "shared");
                }, Stop);
                return (int?)number;
            }
            catch (UniqueViolationException)
            {
                return null;
            }
        })));

        var winner = Assert.Single(outcomes, static outcome => outcome is not null);
        Assert.Equal([$"of {winner}", "shared"], await WordsAsync());
    }

    [Fact]
    public async Task A_write_that_nobody_waits_for_any_more_does_not_happen()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Database.WriteAsync(Organization, static db => InsertAsync(db, "one"), gone.Token));

        Assert.Empty(await WordsAsync());
    }

    [Fact]
    public async Task A_write_that_is_given_up_half_way_is_undone()
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Database.WriteAsync(Organization, async db =>
        {
            await InsertAsync(db, "one");
            await gone.CancelAsync();
            await db.ExecuteAsync(InsertSql, new { word = "two" }, gone.Token);
        }, gone.Token));

        Assert.Empty(await WordsAsync());
    }

    [Fact]
    public async Task Faults_of_readers_hurt_nobody_else()
    {
        await WriteAsync("one");

        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.ReadAsync(
            Organization, static db => throw new InvalidOperationException("A reader's fault."), Stop));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Database.ReadAsync(
            Organization, static db => db.ListAsync<string>("select nonsense from revoked_tokens where organization_id = @organization", null, Stop), Stop));

        Assert.Equal(["one"], await WordsAsync());
    }
}

public sealed class TransactionsOnSqlite(SqliteServer server) : TransactionTests(server);

public sealed class TransactionsOnPostgreSql(PostgreSqlServer server) : TransactionTests(server);
