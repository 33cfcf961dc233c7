namespace Gatehouse.Scim.Schemas;

/// <summary>The attributes every resource has without its schema saying so (RFC 7643 §3 and §3.1). <c>externalId</c> is not among
/// them here: it is declared by the schemas themselves, because provisioning clients look for it there.</summary>
public static class CommonAttributes
{
    /// <summary>The URNs of the schemas that have values in the resource.</summary>
    public static SchemaAttribute Schemas { get; } = new()
    {
        Name = "schemas", MultiValued = true, Type = AttributeType.Reference, ReferenceTypes = ["uri"], Returned = Returned.Always,
        Description = "The URNs of the schemas that have values in this resource.",
    };

    /// <summary>The server's own, never re-used identifier.</summary>
    public static SchemaAttribute Id { get; } = new()
    {
        Name = "id", CaseExact = true, Mutability = Mutability.ReadOnly, Returned = Returned.Always, Uniqueness = Uniqueness.Server,
        Description = "The identifier that the service provider gave the resource.",
    };

    /// <summary>Type, times, address and version of the resource.</summary>
    public static SchemaAttribute Meta { get; } = new()
    {
        Name = "meta", Type = AttributeType.Complex, Mutability = Mutability.ReadOnly,
        Description = "Type, times, address and version of the resource.",
        SubAttributes =
        [
            new() { Name = "resourceType", CaseExact = true, Mutability = Mutability.ReadOnly, Description = "The name of the resource type." },
            new() { Name = "created", Type = AttributeType.DateTime, Mutability = Mutability.ReadOnly, Description = "When the resource was created." },
            new() { Name = "lastModified", Type = AttributeType.DateTime, Mutability = Mutability.ReadOnly, Description = "When the resource was last changed." },
            new() { Name = "location", Type = AttributeType.Reference, ReferenceTypes = ["uri"], CaseExact = true, Mutability = Mutability.ReadOnly, Description = "The address of the resource." },
            new() { Name = "version", CaseExact = true, Mutability = Mutability.ReadOnly, Description = "The entity tag of this state of the resource." },
        ],
    };

    /// <summary>The common attribute of this name in any letter case, or null.</summary>
    public static SchemaAttribute? Find(ReadOnlySpan<char> name) =>
        name.Equals("id", StringComparison.OrdinalIgnoreCase) ? Id
        : name.Equals("meta", StringComparison.OrdinalIgnoreCase) ? Meta
        : name.Equals("schemas", StringComparison.OrdinalIgnoreCase) ? Schemas
        : null;
}
