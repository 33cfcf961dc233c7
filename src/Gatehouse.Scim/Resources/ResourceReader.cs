using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Resources;

/// <summary>
/// Reads the body of POST and PUT as a resource of one type: strictly, naming every unknown attribute, sub-attribute and URN at once.
/// The result has canonical names, the <c>schemas</c> that have values, and nothing that only the server writes.
/// </summary>
public static class ResourceReader
{
    /// <summary>Reads a resource from the untyped message.</summary>
    /// <exception cref="ScimException">400: what is wrong with it, all of it.</exception>
    public static ScimObject Read(ScimValue message, ResourceType type)
    {
        if (message.AsObject is not { } body)
            throw ScimException.InvalidSyntax($"The body must be a JSON object that is a {type.Name}.");

        RequireSchemas(body, type);

        var findings = new List<ScimFinding>();
        var values = new ValueReader(type, findings);
        var resource = new ScimObject { ["schemas"] = new ScimList() };
        foreach (var member in body)
            ReadMember(member.Key, member.Value, type, values, resource, findings);

        foreach (var attribute in type.Schema.Attributes)
        {
            if (attribute.Required && !resource[attribute.Name].HasValue && !findings.Exists(finding => finding.Path == attribute.Name))
                findings.Add(new(ScimFindingKind.Missing, attribute.Name, $"'{attribute.Name}' is required and must not be empty."));
        }

        ScimFindings.ThrowIfAny(findings);
        SetSchemas(resource, type);
        return resource;
    }

    /// <summary>Writes into the resource the URNs of the schemas it has values of (RFC 7643 §3).</summary>
    public static void SetSchemas(ScimObject resource, ResourceType type)
    {
        var schemas = new ScimList { type.Schema.Id };
        foreach (var extension in type.Extensions)
        {
            if (resource[extension.Id].AsObject is { Count: > 0 })
                schemas.Add(extension.Id);
        }

        resource["schemas"] = schemas;
    }

    /// <summary>RFC 7643 §7: an immutable attribute that has a value keeps it.</summary>
    /// <exception cref="ScimException">400 mutability.</exception>
    public static void RefuseChangedImmutables(ScimObject before, ScimObject after, ResourceType type)
    {
        foreach (var location in type.Extensions.SelectMany(static extension => extension.Attributes.Select(attribute => new AttributeLocation(extension, attribute)))
            .Concat(type.Schema.Attributes.Select(static attribute => new AttributeLocation(null, attribute))))
        {
            if (location.Attribute.Mutability == Mutability.Immutable
                && location.Get(before) is { HasValue: true } value && location.Get(after) != value)
                throw ScimException.Mutability($"'{location.Path}' has a value, which cannot be changed.");
        }
    }

    static void ReadMember(string name, ScimValue value, ResourceType type, ValueReader values, ScimObject resource, List<ScimFinding> findings)
    {
        if (value.IsEmpty || type.DiscardedMembers.Contains(name) || CommonAttributes.Find(name) is not null)
            return;

        if (type.Schema.FindAttribute(name) is { } attribute)
        {
            if (attribute.Mutability != Mutability.ReadOnly)
                resource[attribute.Name] = values.Read(attribute, value, attribute.Name);
        }
        else if (type.Extensions.FirstOrDefault(schema => schema.Id.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } extension)
        {
            ReadExtension(extension, value, type, values, resource, findings);
        }
        else
        {
            findings.Add(ScimFindings.Unknown(name, type.Name, Suggest(name, type)));
        }
    }

    static void ReadExtension(
        Schema extension, ScimValue value, ResourceType type, ValueReader values, ScimObject resource, List<ScimFinding> findings)
    {
        if (value.AsObject is not { } members)
        {
            findings.Add(new(ScimFindingKind.WrongType, extension.Id, $"'{extension.Id}' must be an object."));
            return;
        }

        foreach (var member in members)
        {
            if (member.Value.IsEmpty)
                continue;

            var path = $"{extension.Id}:{member.Key}";
            if (extension.FindAttribute(member.Key) is not { } attribute)
            {
                findings.Add(ScimFindings.Unknown(path, type.Name, NearestName.Of(member.Key, extension.Attributes.Select(static a => a.Name))));
                continue;
            }

            if (attribute.Mutability != Mutability.ReadOnly)
                new AttributeLocation(extension, attribute).Set(resource, values.Read(attribute, member.Value, path));
        }
    }

    static void RequireSchemas(ScimObject body, ResourceType type)
    {
        var schemas = body.Find("schemas");
        if (schemas.AsList is not { Count: > 0 } urns || urns.Exists(static urn => urn.Kind != ScimValueKind.Text))
            throw ScimException.InvalidSyntax($"'schemas' must be a list of URNs that holds '{type.Schema.Id}'.");

        // Other URNs are hints of the client's and need not be known here: Entra lists extensions it sends no data of.
        if (!urns.Exists(urn => string.Equals(urn.AsText, type.Schema.Id, StringComparison.OrdinalIgnoreCase)))
            throw ScimException.InvalidSyntax($"'schemas' must hold '{type.Schema.Id}'.");
    }

    static string? Suggest(string name, ResourceType type) =>
        name.Contains(':', StringComparison.Ordinal)
            ? NearestName.Of(name, type.Extensions.Select(static extension => extension.Id))
            : type.Suggest(null, name);
}
