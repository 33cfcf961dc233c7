using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Patch;

/// <summary>An operation whose path was found in the schema and whose value was read as the schema says. Touches one attribute.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Target">The attribute.</param>
/// <param name="Elements">Which values of a multi-valued attribute, or null for the attribute as a whole.</param>
/// <param name="SubAttribute">The part of the value, or null for the whole.</param>
/// <param name="Value">The value; absent for a remove of everything selected, and for a replace that clears.</param>
public sealed record ResolvedOperation(
    PatchOperationKind Kind, AttributeLocation Target, BoundFilter? Elements, SchemaAttribute? SubAttribute, ScimValue Value)
{
    /// <summary>The attribute's name for messages, with its sub-attribute.</summary>
    public string Path => SubAttribute is null ? Target.Path : $"{Target.Path}.{SubAttribute.Name}";
}
