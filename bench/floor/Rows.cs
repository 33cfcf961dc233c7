using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Bench.Floor;

/// <summary>A row of users, as derived from the body of a request.</summary>
sealed record UserRow(Guid Id, string UserName, string? ExternalId, string? DisplayName, bool Active, string? Address, string Resource, long Now)
{
    public string UserNameKey { get; } = UserName.ToLowerInvariant();

    public string? AddressKey { get; } = Address?.ToLowerInvariant();

    public static UserRow From(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        var address = root.TryGetProperty("emails", out var emails) && emails.GetArrayLength() > 0 ? StoredDocument.Text(emails[0], "value") : null;
        return new(
            Guid.CreateVersion7(now), root.GetProperty("userName").GetString()!, StoredDocument.Text(root, "externalId"),
            StoredDocument.Text(root, "displayName"), !root.TryGetProperty("active", out var active) || active.GetBoolean(), address,
            StoredDocument.Of(root), now.ToUnixTimeMilliseconds());
    }
}

/// <summary>A row of groups.</summary>
sealed record GroupRow(Guid Id, string DisplayName, string? ExternalId, string Resource, long Now)
{
    public string DisplayNameKey { get; } = DisplayName.ToLowerInvariant();

    public static GroupRow From(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        return new(
            Guid.CreateVersion7(now), root.GetProperty("displayName").GetString()!, StoredDocument.Text(root, "externalId"), StoredDocument.Of(root),
            now.ToUnixTimeMilliseconds());
    }
}

/// <summary>What an answer needs of a row.</summary>
sealed record StoredRow(Guid Id, string Resource, long Version, long CreatedAt, long ModifiedAt);

/// <summary>The text of the resource column: the body without what the server adds itself and without empty lists.</summary>
static class StoredDocument
{
    public static string Of(JsonElement root)
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var property in root.EnumerateObject())
            {
                if (!property.NameEquals("meta"u8) && !property.NameEquals("roles"u8))
                    property.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>Puts another title into a stored document, without reading the rest of it.</summary>
    public static string WithTitle(string resource, string title)
    {
        const string Name = "\"title\":\"";
        var begin = resource.IndexOf(Name, StringComparison.Ordinal);
        if (begin < 0)
            return string.Concat(resource.AsSpan(0, resource.Length - 1), $",{Name}{title}\"}}");

        begin += Name.Length;
        return string.Concat(resource.AsSpan(0, begin), title, resource.AsSpan(resource.IndexOf('"', begin)));
    }
}
