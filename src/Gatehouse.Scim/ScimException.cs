namespace Gatehouse.Scim;

/// <summary>A refusal in SCIM's own terms (RFC 7644 §3.12). A client's administrator reads it: it names attributes and says what to do,
/// and never repeats values, queries or secrets.</summary>
public sealed class ScimException(int status, string? scimType, string detail, IReadOnlyList<ScimFinding>? findings = null) : Exception(detail)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The keyword of RFC 7644 table 9 or RFC 9865 §2.1, or null where none is defined.</summary>
    public string? ScimType { get; } = scimType;

    /// <summary>What was found wrong, one entry an attribute, for logs; may be empty.</summary>
    public IReadOnlyList<ScimFinding> Findings { get; } = findings ?? [];

    /// <summary>400 invalidSyntax: the message is not what the endpoint reads.</summary>
    public static ScimException InvalidSyntax(string detail) => new(400, "invalidSyntax", detail);

    /// <summary>400 invalidFilter: the filter cannot be read, or names what the schema does not have.</summary>
    public static ScimException InvalidFilter(string detail) => new(400, "invalidFilter", detail);

    /// <summary>400 invalidPath: the path of a PATCH operation cannot be read, or names what the schema does not have.</summary>
    public static ScimException InvalidPath(string detail) => new(400, "invalidPath", detail);

    /// <summary>400 invalidValue: a value is missing or does not fit the attribute.</summary>
    public static ScimException InvalidValue(string detail) => new(400, "invalidValue", detail);

    /// <summary>400 mutability: the attribute is read-only, immutable or required.</summary>
    public static ScimException Mutability(string detail) => new(400, "mutability", detail);

    /// <summary>400 noTarget: the path selects nothing that could be changed.</summary>
    public static ScimException NoTarget(string detail) => new(400, "noTarget", detail);

    /// <summary>409 uniqueness: another resource has this value.</summary>
    public static ScimException Uniqueness(string detail) => new(409, "uniqueness", detail);

    /// <summary>404: no such resource in this organization.</summary>
    public static ScimException NotFound(string detail) => new(404, null, detail);

    /// <summary>412: the resource has changed since the client read it (RFC 7644 §3.14).</summary>
    public static ScimException PreconditionFailed(string detail) => new(412, null, detail);
}
