using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Filters;

/// <summary>Says whether a resource fulfils a filter: the definition that any translation to a database must agree with.</summary>
public static class FilterEvaluator
{
    /// <summary>Evaluates a filter over a whole resource.</summary>
    public static bool Matches(BoundFilter filter, ScimObject resource) => filter switch
    {
        BoundAnd and => Matches(and.Left, resource) && Matches(and.Right, resource),
        BoundOr or => Matches(or.Left, resource) || Matches(or.Right, resource),
        BoundNot not => !Matches(not.Inner, resource),
        BoundConstant constant => constant.Holds,
        BoundPresence presence => HasValue(presence.Target, ValueOf(presence.Target, resource)),
        BoundComparison comparison => Compare(comparison, ValueOf(comparison.Target, resource)),
        BoundValuePath path => AnyElement(path, path.Location.Get(resource)),
        _ => false,
    };

    /// <summary>Evaluates the filter within square brackets over one value of the attribute.</summary>
    public static bool MatchesElement(BoundFilter filter, ScimValue element) => filter switch
    {
        BoundAnd and => MatchesElement(and.Left, element) && MatchesElement(and.Right, element),
        BoundOr or => MatchesElement(or.Left, element) || MatchesElement(or.Right, element),
        BoundNot not => !MatchesElement(not.Inner, element),
        BoundPresence presence => !SubValueOf(presence.Target.SubAttribute!, element).IsEmpty,
        BoundComparison comparison => CompareOne(comparison, SubValueOf(comparison.Target.SubAttribute!, element)),
        _ => false,
    };

    static bool AnyElement(BoundValuePath path, ScimValue value) => value.AsList is { } list
        ? list.Exists(element => MatchesElement(path.Inner, element))
        : value.HasValue && MatchesElement(path.Inner, value);

    static ScimValue ValueOf(FilterTarget target, ScimObject resource) => target.Location!.Value.Get(resource);

    static ScimValue SubValueOf(SchemaAttribute sub, ScimValue element) => element.AsObject?[sub.Name] ?? default;

    static bool HasValue(FilterTarget target, ScimValue value)
    {
        if (target.SubAttribute is not { } sub)
            return !value.IsEmpty;

        return value.AsList is { } list ? list.Exists(element => !SubValueOf(sub, element).IsEmpty) : !SubValueOf(sub, value).IsEmpty;
    }

    static bool Compare(BoundComparison comparison, ScimValue value)
    {
        if (comparison.Value.Kind == ScimValueKind.Null)
            return HasValue(comparison.Target, value) == (comparison.Operator == FilterOperator.NotEqual);

        if (value.AsList is not { } list)
            return CompareOne(comparison, comparison.Target.SubAttribute is { } sub ? SubValueOf(sub, value) : value);

        // Any value may match (RFC 7644 §3.4.2.2); with none, only ne does.
        var compared = false;
        foreach (var element in list)
        {
            var one = comparison.Target.SubAttribute is { } part ? SubValueOf(part, element) : element;
            if (one.IsEmpty)
                continue;

            compared = true;
            if (CompareOne(comparison, one))
                return true;
        }

        return !compared && comparison.Operator == FilterOperator.NotEqual;
    }

    static bool CompareOne(BoundComparison comparison, ScimValue value)
    {
        if (comparison.Value.Kind == ScimValueKind.Null)
            return value.IsEmpty == (comparison.Operator == FilterOperator.Equal);

        // What is not assigned is not equal to anything, and has no other relation.
        if (value.IsEmpty)
            return comparison.Operator == FilterOperator.NotEqual;

        if (comparison.Instant is { } instant)
            return value.AsText is { } time && ScimDateTime.TryParse(time, out var actual) && Holds(comparison.Operator, actual.CompareTo(instant));

        if (value.AsText is { } text && comparison.Value.AsText is { } wanted)
            return CompareText(comparison.Operator, text, wanted, comparison.Target.Definition.CaseExact);

        if (value.AsDecimal is { } number && comparison.Value.AsDecimal is { } limit)
            return Holds(comparison.Operator, number.CompareTo(limit));

        return (value == comparison.Value) == (comparison.Operator == FilterOperator.Equal);
    }

    static bool CompareText(FilterOperator op, string text, string wanted, bool caseExact)
    {
        var comparison = caseExact ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return op switch
        {
            FilterOperator.Contains => text.Contains(wanted, comparison),
            FilterOperator.StartsWith => text.StartsWith(wanted, comparison),
            FilterOperator.EndsWith => text.EndsWith(wanted, comparison),
            FilterOperator.Equal => text.Equals(wanted, comparison),
            FilterOperator.NotEqual => !text.Equals(wanted, comparison),
            _ => Holds(op, string.Compare(text, wanted, comparison)),
        };
    }

    static bool Holds(FilterOperator op, int order) => op switch
    {
        FilterOperator.Equal => order == 0,
        FilterOperator.NotEqual => order != 0,
        FilterOperator.GreaterThan => order > 0,
        FilterOperator.GreaterOrEqual => order >= 0,
        FilterOperator.LessThan => order < 0,
        FilterOperator.LessOrEqual => order <= 0,
        _ => false,
    };
}
