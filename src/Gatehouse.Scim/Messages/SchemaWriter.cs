using System.Text.Json;

using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Messages;

/// <summary>Writes schemas and resource types as discovery answers them (RFC 7643 §6 and §7), never with null.</summary>
public static class SchemaWriter
{
    /// <summary>Writes one schema.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="baseUrl">The endpoint's base URL, without a trailing slash.</param>
    public static void Write(Utf8JsonWriter writer, Schema schema, string baseUrl)
    {
        writer.WriteStartObject();
        WriteTexts(writer, "schemas", [ScimUrn.Schema]);
        writer.WriteString("id", schema.Id);
        writer.WriteString("name", schema.Name);
        writer.WriteString("description", schema.Description);
        writer.WriteStartArray("attributes");
        foreach (var attribute in schema.Attributes)
            WriteAttribute(writer, attribute);
        writer.WriteEndArray();
        WriteMeta(writer, "Schema", $"{baseUrl}/Schemas/{schema.Id}");
        writer.WriteEndObject();
    }

    /// <summary>Writes one resource type.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="type">The resource type.</param>
    /// <param name="baseUrl">The endpoint's base URL, without a trailing slash.</param>
    public static void Write(Utf8JsonWriter writer, ResourceType type, string baseUrl)
    {
        writer.WriteStartObject();
        WriteTexts(writer, "schemas", [ScimUrn.ResourceType]);
        writer.WriteString("id", type.Name);
        writer.WriteString("name", type.Name);
        writer.WriteString("endpoint", type.Endpoint);
        writer.WriteString("description", type.Description);
        writer.WriteString("schema", type.Schema.Id);
        writer.WriteStartArray("schemaExtensions");
        foreach (var extension in type.Extensions)
        {
            writer.WriteStartObject();
            writer.WriteString("schema", extension.Id);
            writer.WriteBoolean("required", false);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteMeta(writer, "ResourceType", $"{baseUrl}/ResourceTypes/{type.Name}");
        writer.WriteEndObject();
    }

    static void WriteAttribute(Utf8JsonWriter writer, SchemaAttribute attribute)
    {
        writer.WriteStartObject();
        writer.WriteString("name", attribute.Name);
        writer.WriteString("type", CamelCase(attribute.Type.ToString()));
        writer.WriteBoolean("multiValued", attribute.MultiValued);
        writer.WriteString("description", attribute.Description);
        writer.WriteBoolean("required", attribute.Required);
        if (attribute.CanonicalValues.Count > 0)
            WriteTexts(writer, "canonicalValues", attribute.CanonicalValues);
        if (attribute.Type is AttributeType.String or AttributeType.Reference or AttributeType.Binary)
            writer.WriteBoolean("caseExact", attribute.CaseExact);
        writer.WriteString("mutability", CamelCase(attribute.Mutability.ToString()));
        writer.WriteString("returned", CamelCase(attribute.Returned.ToString()));
        writer.WriteString("uniqueness", CamelCase(attribute.Uniqueness.ToString()));
        if (attribute.Type == AttributeType.Reference)
            WriteTexts(writer, "referenceTypes", attribute.ReferenceTypes);
        if (attribute.IsComplex)
        {
            writer.WriteStartArray("subAttributes");
            foreach (var sub in attribute.SubAttributes)
                WriteAttribute(writer, sub);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    internal static void WriteMeta(Utf8JsonWriter writer, string resourceType, string location)
    {
        writer.WriteStartObject("meta");
        writer.WriteString("resourceType", resourceType);
        writer.WriteString("location", location);
        writer.WriteEndObject();
    }

    internal static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
