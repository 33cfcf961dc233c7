using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Patch;

/// <summary>The value that a path's filter asks for where there is none, such as <c>{"type":"work"}</c> for <c>emails[type eq "work"]</c>.</summary>
static class MissingElement
{
    /// <summary>A value that fulfils the filter.</summary>
    /// <returns>Null when the filter does not say which, because it holds more than equalities, or says what cannot be.</returns>
    public static ScimObject? TryMake(BoundFilter filter) =>
        TryCollect(filter) is { } element && FilterEvaluator.MatchesElement(filter, element) ? element : null;

    static ScimObject? TryCollect(BoundFilter filter)
    {
        switch (filter)
        {
            case BoundComparison { Operator: FilterOperator.Equal } equality when IsWritable(equality):
                return new ScimObject { [equality.Target.SubAttribute!.Name] = equality.Value };
            case BoundAnd both when TryCollect(both.Left) is { } left && TryCollect(both.Right) is { } right:
                foreach (var (name, value) in right)
                    left[name] = value;
                return left;
            default:
                return null;
        }
    }

    static bool IsWritable(BoundComparison equality) =>
        equality.Value.HasValue
        && equality.Target.Definition.Mutability != Mutability.ReadOnly
        && (equality.Target.Definition.Type != AttributeType.Binary || ValueReader.IsBase64(equality.Value.AsText!));
}
