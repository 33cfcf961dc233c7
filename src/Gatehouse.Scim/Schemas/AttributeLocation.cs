using Gatehouse.Scim.Resources;

namespace Gatehouse.Scim.Schemas;

/// <summary>Where an attribute lives in a resource: at the top, or inside an extension's object.</summary>
/// <param name="Extension">The extension schema that declares it, or null for core and common attributes.</param>
/// <param name="Attribute">The definition.</param>
public readonly record struct AttributeLocation(Schema? Extension, SchemaAttribute Attribute)
{
    /// <summary>The full name: bare for core attributes, <c>URN:name</c> for those of an extension.</summary>
    public string Path => Extension is null ? Attribute.Name : $"{Extension.Id}:{Attribute.Name}";

    /// <summary>The value in this resource, or absent.</summary>
    public ScimValue Get(ScimObject resource) =>
        Extension is null ? resource[Attribute.Name] : resource[Extension.Id].AsObject?[Attribute.Name] ?? default;

    /// <summary>Sets the value; an absent one removes it, and with its last value the extension's object.</summary>
    public void Set(ScimObject resource, ScimValue value)
    {
        if (Extension is null)
        {
            resource[Attribute.Name] = value;
            return;
        }

        var container = resource[Extension.Id].AsObject;
        if (container is null)
        {
            if (value.Kind == ScimValueKind.Absent)
                return;

            container = [];
            resource[Extension.Id] = container;
        }

        container[Attribute.Name] = value;
        if (container.Count == 0)
            resource.Remove(Extension.Id);
    }
}
