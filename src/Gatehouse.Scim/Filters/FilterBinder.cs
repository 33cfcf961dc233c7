using System.Globalization;

using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Filters;

/// <summary>Finds a filter's names in a schema. What a schema does not have is refused, never ignored: an unfiltered answer would link wrong people.</summary>
static class FilterBinder
{
    public static BoundFilter Bind(Filter filter, ResourceType type) => Bind(filter, name => Resolve(name, type));

    public static BoundFilter Bind(Filter filter, ResourceType type, IReadOnlyList<ResourceType> all) => Bind(filter, name =>
        Find(name, type) ?? (all.Any(other => Find(name, other) is not null) ? null : Resolve(name, type)));

    /// <summary>Binds the filter within square brackets to the sub-attributes of one attribute.</summary>
    public static BoundFilter BindInner(Filter filter, AttributeLocation location)
    {
        if (!location.Attribute.IsComplex)
            throw ScimException.InvalidFilter($"'{location.Path}' has no sub-attributes that square brackets could select by.");

        return Bind(filter, name => ResolveInner(name, location));
    }

    /// <param name="filter">The filter.</param>
    /// <param name="resolve">Finds an attribute; null for one that resources of the type never have.</param>
    static BoundFilter Bind(Filter filter, Func<AttributeName, FilterTarget?> resolve) => filter switch
    {
        AndFilter and => new BoundAnd(Bind(and.Left, resolve), Bind(and.Right, resolve)),
        OrFilter or => new BoundOr(Bind(or.Left, resolve), Bind(or.Right, resolve)),
        NotFilter not => new BoundNot(Bind(not.Inner, resolve)),
        PresenceFilter presence => resolve(presence.Attribute) is { } target ? new BoundPresence(target) : new BoundConstant(false),
        ComparisonFilter comparison => resolve(comparison.Attribute) is { } target
            ? BindComparison(comparison, target)
            : new BoundConstant(HoldsUnassigned(comparison)),
        ValuePathFilter path => resolve(path.Attribute) is { } target ? BindValuePath(path, target) : new BoundConstant(false),
        _ => throw new InvalidOperationException("There is no other filter."),
    };

    static BoundValuePath BindValuePath(ValuePathFilter path, FilterTarget target)
    {
        if (target.Location is not { } location || target.SubAttribute is not null)
            throw ScimException.InvalidFilter($"'{path.Attribute.Name}' cannot be followed by square brackets here.");

        return new(location, BindInner(path.Inner, location));
    }

    static bool HoldsUnassigned(ComparisonFilter comparison) => comparison.Literal.Value.Kind == ScimValueKind.Null
        ? comparison.Operator == FilterOperator.Equal
        : comparison.Operator == FilterOperator.NotEqual;

    static FilterTarget? Find(AttributeName name, ResourceType type)
    {
        if (type.Find(name.Urn, name.Name) is not { Attribute.Returned: not Returned.Never } location)
            return null;
        if (name.SubAttribute is null)
            return new(location, null);

        return location.Attribute.FindSubAttribute(name.SubAttribute) is { } sub ? new(location, sub) : null;
    }

    static FilterTarget Resolve(AttributeName name, ResourceType type)
    {
        if (type.Find(name.Urn, name.Name) is not { } location || location.Attribute.Returned == Returned.Never)
            throw Unknown(name.ToString(), type.Name, type.Suggest(name.Urn, name.Name));

        if (name.SubAttribute is null)
            return new(location, null);

        return new(location, location.Attribute.FindSubAttribute(name.SubAttribute)
            ?? throw Unknown(name.ToString(), type.Name, NearestName.Of(name.SubAttribute, location.Attribute.SubAttributes.Select(static sub => sub.Name))));
    }

    static FilterTarget ResolveInner(AttributeName name, AttributeLocation location)
    {
        if (name is not { Urn: null, SubAttribute: null } || location.Attribute.FindSubAttribute(name.Name) is not { } sub)
            throw Unknown(
                name.ToString(), $"'{location.Path}'", NearestName.Of(name.Name, location.Attribute.SubAttributes.Select(static sub => sub.Name)));

        return new(null, sub);
    }

    static BoundComparison BindComparison(ComparisonFilter comparison, FilterTarget target)
    {
        var (op, literal) = (comparison.Operator, comparison.Literal);
        if (literal.Value.Kind == ScimValueKind.Null)
        {
            return op is FilterOperator.Equal or FilterOperator.NotEqual
                ? new(target, op, ScimValue.Null, null)
                : throw ScimException.InvalidFilter($"'{comparison.Attribute}' can be compared with null by eq and ne only.");
        }

        if (target.Definition.IsComplex)
        {
            // RFC 7644 §3.4.2.2: a complex attribute that is compared stands for its value.
            target = target with
            {
                SubAttribute = target.Definition.FindSubAttribute("value")
                    ?? throw ScimException.InvalidFilter($"'{comparison.Attribute}' is complex; compare one of its sub-attributes."),
            };
        }

        return BindValue(comparison, target);
    }

    static BoundComparison BindValue(ComparisonFilter comparison, FilterTarget target)
    {
        var (op, literal) = (comparison.Operator, comparison.Literal);
        var isText = op is FilterOperator.Contains or FilterOperator.StartsWith or FilterOperator.EndsWith;
        var isOrder = op is FilterOperator.GreaterThan or FilterOperator.GreaterOrEqual or FilterOperator.LessThan or FilterOperator.LessOrEqual;
        switch (target.Definition.Type)
        {
            case AttributeType.Boolean:
                if (isText || isOrder)
                    throw NotComparable(comparison, "a boolean");
                return bool.TryParse(literal.Raw, out var boolean) ? new(target, op, boolean, null) : throw WrongValue(comparison, "true or false");
            case AttributeType.Integer or AttributeType.Decimal:
                if (isText)
                    throw NotComparable(comparison, "a number");
                return decimal.TryParse(literal.Raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    ? new(target, op, number, null)
                    : throw WrongValue(comparison, "a number");
            case AttributeType.DateTime when !isText:
                return ScimDateTime.TryParse(literal.Raw, out var instant)
                    ? new(target, op, literal.Raw, instant)
                    : throw WrongValue(comparison, "a date and time with an offset or Z");
            case AttributeType.Binary when isOrder:
                throw NotComparable(comparison, "binary");
            default:
                return new(target, op, literal.Raw, null);
        }
    }

    static ScimException NotComparable(ComparisonFilter comparison, string kind) =>
        ScimException.InvalidFilter($"'{comparison.Attribute}' is {kind}, which cannot be compared by {FilterOperators.TextOf(comparison.Operator)}.");

    static ScimException WrongValue(ComparisonFilter comparison, string must) =>
        ScimException.InvalidFilter($"'{comparison.Attribute}' must be compared with {must}.");

    static ScimException Unknown(string name, string owner, string? suggestion)
    {
        var finding = ScimFindings.Unknown(name, owner, suggestion);
        return new(400, "invalidFilter", finding.Message, [finding]);
    }
}
