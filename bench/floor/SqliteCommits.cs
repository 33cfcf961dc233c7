using System.Threading.Channels;

namespace Gatehouse.Bench.Floor;

/// <summary>How changes reach the one writing connection.</summary>
interface ISqliteCommits : IAsyncDisposable
{
    /// <summary>Runs a change; the answer comes when it is durable.</summary>
    Task<T> RunAsync<T>(Func<SqliteStatements, T> change);
}

/// <summary>Each change waits for its turn and is a transaction of its own.</summary>
sealed class SingleCommits(SqliteStatements writer) : ISqliteCommits
{
    readonly SemaphoreSlim turn = new(1);

    public async Task<T> RunAsync<T>(Func<SqliteStatements, T> change)
    {
        await turn.WaitAsync();
        try
        {
            writer.Execute(Transaction.Begin);
            var result = change(writer);
            writer.Execute(Transaction.Commit);
            return result;
        }
        catch
        {
            writer.Execute(Transaction.RollBack);
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        turn.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Changes that wait together become one transaction, as in the product.</summary>
sealed class GroupCommits : ISqliteCommits
{
    const int MostInOneTransaction = 256;

    readonly Channel<Change> waiting = Channel.CreateBounded<Change>(new BoundedChannelOptions(4_096) { SingleReader = true });
    readonly SqliteStatements writer;
    readonly Task loop;

    public GroupCommits(SqliteStatements writer)
    {
        this.writer = writer;
        loop = Task.Run(RunAsync);
    }

    public async Task<T> RunAsync<T>(Func<SqliteStatements, T> change)
    {
        var one = new Change<T>(change);
        await waiting.Writer.WriteAsync(one);
        return await one.Done;
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.Complete();
        await loop;
    }

    async Task RunAsync()
    {
        var batch = new List<Change>();
        while (await waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostInOneTransaction && waiting.Reader.TryRead(out var change))
                batch.Add(change);

            writer.Execute(Transaction.Begin);
            batch.ForEach(one => one.Run(writer));
            writer.Execute(Transaction.Commit);
            batch.ForEach(static one => one.Answer());
        }
    }

    abstract class Change
    {
        public abstract void Run(SqliteStatements writer);

        public abstract void Answer();
    }

    sealed class Change<T>(Func<SqliteStatements, T> change) : Change
    {
        readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T? result;
        Exception? problem;

        public Task<T> Done => completion.Task;

        public override void Run(SqliteStatements writer)
        {
            try
            {
                result = change(writer);
            }
#pragma warning disable CA1031 // Handed to the caller whose change it is; a lone statement that failed has undone itself.
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                problem = thrown;
            }
        }

        public override void Answer()
        {
            if (problem is null)
                completion.SetResult(result!);
            else
                completion.SetException(problem);
        }
    }
}

static class Transaction
{
    public const string Begin = "begin immediate";
    public const string Commit = "commit";
    public const string RollBack = "rollback";
}
