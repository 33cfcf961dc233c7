using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Paths;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Patch;

/// <summary>
/// Turns the operations of a request into operations on attributes of a schema. A value without path becomes one operation for each of
/// its members, whose names are paths themselves: Entra writes <c>"name.givenName"</c> and <c>"urn:…:User:department"</c>.
/// https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility
/// </summary>
public sealed class PatchResolver
{
    readonly ResourceType type;
    readonly string? id;
    readonly List<ScimFinding> findings = [];
    readonly List<ResolvedOperation> resolved = [];
    readonly ValueReader values;

    PatchResolver(ResourceType type, string? id)
    {
        this.type = type;
        this.id = id;
        values = new ValueReader(type, findings);
    }

    /// <summary>Resolves all operations, naming everything unknown or wrong at once.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">The resource's type.</param>
    /// <param name="id">The resource's id, which clients may repeat; another one is refused.</param>
    /// <exception cref="ScimException">400: what is wrong with them.</exception>
    public static IReadOnlyList<ResolvedOperation> Resolve(PatchRequest request, ResourceType type, string? id = null)
    {
        var resolver = new PatchResolver(type, id);
        foreach (var operation in request.Operations)
        {
            if (operation.Path is { } path)
                resolver.ResolvePath(operation.Kind, path, operation.Value, isKey: false);
            else
                resolver.ResolveMembers(operation.Kind, operation.Value.AsObject!, extension: null);
        }

        ScimFindings.ThrowIfAny(resolver.findings, "invalidPath");
        return resolver.resolved;
    }

    void ResolveMembers(PatchOperationKind kind, ScimObject members, Schema? extension)
    {
        foreach (var member in members)
        {
            if (extension is not null)
                ResolvePath(kind, $"{extension.Id}:{member.Key}", member.Value, isKey: true);
            else if (!type.DiscardedMembers.Contains(member.Key))
                ResolvePath(kind, member.Key, member.Value, isKey: true);
        }
    }

    void ResolvePath(PatchOperationKind kind, string text, ScimValue value, bool isKey)
    {
        if (type.FindSchema(text.Trim()) is { } schema)
        {
            ResolveSchema(kind, schema, value);
            return;
        }

        var path = AttributePath.Parse(text);

        // What has no value is no attribute; only a name with a value can be unknown.
        var mayBeUnknown = isKey && value.IsEmpty;
        if (type.Find(path.Attribute.Urn, path.Attribute.Name) is not { } target)
        {
            if (!mayBeUnknown)
                AddUnknown(path, type.Suggest(path.Attribute.Urn, path.Attribute.Name));
            return;
        }

        SchemaAttribute? sub = null;
        if (path.Attribute.SubAttribute is { } name)
        {
            sub = FindSubAttribute(target.Attribute, name);
            if (sub is null)
            {
                if (!mayBeUnknown)
                    AddUnknown(path, NearestName.Of(name, target.Attribute.SubAttributes.Select(static one => one.Name)));
                return;
            }
        }

        if (IsServerOwned(target, sub, value, isKey))
            return;

        BoundFilter? elements = null;
        if (path.Filter is null || TryBind(path.Filter, target, out elements))
            ResolveTarget(kind, target, elements, sub, value);
    }

    // Entra calls the label of a role displayName.
    static SchemaAttribute? FindSubAttribute(SchemaAttribute attribute, string name) =>
        attribute.FindSubAttribute(name)
        ?? (EntraRoles.AppliesTo(attribute) && name.Equals("displayName", StringComparison.OrdinalIgnoreCase) ? attribute.FindSubAttribute("display") : null);

    void ResolveSchema(PatchOperationKind kind, Schema schema, ScimValue value)
    {
        if (kind != PatchOperationKind.Remove && value.AsObject is { } members)
        {
            ResolveMembers(kind, members, schema);
            return;
        }

        if (kind != PatchOperationKind.Remove && !value.IsEmpty)
            throw ScimException.InvalidValue($"'{schema.Id}' needs an object of its attributes.");
        if (kind == PatchOperationKind.Add)
            return;
        if (schema == type.Schema)
            throw ScimException.Mutability($"'{schema.Id}' cannot be removed: it is the resource itself.");

        foreach (var attribute in schema.Attributes.Where(static attribute => attribute.Mutability != Mutability.ReadOnly))
            resolved.Add(new(PatchOperationKind.Remove, new(schema, attribute), null, null, default));
    }

