using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Resources;

namespace Gatehouse.Scim.Patch;

/// <summary>What an operation does (RFC 7644 §3.5.2).</summary>
public enum PatchOperationKind
{
    /// <summary>Sets a single value, appends to a list, merges into a complex value.</summary>
    Add,

    /// <summary>Sets, whatever was there before.</summary>
    Replace,

    /// <summary>Takes away.</summary>
    Remove,
}

/// <summary>One operation as it was sent.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Path">To what, or null when the value's members say it.</param>
/// <param name="Value">The value, untyped; absent when the member was missing.</param>
public sealed record PatchOperation(PatchOperationKind Kind, string? Path, ScimValue Value);

/// <summary>A PATCH message (RFC 7644 §3.5.2). Member and operation names are compared ignoring case: Entra writes <c>Replace</c>.</summary>
/// <param name="Operations">In the order of the request. May be empty: Microsoft's validator sends that and expects success.</param>
public sealed record PatchRequest(IReadOnlyList<PatchOperation> Operations)
{
    /// <summary>Operations one request may carry.</summary>
    public const int MaxOperations = 1_000;

    /// <summary>Reads a message.</summary>
    /// <exception cref="ScimException">400 invalidSyntax, invalidValue or noTarget; 413 for too many operations.</exception>
    public static PatchRequest Read(ScimValue message)
    {
        if (message.AsObject is not { } body)
            throw ScimException.InvalidSyntax("The body must be a JSON object that is a PatchOp.");

        ResourceQuery.RequireUrn(body, ScimUrn.PatchOp);
        if (body.Find("Operations").AsList is not { } operations)
            throw ScimException.InvalidSyntax("'Operations' must be a list.");
        if (operations.Count > MaxOperations)
            throw new ScimException(413, null, $"A PATCH may carry at most {MaxOperations} operations. Split the request.");

        return new([.. operations.Select(ReadOperation)]);
    }

    static PatchOperation ReadOperation(ScimValue item)
    {
        if (item.AsObject is not { } operation)
            throw ScimException.InvalidSyntax("Each operation must be an object.");

        var kind = KindOf(operation.Find("op").AsText);
        var path = operation.Find("path");
        if (path.HasValue && path.AsText is null)
            throw ScimException.InvalidPath("'path' must be text.");

        var value = operation.Find("value");
        if (kind != PatchOperationKind.Remove && value.Kind == ScimValueKind.Absent)
            throw ScimException.InvalidValue($"'value' is missing: {kind.ToString().ToLowerInvariant()} needs one.");
        if (kind == PatchOperationKind.Remove && !path.HasValue)
            throw ScimException.NoTarget("'path' is missing: remove needs one.");
        if (!path.HasValue && value.AsObject is null)
            throw ScimException.InvalidValue("Without 'path' the 'value' must be an object of attributes.");

        return new(kind, path.AsText, value);
    }

    static PatchOperationKind KindOf(string? op) => op?.ToLowerInvariant() switch
    {
        "add" => PatchOperationKind.Add,
        "replace" => PatchOperationKind.Replace,
        "remove" => PatchOperationKind.Remove,
        _ => throw ScimException.InvalidSyntax("'op' must be add, replace or remove."),
    };
}
