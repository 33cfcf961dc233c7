using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Server.OAuth.Stores;

/// <summary>What OpenIddict wants to keep beside a row, as JSON.</summary>
static class StoredProperties
{
    public static string? Write(ImmutableDictionary<string, JsonElement> properties) =>
        properties.IsEmpty ? null : JsonSerializer.Serialize(properties);

    public static ImmutableDictionary<string, JsonElement> Read(string? json) => json is null
        ? ImmutableDictionary<string, JsonElement>.Empty
        : JsonSerializer.Deserialize<ImmutableDictionary<string, JsonElement>>(json)!;
}
