using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Patch;

/// <summary>Operations on multi-valued attributes.</summary>
static class ListPatch
{
    const string Primary = "primary";

    public static void Apply(ResolvedOperation operation, ScimObject resource)
    {
        var list = operation.Target.Get(resource).AsList ?? [];
        if (operation.Elements is not null || operation.SubAttribute is not null)
            ApplyToElements(operation, list);
        else if (operation.Kind == PatchOperationKind.Remove)
            Remove(operation.Target.Attribute, list, operation.Value.AsList);
        else if (operation.Kind == PatchOperationKind.Replace)
            list = operation.Value.Clone().AsList ?? [];
        else
            Append(operation.Target.Attribute, list, operation.Value.AsList!);

        operation.Target.Set(resource, list.Count > 0 ? list : default(ScimValue));
    }

    /// <summary>Drops the values that operations left empty, and makes one of those they made the same (RFC 7643 §2.4).</summary>
    public static void Tidy(AttributeLocation target, ScimObject resource)
    {
        if (target.Get(resource).AsList is not { } list)
            return;

        var first = new Dictionary<ScimValue, ScimValue>();
        list.RemoveAll(element =>
        {
            if (element.IsEmpty)
                return true;

            var identity = ValueReader.IdentityOf(element);
            if (first.TryAdd(identity, element))
                return false;

            if (first[identity].AsObject is { } present)
                Merge(present, element.AsObject!);
            return true;
        });
        if (list.Count == 0)
            target.Set(resource, default);
    }

    static void ApplyToElements(ResolvedOperation operation, ScimList list)
    {
        var matches = operation.Elements is null
            ? list.ToList()
            : list.FindAll(element => FilterEvaluator.MatchesElement(operation.Elements, element));
        if (matches.Count == 0)
        {
            AddMissing(operation, list);
            return;
        }

        foreach (var element in matches)
            ApplyToElement(operation, list, element);
    }

    static void ApplyToElement(ResolvedOperation operation, ScimList list, ScimValue element)
    {
        if (operation.SubAttribute is { } sub)
        {
            SetPart(operation, list, element, sub);
        }
        else if (operation.Kind == PatchOperationKind.Remove || !operation.Value.HasValue)
        {
            list.Remove(element);
        }
        else if (operation.Kind == PatchOperationKind.Replace)
        {
            var replacement = operation.Value.Clone();
            list[list.IndexOf(element)] = replacement;
            KeepOnePrimary(list, replacement);
        }
        else
        {
            Merge(element.AsObject!, operation.Value.AsObject!);
            KeepOnePrimary(list, element);
        }
    }

    static void SetPart(ResolvedOperation operation, ScimList list, ScimValue element, SchemaAttribute sub)
    {
        if (element.AsObject is not { } complex)
            return;

        var value = operation.Kind == PatchOperationKind.Remove ? default : operation.Value.Clone();
        complex[sub.Name] = value;
        if (value.HasValue)
            KeepOnePrimary(list, element);
        else if (complex.All(static member => member.Key is "type" or Primary))
            list.Remove(element);
    }

    // RFC 7644 §3.5.2.3 says noTarget. Entra updates a value that is not there yet in this very way and never recovers from a refusal, so
    // the value is made of what the filter says it must be. https://github.com/Captain-P-Goldfish/SCIM-SDK/issues/416
    static void AddMissing(ResolvedOperation operation, ScimList list)
    {
        if (operation.Kind == PatchOperationKind.Remove || !operation.Value.HasValue)
            return;

        var element = operation.Elements is null ? [] : MissingElement.TryMake(operation.Elements);
        if (element is null || operation is { Kind: PatchOperationKind.Replace, SubAttribute: null })
            throw ScimException.NoTarget($"The filter of '{operation.Path}' matches no value, and does not say which one to create.");

        if (operation.SubAttribute is { } sub)
            element[sub.Name] = operation.Value.Clone();
        else
            Merge(element, operation.Value.AsObject!);
        list.Add(element);
        KeepOnePrimary(list, element);
    }

    static void Append(SchemaAttribute attribute, ScimList list, ScimList added)
    {
        var known = new HashSet<ScimValue>(list);
        var byValue = list.Where(static element => ValueOf(element).HasValue).ToLookup(ValueOf);
        foreach (var item in added)
        {
            if (!known.Add(item))
                continue;

            var element = item.Clone();
            var same = byValue[ValueOf(element)]
                .Where(present => IsSame(attribute, present, element))
                .OrderByDescending(present => ValueReader.IdentityOf(present) == ValueReader.IdentityOf(element))
                .FirstOrDefault();
            if (same.AsObject is { } present)
            {
                if (attribute.Mutability != Mutability.Immutable && attribute.FindSubAttribute("value")?.Mutability != Mutability.Immutable)
                    Merge(present, element.AsObject!);
                element = same;
            }
            else
            {
                list.Add(element);
            }

            KeepOnePrimary(list, element);
        }
    }

    // The same value for another purpose is another value; a value of unstated purpose is the one that is there.
    // The type of a member is worked out by the server and is no purpose.
    static bool IsSame(SchemaAttribute attribute, ScimValue present, ScimValue added)
    {
        if (present.AsObject is not { } first || added.AsObject is not { } second)
            return present == added;

        var (one, other) = (first["type"], second["type"]);
        return attribute.FindSubAttribute("type") is not { Mutability: Mutability.ReadWrite } || !one.HasValue || !other.HasValue
            || string.Equals(one.AsText, other.AsText, StringComparison.OrdinalIgnoreCase);
    }

    static void Remove(SchemaAttribute attribute, ScimList list, ScimList? named)
    {
        if (named is null)
        {
            list.Clear();
            return;
        }

        var byValue = named.Where(static element => ValueOf(element).HasValue).ToLookup(ValueOf);
        list.RemoveAll(element => byValue[ValueOf(element)].Any(one => IsSame(attribute, element, one)) || named.Contains(element));
    }

    static ScimValue ValueOf(ScimValue element) => element.AsObject is { } complex ? complex["value"] : element;

    static void Merge(ScimObject into, ScimObject from)
    {
        foreach (var (name, value) in from)
            into[name] = value.Clone();
    }

    // RFC 7643 §2.4 and RFC 7644 §3.5.2: the value that was set primary last is the one.
    static void KeepOnePrimary(ScimList list, ScimValue set)
    {
        if (set.AsObject?[Primary].AsBoolean != true)
            return;

        foreach (var element in list)
        {
            if (element.AsObject is { } other && !ReferenceEquals(other, set.AsObject) && other[Primary].AsBoolean == true)
                other.Remove(Primary);
        }
    }
}
