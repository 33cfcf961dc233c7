using Gatehouse.Scim.Client;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Server.Commands.Check;

/// <summary>What the endpoint says about itself. What it says it cannot do is not held against it.</summary>
sealed record Announcement
{
    readonly ScimObject config;
    readonly IReadOnlyList<ScimObject> schemas;

    Announcement(ScimObject config, IReadOnlyList<ScimObject> schemas)
    {
        this.config = config;
        this.schemas = schemas;
    }

    public static async Task<Announcement> ReadAsync(ScimClient client, CancellationToken stop)
    {
        var config = await client.GetServiceProviderConfigAsync(stop);
        var schemas = await client.GetSchemasAsync(stop);
        return new(
            config.IsSuccess ? config.Body.AsObject ?? [] : [],
            schemas.IsSuccess ? [.. schemas.Resources.Select(schema => schema.AsObject).OfType<ScimObject>()] : []);
    }

    /// <summary>False only when the endpoint says so: <c>sort</c>, <c>etag</c>, <c>bulk</c>, <c>patch</c>, <c>filter</c>.</summary>
    public bool Supports(string feature) => config[feature].AsObject?["supported"].AsBoolean != false;

    public bool SupportsCursors => config["pagination"].AsObject?["cursor"].AsBoolean == true;

    public long? Limit(string feature, string name) => config[feature].AsObject?[name].AsInteger;

    /// <summary>False only when the endpoint publishes schemas and none of them is this one.</summary>
    public bool HasSchema(string urn) => schemas.Count == 0 || FindSchema(urn) is not null;

    /// <summary>True when the endpoint publishes no schema to look it up in.</summary>
    public bool HasAttribute(string urn, string name, string? part = null)
    {
        if (schemas.Count == 0)
            return true;

        var attribute = Named(FindSchema(urn)?["attributes"] ?? default, name);
        return attribute is not null && (part is null || Named(attribute["subAttributes"], part) is not null);
    }

    public bool HasUserAttribute(string name) => HasAttribute(StandardSchemas.UserId, name);

    ScimObject? FindSchema(string urn) =>
        schemas.FirstOrDefault(schema => string.Equals(schema["id"].AsText, urn, StringComparison.OrdinalIgnoreCase));

    static ScimObject? Named(ScimValue attributes, string name) => (attributes.AsList ?? [])
        .Select(attribute => attribute.AsObject)
        .FirstOrDefault(attribute => string.Equals(attribute?["name"].AsText, name, StringComparison.OrdinalIgnoreCase));
}
