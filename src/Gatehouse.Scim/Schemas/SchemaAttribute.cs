using System.Collections.Frozen;

namespace Gatehouse.Scim.Schemas;

/// <summary>Attribute data types (RFC 7643 §2.3).</summary>
public enum AttributeType
{
    /// <summary>Text (§2.3.1).</summary>
    String,

    /// <summary>true or false (§2.3.2).</summary>
    Boolean,

    /// <summary>A number with or without fraction (§2.3.3).</summary>
    Decimal,

    /// <summary>A whole number (§2.3.4).</summary>
    Integer,

    /// <summary>An xsd:dateTime with date, time and offset (§2.3.5); kept as text.</summary>
    DateTime,

    /// <summary>Base64 text (§2.3.6); kept as text.</summary>
    Binary,

    /// <summary>A URI (§2.3.7); kept as text and not checked, because clients send other things.</summary>
    Reference,

    /// <summary>An object of sub-attributes (§2.3.8).</summary>
    Complex,
}

/// <summary>Who may change an attribute (RFC 7643 §7).</summary>
public enum Mutability
{
    /// <summary>Anyone with the right to write.</summary>
    ReadWrite,

    /// <summary>Only the service provider.</summary>
    ReadOnly,

    /// <summary>Anyone, but only while it has no value.</summary>
    Immutable,

    /// <summary>Anyone, and nobody reads it back.</summary>
    WriteOnly,
}

/// <summary>When an attribute is part of an answer (RFC 7643 §7).</summary>
public enum Returned
{
    /// <summary>Unless excluded.</summary>
    Default,

    /// <summary>Whatever was asked for.</summary>
    Always,

    /// <summary>Only when asked for by name.</summary>
    Request,

    /// <summary>Not at all.</summary>
    Never,
}

/// <summary>Where a value must not occur twice (RFC 7643 §7).</summary>
public enum Uniqueness
{
    /// <summary>It may.</summary>
    None,

    /// <summary>Within the service provider, which here is one organization.</summary>
    Server,

    /// <summary>Anywhere.</summary>
    Global,
}

/// <summary>The definition of one attribute or sub-attribute (RFC 7643 §7). Immutable.</summary>
public sealed class SchemaAttribute
{
    readonly FrozenDictionary<string, SchemaAttribute> byName = FrozenDictionary<string, SchemaAttribute>.Empty;

    /// <summary>The name in its canonical letter case.</summary>
    public required string Name { get; init; }

    /// <summary>The data type.</summary>
    public AttributeType Type { get; init; }

    /// <summary>Whether the attribute holds a list of values (RFC 7643 §2.4).</summary>
    public bool MultiValued { get; init; }

    /// <summary>What the attribute means, for people.</summary>
    public required string Description { get; init; }

    /// <summary>Whether a resource without it is refused.</summary>
    public bool Required { get; init; }

    /// <summary>Whether letter case matters when values are compared.</summary>
    public bool CaseExact { get; init; }

    /// <summary>Who may change it.</summary>
    public Mutability Mutability { get; init; }

    /// <summary>When it is returned.</summary>
    public Returned Returned { get; init; }

    /// <summary>Where it must be unique.</summary>
    public Uniqueness Uniqueness { get; init; }

    /// <summary>Suggested values; others are accepted too (RFC 7643 §7 lets the service provider decide).</summary>
    public IReadOnlyList<string> CanonicalValues { get; init; } = [];

    /// <summary>For references: the resource types, <c>uri</c> or <c>external</c>.</summary>
    public IReadOnlyList<string> ReferenceTypes { get; init; } = [];

    /// <summary>The parts of a complex attribute.</summary>
    public IReadOnlyList<SchemaAttribute> SubAttributes
    {
        get;
        init
        {
            field = value;
            byName = value.ToFrozenDictionary(static sub => sub.Name, StringComparer.OrdinalIgnoreCase);
        }
    } = [];

    /// <summary>True for complex attributes.</summary>
    public bool IsComplex => Type == AttributeType.Complex;

    /// <summary>The sub-attribute of this name in any letter case, or null.</summary>
    public SchemaAttribute? FindSubAttribute(string name) => byName.GetValueOrDefault(name);

    /// <summary>True when sub-attributes of the original were taken out, so that older values may hold more than is declared.</summary>
    public bool IsNarrowed { get; private init; }

    /// <summary>The same attribute with only the sub-attributes that pass.</summary>
    public SchemaAttribute WithSubAttributes(Func<SchemaAttribute, bool> keep) => new()
    {
        Name = Name, Type = Type, MultiValued = MultiValued, Description = Description, Required = Required, CaseExact = CaseExact,
        Mutability = Mutability, Returned = Returned, Uniqueness = Uniqueness, CanonicalValues = CanonicalValues,
        ReferenceTypes = ReferenceTypes, SubAttributes = [.. SubAttributes.Where(keep)],
        IsNarrowed = IsNarrowed || !SubAttributes.All(keep),
    };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
