namespace Gatehouse.Scim.Client;

/// <summary>One request as it goes out. <see cref="ScimClient"/>'s own methods build it;
/// whoever needs an odd one builds it by hand.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below the base address, escaped, with the query if there is one: <c>/Users?count=1</c>.</param>
public sealed record ScimRequest(HttpMethod Method, string Path)
{
    /// <summary>The body, or null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The media type of the body.</summary>
    public string ContentType { get; init; } = "application/scim+json; charset=utf-8";

    /// <summary>The media type asked for, or null to send none.</summary>
    public string? Accept { get; init; } = "application/scim+json";

    /// <summary>Change the resource only if it still has this entity tag (RFC 7644 §3.14).</summary>
    public string? IfMatch { get; init; }

    /// <summary>Answer 304 if the resource still has this entity tag.</summary>
    public string? IfNoneMatch { get; init; }

    /// <summary>How the scheme of the client's token is written.</summary>
    public string AuthorizationScheme { get; init; } = "Bearer";

    /// <summary>The Authorization header to send in place of the client's token; the empty text sends none.</summary>
    public string? Authorization { get; init; }
}
