namespace Gatehouse.Scim.Schemas;

/// <summary>A kind of resource: its endpoint, its core schema and its extensions (RFC 7643 §6). Immutable.</summary>
public sealed class ResourceType
{
    /// <summary>The name, which is also its id: <c>User</c>, <c>Group</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The path below the base URL, with a leading slash: <c>/Users</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>What the type is for, for people.</summary>
    public required string Description { get; init; }

    /// <summary>The core schema.</summary>
    public required Schema Schema { get; init; }

    /// <summary>Extension schemas; none of them is ever required.</summary>
    public IReadOnlyList<Schema> Extensions { get; init; } = [];

    /// <summary>Members of a body that are accepted and thrown away although no schema declares them, such as <c>password</c>
    /// where passwords are not provisioned.</summary>
    public IReadOnlySet<string> DiscardedMembers { get; init; } = new HashSet<string>();

    /// <summary>The core schema or extension of this URN in any letter case, or null.</summary>
    public Schema? FindSchema(ReadOnlySpan<char> urn)
    {
        if (urn.Equals(Schema.Id, StringComparison.OrdinalIgnoreCase))
            return Schema;

        foreach (var extension in Extensions)
        {
            if (urn.Equals(extension.Id, StringComparison.OrdinalIgnoreCase))
                return extension;
        }

        return null;
    }

    /// <summary>A top-level attribute of the core schema or one that all resources have, in any letter case.</summary>
    public AttributeLocation? FindCore(ReadOnlySpan<char> name) =>
        Schema.FindAttribute(name) is { } core ? new AttributeLocation(null, core)
        : CommonAttributes.Find(name) is { } common ? new AttributeLocation(null, common)
        : null;

    /// <summary>
    /// The attribute that a filter or a path means. With a URN, that schema's. Without one, a core or common attribute, and failing
    /// that one of the enterprise extension, and of no other: Microsoft Entra ID writes <c>manager</c> and <c>department</c> without their URN.
    /// </summary>
    public AttributeLocation? Find(string? urn, string name)
    {
        if (urn is null)
            return FindCore(name) ?? FindInEnterprise(name);

        if (FindSchema(urn) is not { } schema)
            return null;

        if (schema == Schema)
            return FindCore(name);

        return schema.FindAttribute(name) is { } attribute ? new AttributeLocation(schema, attribute) : null;
    }

    /// <summary>The full name of the attribute that was probably meant by one that the type does not have, or null when none is near.</summary>
    public string? Suggest(string? urn, string name)
    {
        if (urn is null)
            return Nearest(name, Extensions.Prepend(Schema));
        if (FindSchema(urn) is { } schema)
            return Nearest(name, [schema]);

        return NearestName.Of(urn, Extensions.Prepend(Schema).Select(static known => known.Id)) is { } meant ? $"{meant}:{name}" : null;
    }

    string? Nearest(string name, IEnumerable<Schema> schemas)
    {
        var known = schemas
            .SelectMany(schema => schema.Attributes.Select(attribute => new AttributeLocation(schema == Schema ? null : schema, attribute)))
            .ToList();
        return NearestName.Of(name, known.Select(static location => location.Attribute.Name)) is { } nearest
            ? known.Find(location => location.Attribute.Name == nearest).Path
            : null;
    }

    AttributeLocation? FindInEnterprise(string name) =>
        FindSchema(StandardSchemas.EnterpriseUserId) is { } enterprise && enterprise.FindAttribute(name) is { } attribute
            ? new AttributeLocation(enterprise, attribute)
            : null;
}
