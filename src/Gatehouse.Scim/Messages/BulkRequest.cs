using System.Globalization;

using Gatehouse.Scim.Resources;

namespace Gatehouse.Scim.Messages;

/// <summary>One operation of a bulk request (RFC 7644 §3.7).</summary>
/// <param name="Method">POST, PUT, PATCH or DELETE.</param>
/// <param name="Path">Below the base URL: <c>/Users</c>, <c>/Groups/{id}</c>; may hold <c>bulkId:x</c> in place of an id.</param>
/// <param name="BulkId">The client's name for what a POST creates.</param>
/// <param name="Version">The entity tag the resource must have, or null.</param>
/// <param name="Data">The body, absent for DELETE.</param>
/// <param name="Fault">Why this operation cannot be carried out at all, or null.</param>
public sealed record BulkOperation(string Method, string Path, string? BulkId, string? Version, ScimValue Data, string? Fault);

/// <summary>A bulk request (RFC 7644 §3.7): operations that succeed or fail one by one.</summary>
/// <param name="FailOnErrors">After how many failed operations to stop; 0 for never.</param>
/// <param name="Operations">In the order of the request.</param>
public sealed record BulkRequest(int FailOnErrors, IReadOnlyList<BulkOperation> Operations)
{
    static readonly string[] Methods = ["POST", "PUT", "PATCH", "DELETE"];

    /// <summary>Reads a bulk message. A faulty operation carries its fault; a faulty message is refused.</summary>
    /// <exception cref="ScimException">400 invalidSyntax; 413 when there are more than <paramref name="maxOperations"/>.</exception>
    public static BulkRequest Read(ScimValue message, int maxOperations)
    {
        if (message.AsObject is not { } body)
            throw ScimException.InvalidSyntax("The body must be a JSON object that is a BulkRequest.");

        ResourceQuery.RequireUrn(body, ScimUrn.BulkRequest);
        if (body.Find("Operations").AsList is not { } operations)
            throw ScimException.InvalidSyntax("'Operations' must be a list.");
        if (operations.Count > maxOperations)
            throw new ScimException(413, null, $"A bulk request may carry at most {maxOperations} operations (maxOperations).");

        var failOnErrors = body.Find("failOnErrors");
        if (failOnErrors.HasValue && failOnErrors.AsInteger is not (> 0 and <= int.MaxValue))
            throw ScimException.InvalidSyntax("'failOnErrors' must be a whole number above 0.");

        var bulkIds = new HashSet<string>(StringComparer.Ordinal);
        return new((int)(failOnErrors.AsInteger ?? 0), [.. operations.Select(operation => ReadOperation(operation, bulkIds))]);
    }

    static BulkOperation ReadOperation(ScimValue value, HashSet<string> bulkIds)
    {
        if (value.AsObject is not { } operation)
            return new("", "", null, null, default, "The operation must be an object.");

        var method = operation.Find("method").AsText?.ToUpper(CultureInfo.InvariantCulture) ?? "";
        var path = operation.Find("path").AsText ?? "";
        var bulkId = operation.Find("bulkId").AsText;
        var data = operation.Find("data");
        var fault =
            !Methods.Contains(method) ? "'method' must be POST, PUT, PATCH or DELETE."
            : path.Length == 0 ? "'path' is missing."
            : method == "POST" && string.IsNullOrEmpty(bulkId) ? "A POST needs a 'bulkId'."
            : method != "DELETE" && data.AsObject is null ? "'data' must be an object."
            : bulkId is not null && method == "POST" && !bulkIds.Add(bulkId) ? "Another operation has the same 'bulkId'."
            : null;
        return new(method, path, bulkId, operation.Find("version").AsText, data, fault);
    }
}
