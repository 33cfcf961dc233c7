using System.Collections.Frozen;

namespace Gatehouse.Scim.Schemas;

/// <summary>A schema: a URN and the attributes it declares (RFC 7643 §7). Immutable.</summary>
public sealed class Schema
{
    readonly FrozenDictionary<string, SchemaAttribute>.AlternateLookup<ReadOnlySpan<char>> byName;

    /// <summary>The URN in its canonical letter case.</summary>
    public required string Id { get; init; }

    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>What the schema is for, for people.</summary>
    public required string Description { get; init; }

    /// <summary>The declared attributes, in the order they are published.</summary>
    public required IReadOnlyList<SchemaAttribute> Attributes
    {
        get;
        init
        {
            field = value;
            byName = value.ToFrozenDictionary(static attribute => attribute.Name, StringComparer.OrdinalIgnoreCase)
                .GetAlternateLookup<ReadOnlySpan<char>>();
        }
    }

    /// <summary>The attribute of this name in any letter case, or null.</summary>
    public SchemaAttribute? FindAttribute(ReadOnlySpan<char> name) => byName.TryGetValue(name, out var attribute) ? attribute : null;

    /// <summary>The same schema with only the attributes that pass.</summary>
    public Schema Where(Func<SchemaAttribute, bool> keep) => Select(attribute => keep(attribute) ? attribute : null);

    /// <summary>The same schema with each attribute as the function answers it; those it answers with null are left out.</summary>
    public Schema Select(Func<SchemaAttribute, SchemaAttribute?> change) =>
        new() { Id = Id, Name = Name, Description = Description, Attributes = [.. Attributes.Select(change).OfType<SchemaAttribute>()] };

    /// <inheritdoc/>
    public override string ToString() => Id;
}
