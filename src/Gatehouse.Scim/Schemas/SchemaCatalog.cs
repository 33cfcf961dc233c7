namespace Gatehouse.Scim.Schemas;

/// <summary>All resource types and schemas that one endpoint, or one organization at it, has. What <c>/Schemas</c> and
/// <c>/ResourceTypes</c> publish and what every request is checked against. Immutable.</summary>
public sealed class SchemaCatalog
{
    /// <summary>A catalogue of these resource types.</summary>
    public SchemaCatalog(IReadOnlyList<ResourceType> resourceTypes)
    {
        ResourceTypes = resourceTypes;
        Schemas = [.. resourceTypes.SelectMany(static type => type.Extensions.Prepend(type.Schema)).DistinctBy(static schema => schema.Id)];
    }

    /// <summary>The resource types, in the order they are published.</summary>
    public IReadOnlyList<ResourceType> ResourceTypes { get; }

    /// <summary>The schemas of all types, each once.</summary>
    public IReadOnlyList<Schema> Schemas { get; }

    /// <summary>The schema of this URN in any letter case (RFC 7644 §4), or null.</summary>
    public Schema? FindSchema(string urn) =>
        Schemas.FirstOrDefault(schema => string.Equals(schema.Id, urn, StringComparison.OrdinalIgnoreCase));

    /// <summary>The resource type of this name in any letter case, or null.</summary>
    public ResourceType? FindResourceType(string name) =>
        ResourceTypes.FirstOrDefault(type => string.Equals(type.Name, name, StringComparison.OrdinalIgnoreCase));
}
