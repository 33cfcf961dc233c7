using System.Buffers;
using System.Text;
using System.Text.Json;

using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Resources;

/// <summary>
/// Writes a stored resource as an answer straight from its JSON text: whole attribute values are copied, and no tree is built. Says the same as <see cref="ResourceWriter"/> wherever <see cref="Projection.IsWholesale"/> allows it.
/// </summary>
public static class ResourceCopier
{
    const int LongestName = 256;

    /// <summary>An attribute whose value the server knows better than the stored text, such as a manager with name and address.</summary>
    /// <param name="Extension">The extension schema, or null for the core schema.</param>
    /// <param name="Name">The attribute's canonical name.</param>
    /// <param name="Value">What is written in the place of the stored value.</param>
    public sealed record Replacement(Schema? Extension, string Name, ScimObject Value);

    /// <summary>Writes the members of a resource without the braces, so that the server can add id, meta and what it computes.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="document">The text that <see cref="ScimJson"/> wrote of a resource <see cref="ResourceReader"/> had accepted.</param>
    /// <param name="type">Attributes that it does not declare any more are left out, and so are their URNs from <c>schemas</c>.</param>
    /// <param name="projection">A wholesale one.</param>
    /// <param name="replacement">An attribute to write differently, or null.</param>
    /// <exception cref="JsonException">The document is not JSON: the store is damaged.</exception>
    public static void CopyMembers(
        Utf8JsonWriter writer, string document, ResourceType type, Projection projection, Replacement? replacement = null)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(document.Length));
        try
        {
            var utf8 = rented.AsSpan(0, Encoding.UTF8.GetBytes(document, rented));
            CopyMembers(writer, utf8, type, projection, replacement);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    static void CopyMembers(Utf8JsonWriter writer, ReadOnlySpan<byte> document, ResourceType type, Projection projection, Replacement? replacement)
    {
        var reader = new Utf8JsonReader(document);
        reader.Read();
        Span<char> buffer = stackalloc char[LongestName];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = NameOf(reader.ValueSpan, buffer);
            reader.Read();
            if (type.FindCore(name) is { } core)
            {
                if (core.Attribute == CommonAttributes.Schemas)
                    CopySchemas(writer, ref reader, type);
                else
                    CopyAttribute(writer, document, ref reader, core, projection, replacement);
            }
            else if (type.FindSchema(name) is { } extension)
            {
                CopyExtension(writer, document, ref reader, extension, projection, replacement);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    static void CopySchemas(Utf8JsonWriter writer, ref Utf8JsonReader reader, ResourceType type)
    {
        writer.WriteStartArray("schemas");
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            if (type.FindSchema(reader.GetString()!) is { } schema)
                writer.WriteStringValue(schema.Id);
        }

        writer.WriteEndArray();
    }

    static void CopyExtension(
        Utf8JsonWriter writer, ReadOnlySpan<byte> document, ref Utf8JsonReader reader, Schema extension, Projection projection, Replacement? replacement)
    {
        var begun = false;
        Span<char> buffer = stackalloc char[LongestName];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var attribute = extension.FindAttribute(NameOf(reader.ValueSpan, buffer));
            reader.Read();
            if (attribute is null || !projection.Includes(extension, attribute))
            {
                reader.Skip();
                continue;
            }

            if (!begun)
                writer.WriteStartObject(extension.Id);
            begun = true;
            CopyAttribute(writer, document, ref reader, new(extension, attribute), projection, replacement);
        }

        if (begun)
            writer.WriteEndObject();
    }

    static void CopyAttribute(
        Utf8JsonWriter writer, ReadOnlySpan<byte> document, ref Utf8JsonReader reader, AttributeLocation location, Projection projection,
        Replacement? replacement)
    {
        var attribute = location.Attribute;
        var start = (int)reader.TokenStartIndex;
        if (attribute.IsNarrowed)
        {
            CopyNarrowed(writer, document, ref reader, attribute, projection.Includes(location.Extension, attribute));
            return;
        }

        reader.Skip();
        if (!projection.Includes(location.Extension, attribute))
            return;

        writer.WritePropertyName(attribute.Name);
        if (replacement is not null && replacement.Extension == location.Extension && replacement.Name == attribute.Name)
            ScimJson.Write(writer, replacement.Value);
        else
            writer.WriteRawValue(document[start..(int)reader.BytesConsumed], skipInputValidation: true);
    }

    // A profile that declares less than the standard leaves the rest of an older value out.
    static void CopyNarrowed(Utf8JsonWriter writer, ReadOnlySpan<byte> document, ref Utf8JsonReader reader, SchemaAttribute attribute, bool isIncluded)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        if (!isIncluded)
            return;

        var kept = Narrow(ScimJson.Parse(document[start..(int)reader.BytesConsumed]), attribute);
        if (kept.IsEmpty)
            return;

        writer.WritePropertyName(attribute.Name);
        ScimJson.Write(writer, kept);
    }

    static ScimValue Narrow(ScimValue value, SchemaAttribute attribute)
    {
        if (value.AsList is { } list)
            return new ScimList(list.Select(item => Narrow(item, attribute)).Where(static item => !item.IsEmpty));
        if (value.AsObject is not { } complex)
            return value;

        var kept = new ScimObject();
        foreach (var (name, part) in complex)
        {
            if (attribute.FindSubAttribute(name) is not null)
                kept[name] = part;
        }

        return kept;
    }

    // Names that a schema declares need no escaping; what is longer than any of them is none.
    static ReadOnlySpan<char> NameOf(ReadOnlySpan<byte> utf8, Span<char> buffer) =>
        utf8.Length > buffer.Length ? [] : buffer[..Encoding.UTF8.GetChars(utf8, buffer)];
}