    bool TryBind(Filter filter, AttributeLocation target, out BoundFilter? elements)
    {
        elements = null;
        try
        {
            elements = FilterBinder.BindInner(filter, target);
        }
        catch (ScimException refusal) when (refusal.Findings.Count > 0)
        {
            findings.AddRange(refusal.Findings);
        }
        catch (ScimException refusal)
        {
            throw ScimException.InvalidPath(refusal.Message);
        }

        return elements is not null;
    }

    /// <summary>Whether the operation names what only the server writes and may be passed over.</summary>
    bool IsServerOwned(AttributeLocation target, SchemaAttribute? sub, ScimValue value, bool isKey)
    {
        if (target.Attribute == CommonAttributes.Schemas)
            return true;

        if (target.Attribute.Mutability != Mutability.ReadOnly && sub?.Mutability != Mutability.ReadOnly)
            return false;

        // Some clients repeat the whole resource, or its id, in every change.
        if (target.Attribute == CommonAttributes.Id ? id is not null && value.AsText == id : isKey)
            return true;

        throw ScimException.Mutability($"'{(sub is null ? target.Path : $"{target.Path}.{sub.Name}")}' is read-only.");
    }

    void ResolveTarget(PatchOperationKind kind, AttributeLocation target, BoundFilter? elements, SchemaAttribute? sub, ScimValue raw)
    {
        var path = sub is null ? target.Path : $"{target.Path}.{sub.Name}";
        raw = Unwrap(raw, target);

        // Writing into one of several values changes that value.
        var written = sub ?? (elements is not null && kind != PatchOperationKind.Remove ? target.Attribute.FindSubAttribute("value") : null);
        if (written?.Mutability == Mutability.Immutable)
            throw ScimException.Mutability($"'{path}' cannot be changed; add or remove the whole value.");

        if (kind == PatchOperationKind.Remove)
        {
            // Entra's default style names the members to remove in the value; read by the letter it would empty the group.
            // https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups
            var named = elements is null && sub is null && target.Attribute.MultiValued ? values.Read(target.Attribute, raw, path) : default;
            resolved.Add(new(kind, target, elements, sub, named));
            return;
        }

        if (sub is null && elements is null && target.Attribute is { IsComplex: true, MultiValued: false } && raw.AsObject is { Count: > 0 } parts)
        {
            ResolveParts(kind, target, parts);
            return;
        }

        var value = sub is not null ? values.Read(sub, raw, path)
            : elements is not null ? values.ReadElement(target.Attribute, raw, path)
            : values.Read(target.Attribute, raw, path);

        // Nothing to add is nothing to do; nothing to replace with clears.
        if (kind == PatchOperationKind.Replace || value.HasValue)
            resolved.Add(new(kind, target, elements, sub, value));
    }

    // RFC 7644 §3.5.2.3: sub-attributes that are not named stay as they are.
    void ResolveParts(PatchOperationKind kind, AttributeLocation target, ScimObject parts)
    {
        foreach (var part in parts)
        {
            var path = $"{target.Path}.{part.Key}";
            if (target.Attribute.FindSubAttribute(part.Key) is not { } sub)
            {
                if (!part.Value.IsEmpty)
                    findings.Add(ScimFindings.Unknown(path, type.Name, NearestName.Of(part.Key, target.Attribute.SubAttributes.Select(static one => one.Name))));
                continue;
            }

            if (sub.Mutability == Mutability.ReadOnly)
                continue;

            var value = values.Read(sub, part.Value, path);
            if (kind == PatchOperationKind.Replace || value.HasValue)
                resolved.Add(new(kind, target, null, sub, value));
        }
    }

    // A list of one stands for a single value. Salesforce documents {"op":"remove","path":"members","value":{"members":[…]}}.
    static ScimValue Unwrap(ScimValue raw, AttributeLocation target)
    {
        if (!target.Attribute.MultiValued)
            return raw.AsList is [var only] ? only : raw;

        return raw.AsObject is { Count: 1 } wrapper && wrapper.At(0).Key.Equals(target.Attribute.Name, StringComparison.OrdinalIgnoreCase)
            ? wrapper.At(0).Value
            : raw;
    }

    void AddUnknown(AttributePath path, string? suggestion) =>
        findings.Add(ScimFindings.Unknown(path.Attribute.ToString(), type.Name, suggestion));
}
