using System.Data;
using System.Data.Common;

using Dapper;

namespace Gatehouse.Server.Storage;

/// <summary>
/// Statements whose outcome nobody waits for, gathered to travel to the database together in one round trip. Dapper fills in their
/// parameters as it does for statements that run at once.
/// </summary>
sealed class StatementBatch(DbConnection connection) : IAsyncDisposable
{
    readonly Recorder recorder = new(connection.CreateBatch());

    public bool IsEmpty => recorder.Batch.BatchCommands.Count == 0;

    public void Add(string sql, object? args) => recorder.Execute(sql, args);

    /// <summary>Sends everything gathered so far. Outside of a transaction that makes one by itself.</summary>
    public async Task SendAsync(DbTransaction? transaction, CancellationToken stop)
    {
        recorder.Batch.Transaction = transaction;
        await recorder.Batch.ExecuteNonQueryAsync(stop);
        recorder.Batch.BatchCommands.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await recorder.Batch.DisposeAsync();
        await recorder.DisposeAsync();
    }

    /// <summary>What Dapper takes for a connection: running a command on it adds the command to the batch.</summary>
    sealed class Recorder(DbBatch batch) : DbConnection
    {
        public DbBatch Batch { get; } = batch;

        public override ConnectionState State => ConnectionState.Open;

        [System.Diagnostics.CodeAnalysis.AllowNull]
        public override string ConnectionString { get => ""; set => throw Unsupported(); }

        public override string Database => "";

        public override string DataSource => "";

        public override string ServerVersion => "";

        public override void ChangeDatabase(string databaseName) => throw Unsupported();

        public override void Open()
        {
        }

        public override void Close()
        {
        }

        protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw Unsupported();

        protected override DbCommand CreateDbCommand() => new RecordedCommand(this, Batch.CreateBatchCommand());
    }

    sealed class RecordedCommand(Recorder recorder, DbBatchCommand command) : DbCommand
    {
        List<DbParameter> filled = [];

        [System.Diagnostics.CodeAnalysis.AllowNull]
        public override string CommandText { get => command.CommandText; set => command.CommandText = value ?? ""; }

        public override int CommandTimeout { get; set; }

        public override CommandType CommandType { get; set; } = CommandType.Text;

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection { get => recorder; set => _ = value; }

        protected override DbParameterCollection DbParameterCollection => command.Parameters;

        protected override DbTransaction? DbTransaction { get; set; }

        public override int ExecuteNonQuery()
        {
            recorder.Batch.BatchCommands.Add(command);
            filled = [.. command.Parameters.Cast<DbParameter>()];
            return 0;
        }

        // Dapper empties the parameters of a command that has run, right before it disposes it.
        protected override void Dispose(bool disposing)
        {
            foreach (var parameter in filled)
                command.Parameters.Add(parameter);
            filled = [];
            base.Dispose(disposing);
        }

        public override void Cancel()
        {
        }

        public override void Prepare()
        {
        }

        public override object? ExecuteScalar() => throw Unsupported();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => throw Unsupported();

        protected override DbParameter CreateDbParameter() => command.CreateParameter();
    }

    static NotSupportedException Unsupported() => new("Statements of a batch are only gathered here.");
}
