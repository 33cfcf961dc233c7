using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Patch;

/// <summary>
/// Applies resolved operations to a resource, in order, each on the result of the one before. Throws half-way when one cannot be applied:
/// give it a clone and keep the original (RFC 7644 §3.5.2: all or nothing).
/// </summary>
public static class PatchApplier
{
    /// <summary>Applies operations.</summary>
    /// <returns>False when the resource is as it was.</returns>
    /// <exception cref="ScimException">400 noTarget, mutability or invalidValue.</exception>
    public static bool Apply(IReadOnlyList<ResolvedOperation> operations, ResourceType type, ScimObject resource)
    {
        var before = resource.Clone();
        foreach (var operation in operations)
            Apply(operation, resource);

        foreach (var target in operations.Select(static operation => operation.Target).Distinct())
            ListPatch.Tidy(target, resource);

        ResourceReader.SetSchemas(resource, type);
        return !before.Equals(resource);
    }

    static void Apply(ResolvedOperation operation, ScimObject resource)
    {
        var attribute = operation.Target.Attribute;
        RefuseIfFixed(operation, resource);
        if (attribute.MultiValued)
            ListPatch.Apply(operation, resource);
        else if (operation.Elements is { } filter)
            ApplyToMatchingValue(operation, filter, resource);
        else
            ApplyToValue(operation, resource);
    }

    static void RefuseIfFixed(ResolvedOperation operation, ScimObject resource)
    {
        var attribute = operation.Target.Attribute;
        var isWhole = operation.Elements is null && operation.SubAttribute is null;
        var isCleared = operation.Kind == PatchOperationKind.Remove || !operation.Value.HasValue;
        if (isWhole && attribute.Required && isCleared)
        {
            throw operation.Kind == PatchOperationKind.Remove
                ? ScimException.Mutability($"'{operation.Path}' is required and cannot be removed.")
                : ScimException.InvalidValue($"'{operation.Path}' is required and must not be empty.");
        }

        if (operation.SubAttribute is { Required: true } && isCleared)
            throw ScimException.Mutability($"'{operation.Path}' is required and cannot be removed.");

        if (attribute.Mutability == Mutability.Immutable
            && operation.Target.Get(resource) is { HasValue: true } present && (!isWhole || present != operation.Value))
            throw ScimException.Mutability($"'{operation.Path}' has a value, which cannot be changed.");
    }

    // A filter on a single value, such as manager[value eq "…"], selects it or nothing; where there is none, it may say what to create.
    static void ApplyToMatchingValue(ResolvedOperation operation, BoundFilter filter, ScimObject resource)
    {
        var present = operation.Target.Get(resource);
        if (!present.HasValue || !FilterEvaluator.MatchesElement(filter, present))
        {
            if (operation.Kind == PatchOperationKind.Remove || !operation.Value.HasValue)
                return;
            if (present.HasValue || operation.SubAttribute is null || MissingElement.TryMake(filter) is not { } made)
                throw ScimException.NoTarget($"The filter of '{operation.Path}' matches no value.");

            operation.Target.Set(resource, made);
        }

        ApplyToValue(operation, resource);
    }

    static void ApplyToValue(ResolvedOperation operation, ScimObject resource)
    {
        var value = operation.Kind == PatchOperationKind.Remove ? default : operation.Value;
        if (operation.SubAttribute is { } sub)
            SetPart(operation.Target, sub, value, resource);
        else
            operation.Target.Set(resource, value.Clone());
    }

    static void SetPart(AttributeLocation target, SchemaAttribute sub, ScimValue value, ScimObject resource)
    {
        var complex = target.Get(resource).AsObject;
        if (complex is null)
        {
            if (value.HasValue)
                target.Set(resource, new ScimObject { [sub.Name] = value.Clone() });
            return;
        }

        complex[sub.Name] = value.Clone();
        if (complex.Count == 0)
            target.Set(resource, default);
    }
}
