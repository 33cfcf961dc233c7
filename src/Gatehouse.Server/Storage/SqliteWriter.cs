using System.Threading.Channels;

using Dapper;

using Microsoft.Data.Sqlite;

namespace Gatehouse.Server.Storage;

/// <summary>
/// The one writer of this process. Takes all writes that are waiting into one transaction, each in a savepoint of its own, and answers
/// them after the commit: one flush to disk serves many requests, and none is told of success before it is durable.
/// </summary>
sealed class SqliteWriter : IAsyncDisposable
{
    const int MostWaiting = 4_096;
    const int MostInOneTransaction = 256;
    const int SqliteBusy = 5;

    readonly Channel<Write> waiting = Channel.CreateBounded<Write>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    readonly Func<PreparedSqliteConnection> open;
    readonly SqlDialect dialect;
    readonly Task loop;

    public SqliteWriter(Func<PreparedSqliteConnection> open, SqlDialect dialect)
    {
        this.open = open;
        this.dialect = dialect;
        loop = Task.Run(RunAsync);
    }

    public async Task<T> RunAsync<T>(OrganizationId? organization, Func<DbScope, Task<T>> work, CancellationToken stop)
    {
        var write = new Write<T>(organization, work, stop);
        await waiting.Writer.WriteAsync(write, stop);
        return await write.Done;
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await loop;
    }

    async Task RunAsync()
    {
        PreparedSqliteConnection? connection = null;
        var batch = new List<Write>();
        while (await waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostInOneTransaction && waiting.Reader.TryRead(out var write))
                batch.Add(write);

            try
            {
                connection ??= open();
                await CommitAsync(connection, batch);
            }
#pragma warning disable CA1031 // Told to everybody who waits; the loop itself must go on, or all later writes would hang.
            catch (Exception problem)
#pragma warning restore CA1031
            {
                // Begin or commit failed: nothing of the batch happened, and the connection is not trusted any more.
                var told = problem is SqliteException { SqliteErrorCode: SqliteBusy } ? new DatabaseUnavailableException(problem) : problem;
                batch.ForEach(write => write.Fail(told));
                connection?.Dispose();
                connection = null;
            }
        }

        connection?.Dispose();
    }

    async Task CommitAsync(PreparedSqliteConnection connection, List<Write> batch)
    {
        await using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var write in batch)
        {
            if (write.IsCancelled)
                continue;

            Run(connection, transaction, "savepoint one");
            var done = await write.TryAsync(new DbScope(connection, transaction, dialect, write.Organization));
            Run(connection, transaction, done ? "release one" : "rollback to one; release one");
        }

        transaction.Commit();
        batch.ForEach(static write => write.Answer());
    }

    static void Run(PreparedSqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        connection.Announce(sql);
        connection.Execute(sql, transaction: transaction);
    }

    abstract class Write(OrganizationId? organization, CancellationToken stop)
    {
        public OrganizationId? Organization { get; } = organization;

        public bool IsCancelled => stop.IsCancellationRequested;

        /// <summary>Runs the work and keeps its outcome. False when it threw.</summary>
        public abstract Task<bool> TryAsync(DbScope db);

        /// <summary>Tells the outcome.</summary>
        public abstract void Answer();

        public abstract void Fail(Exception problem);
    }

    sealed class Write<T>(OrganizationId? organization, Func<DbScope, Task<T>> work, CancellationToken stop) : Write(organization, stop)
    {
        readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly CancellationToken stop = stop;
        T? result;
        Exception? problem;
        bool ran;

        public Task<T> Done => completion.Task;

        public override async Task<bool> TryAsync(DbScope db)
        {
            ran = true;
            try
            {
                result = await work(db);
                return true;
            }
#pragma warning disable CA1031 // Handed to the caller whose work it is; the other writes of the transaction go on.
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                problem = thrown;
                return false;
            }
        }

        public override void Answer()
        {
            if (!ran)
                completion.TrySetCanceled(stop);
            else if (problem is not null)
                completion.TrySetException(problem);
            else
                completion.TrySetResult(result!);
        }

        public override void Fail(Exception problem) => completion.TrySetException(problem);
    }
}
