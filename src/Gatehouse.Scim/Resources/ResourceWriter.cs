using System.Text.Json;

using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Resources;

/// <summary>Writes a resource as JSON, with the attributes a <see cref="Projection"/> leaves and the schema still declares.</summary>
public static class ResourceWriter
{
    /// <summary>Writes a whole resource object.</summary>
    public static void Write(Utf8JsonWriter writer, ScimObject resource, ResourceType type, Projection projection)
    {
        writer.WriteStartObject();
        WriteMembers(writer, resource, type, projection);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members without the braces, so that a server can add members that it streams, such as a group's members.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, ScimObject resource, ResourceType type, Projection projection)
    {
        for (var i = 0; i < resource.Count; i++)
        {
            var (name, value) = resource.At(i);
            if (type.FindCore(name) is { } core)
                WriteAttribute(writer, core, value, projection);
            else if (type.FindSchema(name) is { } extension && value.AsObject is { } members)
                WriteExtension(writer, extension, members, projection);
        }
    }

    static void WriteExtension(Utf8JsonWriter writer, Schema extension, ScimObject members, Projection projection)
    {
        var begun = false;
        for (var i = 0; i < members.Count; i++)
        {
            var (name, value) = members.At(i);
            if (extension.FindAttribute(name) is not { } attribute || !value.HasValue || !projection.Includes(extension, attribute))
                continue;

            if (!begun)
                writer.WriteStartObject(extension.Id);
            begun = true;
            WriteAttribute(writer, new(extension, attribute), value, projection);
        }

        if (begun)
            writer.WriteEndObject();
    }

    static void WriteAttribute(Utf8JsonWriter writer, AttributeLocation location, ScimValue value, Projection projection)
    {
        // RFC 7643 §2.5: what has no value is left out, never null.
        if (!value.HasValue || !projection.Includes(location.Extension, location.Attribute))
            return;

        writer.WritePropertyName(location.Attribute.Name);
        WriteValue(writer, location, value, projection);
    }

    static void WriteValue(Utf8JsonWriter writer, AttributeLocation location, ScimValue value, Projection projection)
    {
        if (value.AsList is { } list)
        {
            writer.WriteStartArray();
            foreach (var item in list)
                WriteValue(writer, location, item, projection);
            writer.WriteEndArray();
        }
        else if (location.Attribute.IsComplex && value.AsObject is { } complex)
        {
            writer.WriteStartObject();
            for (var i = 0; i < complex.Count; i++)
                WriteSubAttribute(writer, location, complex.At(i), projection);
            writer.WriteEndObject();
        }
        else
        {
            ScimJson.Write(writer, value);
        }
    }

    static void WriteSubAttribute(Utf8JsonWriter writer, AttributeLocation location, KeyValuePair<string, ScimValue> member, Projection projection)
    {
        if (location.Attribute.FindSubAttribute(member.Key) is not { } sub || !member.Value.HasValue
            || !projection.Includes(location.Extension, location.Attribute, sub))
            return;

        writer.WritePropertyName(sub.Name);
        ScimJson.Write(writer, member.Value);
    }
}
