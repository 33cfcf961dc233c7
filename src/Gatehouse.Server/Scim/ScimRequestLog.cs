using System.Text.Json;
using System.Threading.Channels;

using Gatehouse.Server.Clients;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Scim;

/// <summary>
/// The scim_requests table: one row for every request. A change writes its row in its own transaction; reads and refusals wait in a
/// bounded buffer that is emptied several times a second. When the buffer is full, rows are dropped and counted, and requests go on.
/// </summary>
sealed partial class ScimRequestLog(Database database, ILogger<ScimRequestLog> log) : BackgroundService
{
    const int BufferSize = 10_000;
    static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(200);

    readonly Channel<(Caller Caller, ScimLogEntry Entry, long Elapsed)> waiting = Channel.CreateBounded<(Caller, ScimLogEntry, long)>(
        new BoundedChannelOptions(BufferSize) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    // Never disposed: the last flush may run while the host is being taken apart.
    readonly SemaphoreSlim flushing = new(1);
    long dropped;

    const string InsertSql = """
        insert into scim_requests (organization_id, request_id, occurred_at, client_id, method, operation, target_id, status, duration_ms,
            attributes, findings)
        values (@organization, @id, @at, @client, @Method, @Operation, @TargetId, @Status, @elapsed, @attributes, @findings)
        """;

    static readonly ManyRows<(Caller Caller, ScimLogEntry Entry, long Elapsed)> Rows = new(
        "scim_requests",
        ("request_id", static row => row.Entry.RequestId), ("occurred_at", static row => row.Entry.OccurredAt.ToUnixTimeMilliseconds()),
        ("client_id", static row => row.Caller.Client.ToString()), ("method", static row => row.Entry.Method),
        ("operation", static row => row.Entry.Operation), ("target_id", static row => row.Entry.TargetId),
        ("status", static row => (long)row.Entry.Status), ("duration_ms", static row => row.Elapsed),
        ("attributes", static row => AttributesOf(row.Entry)), ("findings", static row => FindingsOf(row.Entry)));

    /// <summary>Writes the row of a change into the change's transaction.</summary>
    public static async Task AppendAsync(DbScope db, Caller caller, ScimLogEntry entry, CancellationToken stop)
    {
        await db.LaterAsync(InsertSql, new
        {
            id = entry.RequestId, at = entry.OccurredAt.ToUnixTimeMilliseconds(), client = caller.Client.ToString(), entry.Method, entry.Operation,
            entry.TargetId, entry.Status, elapsed = entry.ElapsedMilliseconds, attributes = AttributesOf(entry), findings = FindingsOf(entry),
        }, stop);
        entry.IsStored = true;
    }

    /// <summary>Queues the row of a read or a refusal.</summary>
    public void Enqueue(Caller caller, ScimLogEntry entry)
    {
        if (!waiting.Writer.TryWrite((caller, entry, entry.ElapsedMilliseconds)))
            Interlocked.Increment(ref dropped);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FlushInterval);
        try
        {
            // Only the wait is given up when the server stops: rows that are taken out of the buffer are written.
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await FlushAsync(CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // What is waiting when the server stops is still written, below.
        }

        await FlushAsync(CancellationToken.None);
    }

    /// <summary>Writes all rows that are waiting. When it returns, those of an earlier call are written too.</summary>
    public async Task FlushAsync(CancellationToken stop)
    {
        await flushing.WaitAsync(stop);
        try
        {
            await WriteWaitingAsync(stop);
        }
        finally
        {
            flushing.Release();
        }
    }

    async Task WriteWaitingAsync(CancellationToken stop)
    {
        var rows = new List<(Caller Caller, ScimLogEntry Entry, long Elapsed)>();
        while (rows.Count < BufferSize && waiting.Reader.TryRead(out var row))
            rows.Add(row);

        foreach (var ofOrganization in rows.GroupBy(static row => row.Caller.Organization))
        {
            try
            {
                await database.WriteAsync(ofOrganization.Key, db => db.InsertManyAsync(Rows, [.. ofOrganization], stop), stop);
            }
            catch (Exception problem) when (problem is DatabaseUnavailableException or System.Data.Common.DbException)
            {
                // The log must not take the server down with it; what is lost is told.
                Lost(problem, ofOrganization.Count());
            }
        }

        if (Interlocked.Exchange(ref dropped, 0) is > 0 and var lost)
            Dropped(lost);
    }

    static string? AttributesOf(ScimLogEntry entry) => entry.Attributes.Count == 0 ? null : string.Join(',', entry.Attributes);

    static string? FindingsOf(ScimLogEntry entry)
    {
        if (entry.Findings.Count > 0)
            return JsonSerializer.Serialize(entry.Findings.Select(static finding => new LoggedFinding(finding.Path, finding.Kind.ToString(), finding.Message)).ToList(), ScimLogJson.Default.ListLoggedFinding);

        return entry.Refusal is null ? null : JsonSerializer.Serialize([new LoggedFinding(null, null, entry.Refusal)], ScimLogJson.Default.ListLoggedFinding);
    }

    [LoggerMessage(3101, LogLevel.Warning, "{Count} rows of the request log were not written because the buffer was full")]
    partial void Dropped(long count);

    [LoggerMessage(3102, LogLevel.Error, "{Count} rows of the request log were lost")]
    partial void Lost(Exception problem, int count);
}

/// <summary>A finding as the request log keeps it.</summary>
sealed record LoggedFinding(string? Attribute, string? Reason, string Message);

[System.Text.Json.Serialization.JsonSerializable(typeof(List<LoggedFinding>))]
[System.Text.Json.Serialization.JsonSourceGenerationOptions(
    PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
sealed partial class ScimLogJson : System.Text.Json.Serialization.JsonSerializerContext;
