using System.Globalization;
using Gatehouse.Scim.Resources;

namespace Gatehouse.Scim.Client;

/// <summary>One answer. Nothing is thrown for a refusal: look at <see cref="Status"/>, or call <see cref="EnsureSuccess"/>.</summary>
public sealed record ScimResponse
{
    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>The headers, by name without regard to letter case; several values are joined with a comma.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body as it came; empty when there was none.</summary>
    public required string Text { get; init; }

    /// <summary>The body as a tree; absent when there was none or it is no JSON.</summary>
    public required ScimValue Body { get; init; }

    /// <summary>True for 2xx.</summary>
    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>The entity tag of the resource, or null.</summary>
    public string? ETag => Header("ETag");

    /// <summary>The address of the resource, or null.</summary>
    public string? Location => Header("Location");

    /// <summary>The media type of the body with its parameters, or null.</summary>
    public string? ContentType => Header("Content-Type");

    /// <summary>The id of the resource in the body, or null.</summary>
    public string? Id => Body.AsObject?["id"].AsText;

    /// <summary>The keyword of an error (RFC 7644 table 9), or null.</summary>
    public string? ScimType => Body.AsObject?["scimType"].AsText;

    /// <summary>The words of an error, or null.</summary>
    public string? Detail => Body.AsObject?["detail"].AsText;

    /// <summary>The resources of a list; empty when this is no list.</summary>
    public IReadOnlyList<ScimValue> Resources => Body.AsObject?["Resources"].AsList ?? [];

    /// <summary>How many resources match, of which <see cref="Resources"/> may be one page; null when this is no list.</summary>
    public long? TotalResults => Body.AsObject?["totalResults"].AsInteger;

    /// <summary>A header's value, or null.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;

    /// <summary>This answer, if it is a success.</summary>
    /// <exception cref="ScimException">The endpoint refused, with its own status, keyword and words.</exception>
    public ScimResponse EnsureSuccess() => IsSuccess
        ? this
        : throw new ScimException(
            Status, ScimType, Detail ?? string.Create(CultureInfo.InvariantCulture, $"The endpoint answered {Status} without saying why."));
}
