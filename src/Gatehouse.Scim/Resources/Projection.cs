using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Resources;

/// <summary>
/// Which attributes an answer carries (RFC 7644 §3.9): all that are returned by default, only those named, or all but those named.
/// Names are compared ignoring case, with or without URN; unknown ones have no effect. Immutable.
/// </summary>
public sealed class Projection
{
    enum Choice
    {
        Everything,
        Only,
        AllBut,
    }

    readonly Choice choice;
    readonly Dictionary<(Schema? Extension, SchemaAttribute Attribute), HashSet<SchemaAttribute>?> named = [];
    readonly HashSet<Schema> namedExtensions = [];

    Projection(Choice choice) => this.choice = choice;

    /// <summary>What is returned by default.</summary>
    public static Projection Default { get; } = new(Choice.Everything);

    /// <summary>True when neither <c>attributes</c> nor <c>excludedAttributes</c> was given.</summary>
    public bool IsDefault => choice == Choice.Everything;

    /// <summary>True when <c>attributes</c> was given; a PATCH must then answer with the resource (RFC 7644 §3.5.2).</summary>
    public bool NamesAttributes => choice == Choice.Only;

    /// <summary>
    /// True when every attribute is returned whole or not at all, and none is asked for that is returned on request only: stored values can
    /// then be copied as they are.
    /// </summary>
    public bool IsWholesale => choice != Choice.Only && named.Values.All(static subAttributes => subAttributes is null);

    /// <summary>Reads the two parameters.</summary>
    /// <exception cref="ScimException">400 invalidValue: both were given.</exception>
    public static Projection Of(IReadOnlyList<string> attributes, IReadOnlyList<string> excludedAttributes, ResourceType type)
    {
        if (attributes.Count > 0 && excludedAttributes.Count > 0)
            throw ScimException.InvalidValue("Give 'attributes' or 'excludedAttributes', not both.");
        if (attributes.Count == 0 && excludedAttributes.Count == 0)
            return Default;

        var projection = new Projection(attributes.Count > 0 ? Choice.Only : Choice.AllBut);
        foreach (var name in attributes.Concat(excludedAttributes))
            projection.Name(name.Trim(), type);
        return projection;
    }

    /// <summary>Whether any part of a top-level attribute is returned.</summary>
    public bool Includes(Schema? extension, SchemaAttribute attribute)
    {
        switch (attribute.Returned)
        {
            case Returned.Always:
                return true;
            case Returned.Never:
                return false;
        }

        var isNamed = IsNamed(extension, attribute, out var subAttributes);
        return choice switch
        {
            Choice.Only => isNamed,
            Choice.AllBut => attribute.Returned == Returned.Default && !(isNamed && subAttributes is null),
            _ => attribute.Returned == Returned.Default,
        };
    }

    /// <summary>Whether a sub-attribute of an included attribute is returned.</summary>
    public bool Includes(Schema? extension, SchemaAttribute attribute, SchemaAttribute sub)
    {
        switch (sub.Returned)
        {
            case Returned.Always:
                return true;
            case Returned.Never:
                return false;
        }

        IsNamed(extension, attribute, out var subAttributes);
        var isNamed = subAttributes?.Contains(sub) == true;
        return choice switch
        {
            Choice.Only => subAttributes is null ? sub.Returned == Returned.Default : isNamed,
            Choice.AllBut => sub.Returned == Returned.Default && !isNamed,
            _ => sub.Returned == Returned.Default,
        };
    }

    bool IsNamed(Schema? extension, SchemaAttribute attribute, out HashSet<SchemaAttribute>? subAttributes)
    {
        if (named.TryGetValue((extension, attribute), out subAttributes))
            return true;

        return extension is not null && namedExtensions.Contains(extension);
    }

    void Name(string text, ResourceType type)
    {
        if (type.Extensions.FirstOrDefault(schema => schema.Id.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } extension)
        {
            namedExtensions.Add(extension);
            return;
        }

        // The URN ends at the last colon; what follows is attribute or attribute.sub.
        var colon = text.LastIndexOf(':');
        var urn = colon < 0 ? null : text[..colon];
        var dot = text.IndexOf('.', colon + 1);
        var name = dot < 0 ? text[(colon + 1)..] : text[(colon + 1)..dot];
        if (type.Find(urn, name) is not { } location)
            return;

        var key = (location.Extension, location.Attribute);
        if (dot < 0)
        {
            named[key] = null;
            return;
        }

        if (location.Attribute.FindSubAttribute(text[(dot + 1)..]) is not { } sub)
            return;

        if (!named.TryGetValue(key, out var subAttributes))
            named[key] = [sub];
        else
            subAttributes?.Add(sub);
    }
}
