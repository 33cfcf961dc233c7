using System.Globalization;

namespace Gatehouse.Scim.Resources;

/// <summary>What a <see cref="ScimValue"/> holds.</summary>
public enum ScimValueKind : byte
{
    /// <summary>No value at all: the member was not there.</summary>
    Absent,

    /// <summary>JSON null. RFC 7643 §2.5: the same state as absent, but a PATCH says it on purpose.</summary>
    Null,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A JSON number without fraction or exponent that fits 64 bits.</summary>
    Integer,

    /// <summary>Any other JSON number.</summary>
    Decimal,

    /// <summary>Text; also dateTime, reference and binary, which are kept exactly as they were sent.</summary>
    Text,

    /// <summary>A JSON object: a complex value.</summary>
    Object,

    /// <summary>A JSON array: the values of a multi-valued attribute.</summary>
    List,
}

/// <summary>One attribute value. A default instance is <see cref="ScimValueKind.Absent"/>.</summary>
/// <remarks>Scalars are immutable; <see cref="ScimObject"/> and <see cref="ScimList"/> are not, so clone before you change a shared one.</remarks>
public readonly struct ScimValue : IEquatable<ScimValue>
{
    readonly object? reference;
    readonly long bits;

    ScimValue(ScimValueKind kind, object? reference, long bits)
    {
        Kind = kind;
        this.reference = reference;
        this.bits = bits;
    }

    /// <summary>What this value holds.</summary>
    public ScimValueKind Kind { get; }

    /// <summary>JSON null.</summary>
    public static ScimValue Null { get; } = new(ScimValueKind.Null, null, 0);

    /// <summary>JSON true.</summary>
    public static ScimValue True { get; } = new(ScimValueKind.Boolean, null, 1);

    /// <summary>JSON false.</summary>
    public static ScimValue False { get; } = new(ScimValueKind.Boolean, null, 0);

    /// <summary>Wraps text; null becomes absent.</summary>
    public static implicit operator ScimValue(string? text) => text is null ? default : new(ScimValueKind.Text, text, 0);

    /// <summary>Wraps a boolean.</summary>
    public static implicit operator ScimValue(bool value) => value ? True : False;

    /// <summary>Wraps an integer.</summary>
    public static implicit operator ScimValue(long value) => new(ScimValueKind.Integer, null, value);

    /// <summary>Wraps a decimal number.</summary>
    public static implicit operator ScimValue(decimal value) => new(ScimValueKind.Decimal, value, 0);

    /// <summary>Wraps a complex value; null becomes absent.</summary>
    public static implicit operator ScimValue(ScimObject? value) => value is null ? default : new(ScimValueKind.Object, value, 0);

    /// <summary>Wraps a list of values; null becomes absent.</summary>
    public static implicit operator ScimValue(ScimList? value) => value is null ? default : new(ScimValueKind.List, value, 0);

    /// <summary>True unless the value is absent or null.</summary>
    public bool HasValue => Kind > ScimValueKind.Null;

    /// <summary>The text, or null when this is no text.</summary>
    public string? AsText => Kind == ScimValueKind.Text ? (string)reference! : null;

    /// <summary>The boolean, or null when this is none.</summary>
    public bool? AsBoolean => Kind == ScimValueKind.Boolean ? bits != 0 : null;

    /// <summary>The integer, or null when this is none.</summary>
    public long? AsInteger => Kind == ScimValueKind.Integer ? bits : null;

    /// <summary>The number, integer or decimal, or null when this is none.</summary>
    public decimal? AsDecimal => Kind switch
    {
        ScimValueKind.Integer => bits,
        ScimValueKind.Decimal => (decimal)reference!,
        _ => null,
    };

    /// <summary>The complex value, or null when this is none.</summary>
    public ScimObject? AsObject => reference as ScimObject;

    /// <summary>The list, or null when this is none.</summary>
    public ScimList? AsList => reference as ScimList;

    /// <summary>
    /// True for what RFC 7643 §2.5 calls unassigned, and for the empty text and empty objects that clients send in its place:
    /// absent, null, "", [], {} and lists or objects that hold nothing else.
    /// </summary>
    public bool IsEmpty => Kind switch
    {
        ScimValueKind.Absent or ScimValueKind.Null => true,
        ScimValueKind.Text => ((string)reference!).Length == 0,
        ScimValueKind.Object => AsObject!.IsEmpty,
        ScimValueKind.List => AsList!.TrueForAll(static value => value.IsEmpty),
        _ => false,
    };

    /// <summary>A copy that shares nothing that can change.</summary>
    public ScimValue Clone() => Kind switch
    {
        ScimValueKind.Object => AsObject!.Clone(),
        ScimValueKind.List => AsList!.Clone(),
        _ => this,
    };

    /// <summary>Deep equality; texts are compared letter by letter, objects without regard to the order of members.</summary>
    public bool Equals(ScimValue other)
    {
        if (Kind != other.Kind)
            return AsDecimal is { } number && number == other.AsDecimal;

        return Kind switch
        {
            ScimValueKind.Text => string.Equals((string)reference!, (string)other.reference!, StringComparison.Ordinal),
            ScimValueKind.Decimal => (decimal)reference! == (decimal)other.reference!,
            ScimValueKind.Object or ScimValueKind.List => reference!.Equals(other.reference),
            _ => bits == other.bits,
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ScimValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Kind switch
    {
        ScimValueKind.Text => ((string)reference!).GetHashCode(StringComparison.Ordinal),
        ScimValueKind.Integer or ScimValueKind.Decimal => AsDecimal.GetHashCode(),
        ScimValueKind.Object or ScimValueKind.List => reference!.GetHashCode(),
        _ => bits.GetHashCode(),
    };

    /// <summary>Deep equality.</summary>
    public static bool operator ==(ScimValue left, ScimValue right) => left.Equals(right);

    /// <summary>Deep inequality.</summary>
    public static bool operator !=(ScimValue left, ScimValue right) => !left.Equals(right);

    /// <summary>For people and debuggers; JSON is written by ResourceWriter.</summary>
    public override string ToString() => Kind switch
    {
        ScimValueKind.Absent => "",
        ScimValueKind.Null => "null",
        ScimValueKind.Boolean => bits != 0 ? "true" : "false",
        ScimValueKind.Integer => bits.ToString(CultureInfo.InvariantCulture),
        ScimValueKind.Decimal => ((decimal)reference!).ToString(CultureInfo.InvariantCulture),
        ScimValueKind.Text => (string)reference!,
        ScimValueKind.Object => $"object of {AsObject!.Count}",
        _ => $"list of {AsList!.Count}",
    };
}
