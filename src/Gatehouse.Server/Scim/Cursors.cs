using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

using Gatehouse.Scim;
using Gatehouse.Scim.Messages;
using Gatehouse.Server.Storage;

using Microsoft.AspNetCore.DataProtection;

namespace Gatehouse.Server.Scim;

/// <summary>Where a page ended: what the next one begins after.</summary>
/// <param name="Id">The last resource's id.</param>
/// <param name="Key">Its value of what the query sorts by, or null.</param>
sealed record CursorPosition(Guid Id, string? Key);

/// <summary>
/// Cursors (RFC 9865): sealed, so that they say nothing and cannot be made up, bound to organization and query, and valid for an hour.
/// They hold a place in the order, not a number of rows, so nobody is lost or repeated when rows come and go.
/// </summary>
sealed partial class Cursors(IDataProtectionProvider protection, TimeProvider clock)
{
    readonly IDataProtector protector = protection.CreateProtector("Gatehouse.Scim.Cursor");

    public string Issue(OrganizationId organization, string resourceType, ResourceQuery query, CursorPosition position)
    {
        var expiresAt = (clock.GetUtcNow() + ScimLimits.CursorLifetime).ToUnixTimeMilliseconds();
        var content = new Content(Fingerprint(organization, resourceType, query), position.Id, position.Key, expiresAt);
        return Base64Url.EncodeToString(protector.Protect(JsonSerializer.SerializeToUtf8Bytes(content, CursorJson.Default.Content)));
    }

    /// <exception cref="ScimException">400 invalidCursor or expiredCursor; the same words for a damaged cursor and for somebody else's.</exception>
    public CursorPosition Read(OrganizationId organization, string resourceType, ResourceQuery query)
    {
        var content = Unseal(query.Cursor!);
        if (content is null || content.Query != Fingerprint(organization, resourceType, query))
            throw new ScimException(400, "invalidCursor", "The cursor is not one of this query. Begin again with an empty cursor.");
        if (content.ExpiresAt < clock.GetUtcNow().ToUnixTimeMilliseconds())
            throw new ScimException(400, "expiredCursor", "The cursor has expired. Begin again with an empty cursor.");
        return new(content.Id, content.Key);
    }

    Content? Unseal(string cursor)
    {
        try
        {
            return JsonSerializer.Deserialize(protector.Unprotect(Base64Url.DecodeFromChars(cursor)), CursorJson.Default.Content);
        }
        catch (Exception damaged) when (damaged is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    static string Fingerprint(OrganizationId organization, string resourceType, ResourceQuery query)
    {
        var text = JsonSerializer.Serialize([organization.ToString(), resourceType, query.Filter, query.SortBy, query.Descending ? "d" : "a"], CursorJson.Default.StringArray);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    internal sealed record Content(string Query, Guid Id, string? Key, long ExpiresAt);

    [JsonSerializable(typeof(Content))]
    [JsonSerializable(typeof(string[]))]
    internal sealed partial class CursorJson : JsonSerializerContext;
}
