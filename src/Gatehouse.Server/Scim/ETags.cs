using Gatehouse.Scim;

using Microsoft.Extensions.Primitives;

namespace Gatehouse.Server.Scim;

/// <summary>Versions of resources as weak entity tags (RFC 7644 §3.14, RFC 9110 §13).</summary>
static class ETags
{
    public static string Of(long version) => $"W/\"{version}\"";

    /// <exception cref="ScimException">412: the resource has another version than the client says.</exception>
    public static void RequireMatch(string? ifMatch, long version)
    {
        if (!string.IsNullOrWhiteSpace(ifMatch) && !Names(ifMatch, version))
            throw ScimException.PreconditionFailed("The resource has changed since it was read. Read it again and repeat the change.");
    }

    public static bool IsNotModified(StringValues ifNoneMatch, long version) => ifNoneMatch.Count > 0 && Names(ifNoneMatch.ToString(), version);

    // SCIM compares weak tags by their opaque part also in If-Match (RFC 7644 §3.14).
    static bool Names(string header, long version)
    {
        var opaque = $"\"{version}\"";
        foreach (var tag in header.Split(',', StringSplitOptions.TrimEntries))
        {
            if (tag == "*" || tag == opaque || (tag.StartsWith("W/", StringComparison.Ordinal) && tag[2..] == opaque))
                return true;
        }

        return false;
    }
}
