using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Filters;

/// <summary>A filter whose names were found in a schema. Evaluated by <see cref="FilterEvaluator"/>, or translated by a server for its database.</summary>
public abstract record BoundFilter;

/// <summary>Both hold.</summary>
public sealed record BoundAnd(BoundFilter Left, BoundFilter Right) : BoundFilter;

/// <summary>One of both holds.</summary>
public sealed record BoundOr(BoundFilter Left, BoundFilter Right) : BoundFilter;

/// <summary>The inner one does not hold.</summary>
public sealed record BoundNot(BoundFilter Inner) : BoundFilter;

/// <summary>Holds or does not, whatever the resource: a condition on an attribute that resources of this type never have.</summary>
public sealed record BoundConstant(bool Holds) : BoundFilter;

/// <summary>The attribute has a value.</summary>
public sealed record BoundPresence(FilterTarget Target) : BoundFilter;

/// <summary>A value of the attribute compares so.</summary>
/// <param name="Target">The attribute; a complex one stands for its <c>value</c>.</param>
/// <param name="Operator">How to compare.</param>
/// <param name="Value">A value of the attribute's type, or null for "not assigned".</param>
/// <param name="Instant">For dateTime attributes, the value as an instant.</param>
public sealed record BoundComparison(FilterTarget Target, FilterOperator Operator, ScimValue Value, DateTimeOffset? Instant) : BoundFilter;

/// <summary>One and the same value of the attribute fulfils the inner filter, whose targets are its sub-attributes.</summary>
public sealed record BoundValuePath(AttributeLocation Location, BoundFilter Inner) : BoundFilter;

/// <summary>What is compared: an attribute of the resource, or within square brackets a sub-attribute of one value.</summary>
/// <param name="Location">The attribute, or null within square brackets.</param>
/// <param name="SubAttribute">The sub-attribute, or null for the attribute itself.</param>
public sealed record FilterTarget(AttributeLocation? Location, SchemaAttribute? SubAttribute)
{
    /// <summary>The definition that decides type and letter case.</summary>
    public SchemaAttribute Definition => SubAttribute ?? Location!.Value.Attribute;
}
