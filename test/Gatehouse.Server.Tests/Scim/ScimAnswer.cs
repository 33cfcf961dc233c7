using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Gatehouse.Server.Tests.Scim;

/// <summary>What the server answered.</summary>
sealed class ScimAnswer
{
    const string ErrorUrn = "urn:ietf:params:scim:api:messages:2.0:Error";

    public required int Status { get; init; }

    public required string Text { get; init; }

    public required HttpResponseHeaders Headers { get; init; }

    public required HttpContentHeaders ContentHeaders { get; init; }

    public JsonElement Body => JsonDocument.Parse(Text).RootElement;

    public string Id => this["id"]!;

    public string? ETag => Headers.TryGetValues("ETag", out var values) ? values.Single() : null;

    /// <summary>The value at this place as text (JSON for what is none), or null when there is none.</summary>
    public string? this[params string[] path] => Find(Body, path) is not { } found ? null
        : found.ValueKind == JsonValueKind.String ? found.GetString() : found.GetRawText();

    public IReadOnlyList<JsonElement> Resources =>
        Find(Body, "Resources") is { } resources ? [.. resources.EnumerateArray()] : [];

    public int Total => Body.GetProperty("totalResults").GetInt32();

    public IReadOnlyList<string> Ids => [.. Resources.Select(static resource => resource.GetProperty("id").GetString()!)];

    public IReadOnlyList<string> Names => [.. Resources.Select(static resource => resource.GetProperty("userName").GetString()!)];

    public static JsonElement? Find(JsonElement element, params string[] path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind == JsonValueKind.Array)
                element = element[int.Parse(name, CultureInfo.InvariantCulture)];
            else if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element;
    }

    public ScimAnswer ShouldBe(int status)
    {
        Assert.True(status == Status, $"{Status} instead of {status}: {Text}");
        return this;
    }

    /// <summary>An error as RFC 7644 §3.12 wants it, whose detail names these things.</summary>
    public ScimAnswer ShouldRefuse(int status, string? scimType = null, params string[] named)
    {
        ShouldBe(status);
        Assert.Equal("application/scim+json", ContentHeaders.ContentType?.MediaType);
        Assert.Equal([ErrorUrn], Body.GetProperty("schemas").EnumerateArray().Select(static urn => urn.GetString()));
        Assert.Equal(JsonValueKind.String, Body.GetProperty("status").ValueKind);
        Assert.Equal(status.ToString(CultureInfo.InvariantCulture), this["status"]);
        Assert.Equal(scimType, this["scimType"]);
        Assert.False(string.IsNullOrWhiteSpace(this["detail"]));
        Assert.Empty(Body.EnumerateObject().Select(static member => member.Name).Except(["schemas", "status", "scimType", "detail"]));
        Assert.All(named, name => Assert.Contains(name, this["detail"], StringComparison.Ordinal));
        return this;
    }
}
