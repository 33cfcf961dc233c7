using Microsoft.Data.Sqlite;

namespace Gatehouse.Server.Storage;

/// <summary>
/// A connection whose commands stay prepared: for a statement by key SQLite spends more on reading its text than on carrying it out.
/// Dapper asks for a new command each time and disposes it; here it gets the one that ran the same text before.
/// </summary>
sealed class PreparedSqliteConnection(string connectionString) : SqliteConnection(connectionString)
{
    /// <summary>Statements of list queries differ by their filters, so their number has no other bound.</summary>
    const int MostKept = 200;

    readonly Dictionary<string, KeptCommand> kept = new(StringComparer.Ordinal);
    string? nextText;

    /// <summary>Tells what the next command will say.</summary>
    public void Announce(string sql) => nextText = sql;

    public override SqliteCommand CreateCommand()
    {
        if (nextText is null)
            return base.CreateCommand();

        // Taken out while it is in use: the same statement may run a second time before the first one's rows are read.
        if (kept.Remove(nextText, out var command))
            command.Parameters.Clear();
        else
            command = new KeptCommand(this);

        nextText = null;
        command.Transaction = Transaction;
        return command;
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var command in kept.Values)
            command.Release();
        kept.Clear();
        base.Dispose(disposing);
    }

    bool TryKeep(KeptCommand command) =>
        State == System.Data.ConnectionState.Open && kept.Count < MostKept && kept.TryAdd(command.CommandText, command);

    sealed class KeptCommand : SqliteCommand
    {
        readonly PreparedSqliteConnection owner;

        public KeptCommand(PreparedSqliteConnection owner)
        {
            this.owner = owner;
            Connection = owner;
        }

        public void Release() => base.Dispose(true);

        protected override void Dispose(bool disposing)
        {
            if (!disposing || !owner.TryKeep(this))
                base.Dispose(disposing);
        }
    }
}
