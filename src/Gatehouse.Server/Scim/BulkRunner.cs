using Gatehouse.Scim;
using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Resources;

namespace Gatehouse.Server.Scim;

/// <summary>
/// Carries out the operations of a bulk request. An operation that refers to what a later one creates waits for it; operations that wait
/// for one another in a circle are answered 409 (RFC 7644 §3.7.1).
/// </summary>
sealed class BulkRunner(UserWrites users, GroupWrites groups, TimeProvider clock, ScimRequestLog requests)
{
    public async Task<IReadOnlyList<BulkResult>> RunAsync(ScimCall call, BulkRequest request, CancellationToken stop)
    {
        var run = new Run(request);
        foreach (var index in BulkOrder.Of(request.Operations))
        {
            if (request.FailOnErrors > 0 && run.Failures >= request.FailOnErrors)
                break;

            run.Results[index] = await ExecuteAsync(call, request.Operations[index], run, stop);
        }

        // Stopped early, only what was tried is told, in the order of the request.
        return [.. run.Results.OfType<BulkResult>()];
    }

    async Task<BulkResult> ExecuteAsync(ScimCall call, BulkOperation operation, Run run, CancellationToken stop)
    {
        var entry = new ScimLogEntry(clock) { Method = operation.Method, Operation = "bulk" };
        var own = call.With(entry);
        try
        {
            if (operation.Fault is { } fault)
                throw ScimException.InvalidSyntax(fault);

            var result = await ApplyAsync(own, operation, run, stop);
            if (operation.Method == "POST")
                run.Created[operation.BulkId!] = result.Location[(result.Location.LastIndexOf('/') + 1)..];
            return new(operation, result.Status, result.Location, result.Version, null);
        }
        catch (ScimException refusal)
        {
            run.Failures++;
            entry.Status = refusal.Status;
            entry.Findings = refusal.Findings;
            entry.Refusal = refusal.Message;
            requests.Enqueue(call.Caller, entry);
            var location = operation.Method is "POST" or "" || operation.Path.Length == 0 ? null : call.BaseUrl + operation.Path;
            return new(operation, refusal.Status, location, null, refusal);
        }
    }

    async Task<WriteResult> ApplyAsync(ScimCall call, BulkOperation operation, Run run, CancellationToken stop)
    {
        var (endpoint, id) = Split(operation, run);
        var data = run.Resolve(operation.Data, out var pending);
        if (pending.Count > 0)
            throw new ScimException(409, null, $"Nothing was created under bulkId '{pending[0]}'.");

        call.Log.Operation = $"{operation.Method.ToLowerInvariant()} {endpoint} in bulk";
        call.Log.TargetId = id;
        return (operation.Method, endpoint) switch
        {
            ("POST", "user") => await users.CreateAsync(call, data, stop),
            ("PUT", "user") => await users.ReplaceAsync(call, id!, () => data, operation.Version, stop),
            ("PATCH", "user") => await users.PatchAsync(call, id!, () => data, operation.Version, stop),
            ("DELETE", "user") => await users.DeleteAsync(call, id!, operation.Version, stop),
            ("POST", _) => await groups.CreateAsync(call, data, stop),
            ("PUT", _) => await groups.ReplaceAsync(call, id!, () => data, operation.Version, stop),
            ("PATCH", _) => await groups.PatchAsync(call, id!, () => data, operation.Version, stop),
            _ => await groups.DeleteAsync(call, id!, operation.Version, stop),
        };
    }

    static (string Endpoint, string? Id) Split(BulkOperation operation, Run run)
    {
        var parts = operation.Path.Trim('/').Split('/');
        var endpoint = parts[0].ToLowerInvariant() switch
        {
            "users" => "user",
            "groups" => "group",
            _ => throw new ScimException(400, "invalidSyntax", "'path' must begin with /Users or /Groups."),
        };

        if (parts.Length != (operation.Method == "POST" ? 1 : 2))
            throw ScimException.InvalidSyntax("'path' must be /Users or /Groups for POST, and name one resource for other methods.");

        return (endpoint, parts.Length == 1 ? null : run.ResolveId(parts[1]));
    }

    sealed class Run(BulkRequest request)
    {
        public BulkResult?[] Results { get; } = new BulkResult?[request.Operations.Count];

        public Dictionary<string, string> Created { get; } = new(StringComparer.Ordinal);

        public int Failures { get; set; }

        public string ResolveId(string id) =>
            !id.StartsWith(BulkOrder.Prefix, StringComparison.Ordinal) ? id
            : Created.GetValueOrDefault(id[BulkOrder.Prefix.Length..])
                ?? throw new ScimException(409, null, $"Nothing was created under '{id}'.");

        public ScimValue Resolve(ScimValue value, out List<string> pending)
        {
            var missing = pending = [];
            return BulkOrder.Rewrite(value, bulkId =>
            {
                if (Created.TryGetValue(bulkId, out var id))
                    return id;

                missing.Add(bulkId);
                return null;
            });
        }
    }
}
