using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;

using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Resources;

/// <summary>
/// Reads and writes JSON as <see cref="ScimValue"/> trees, without a schema. Reading is strict, so that no two readers of one message can
/// differ: members are unique ignoring case (RFC 7643 §2.1), text is valid UTF-8 without lone surrogates or U+0000, nothing follows the
/// value, and <see cref="JsonLimits"/> hold.
/// </summary>
public static class ScimJson
{
    /// <summary>Writes other alphabets as they are: answers are never HTML.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    const int SmallObject = 12;

    static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> KnownNames = CollectNames();

    /// <summary>Reads one JSON value.</summary>
    /// <exception cref="ScimException">400 invalidSyntax: not JSON, or not JSON as strict as above.</exception>
    public static ScimValue Parse(ReadOnlySpan<byte> utf8, JsonLimits? limits = null)
    {
        limits ??= JsonLimits.Default;
        if (utf8.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];

        // One level more than allowed, so that the limit's refusal is ours and in words.
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = limits.Depth + 1 });
        try
        {
            if (!reader.Read())
                throw ScimException.InvalidSyntax("The body is empty; it must be a JSON object.");

            var value = ReadValue(ref reader, limits);
            if (reader.Read())
                throw ScimException.InvalidSyntax("Something follows the JSON value.");
            return value;
        }
        catch (JsonException problem)
        {
            throw ScimException.InvalidSyntax(
                reader.CurrentDepth > limits.Depth
                    ? TooDeep(limits)
                    : $"The body is not valid JSON (line {problem.LineNumber + 1}, byte {problem.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader reports malformed UTF-8 and lone surrogates only when the text is taken out.
            throw ScimException.InvalidSyntax("A text in the body is not valid Unicode.");
        }
    }

    /// <summary>Writes one value; absent and null become JSON null.</summary>
    public static void Write(Utf8JsonWriter writer, ScimValue value)
    {
        switch (value.Kind)
        {
            case ScimValueKind.Boolean:
                writer.WriteBooleanValue(value.AsBoolean!.Value);
                break;
            case ScimValueKind.Integer:
                writer.WriteNumberValue(value.AsInteger!.Value);
                break;
            case ScimValueKind.Decimal:
                writer.WriteNumberValue(value.AsDecimal!.Value);
                break;
            case ScimValueKind.Text:
                writer.WriteStringValue(value.AsText);
                break;
            case ScimValueKind.Object:
                WriteObject(writer, value.AsObject!);
                break;
            case ScimValueKind.List:
                writer.WriteStartArray();
                foreach (var item in value.AsList!)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    /// <summary>One value as UTF-8 JSON.</summary>
    public static byte[] ToUtf8(ScimValue value)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            Write(writer, value);
        return buffer.WrittenSpan.ToArray();
    }

    static void WriteObject(Utf8JsonWriter writer, ScimObject value)
    {
        writer.WriteStartObject();
        for (var i = 0; i < value.Count; i++)
        {
            var member = value.At(i);
            writer.WritePropertyName(member.Key);
            Write(writer, member.Value);
        }

        writer.WriteEndObject();
    }

    static ScimValue ReadValue(ref Utf8JsonReader reader, JsonLimits limits) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, limits),
        JsonTokenType.StartArray => ReadList(ref reader, limits),
        JsonTokenType.String => ReadText(ref reader, limits),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.True => ScimValue.True,
        JsonTokenType.False => ScimValue.False,
        _ => ScimValue.Null,
    };

    static ScimValue ReadObject(ref Utf8JsonReader reader, JsonLimits limits)
    {
        RefuseDeeper(ref reader, limits);
        var value = new ScimObject();
        HashSet<string>? names = null;

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = ReadName(ref reader, limits);
            if (value.Count == limits.MembersPerObject)
                throw ScimException.InvalidSyntax($"An object has more than {limits.MembersPerObject} members.");
            if (value.Count == SmallObject)
                names = value.Select(static member => member.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
            if (names is null ? value.Find(name).Kind != ScimValueKind.Absent : !names.Add(name))
                throw ScimException.InvalidSyntax($"The member {Quote(name)} is there twice; names are compared without regard to case.");

            reader.Read();
            value.Append(name, ReadValue(ref reader, limits));
        }

        return value;
    }

    static ScimValue ReadList(ref Utf8JsonReader reader, JsonLimits limits)
    {
        RefuseDeeper(ref reader, limits);
        var list = new ScimList();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            list.Add(ReadValue(ref reader, limits));
        return list;
    }

    static void RefuseDeeper(ref Utf8JsonReader reader, JsonLimits limits)
    {
        if (reader.CurrentDepth >= limits.Depth)
            throw ScimException.InvalidSyntax(TooDeep(limits));
    }

    static string ReadName(ref Utf8JsonReader reader, JsonLimits limits)
    {
        // Nearly every name is one a schema declares: hand out that string instead of a new one.
        Span<char> buffer = stackalloc char[80];
        if (reader.ValueSpan.Length <= buffer.Length && !reader.ValueIsEscaped)
        {
            var name = buffer[..reader.CopyString(buffer)];
            if (KnownNames.TryGetValue(name, out var known))
                return known;
        }

        return Checked(reader.GetString()!, limits);
    }

    static ScimValue ReadText(ref Utf8JsonReader reader, JsonLimits limits) => Checked(reader.GetString()!, limits);

    static string Checked(string text, JsonLimits limits)
    {
        if (text.Length > limits.TextLength)
            throw ScimException.InvalidSyntax($"A text is longer than {limits.TextLength} characters.");
        if (text.Contains('\0', StringComparison.Ordinal))
            throw ScimException.InvalidSyntax("A text holds the character U+0000.");
        return text;
    }

    static ScimValue ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var integer))
            return integer;
        if (reader.TryGetDecimal(out var number))
            return number;
        throw ScimException.InvalidSyntax("A number is too large.");
    }

    static string TooDeep(JsonLimits limits) => $"The body is nested more than {limits.Depth} levels deep.";

    /// <summary>A name from the wire as an error may show it: one line, not endless.</summary>
    public static string Quote(string name)
    {
        var shown = name.Length <= 100 ? name : string.Concat(name.AsSpan(0, 100), "…");
        return "'" + string.Concat(shown.Select(static c => char.IsControl(c) ? '\uFFFD' : c)) + "'";
    }

    static FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> CollectNames()
    {
        string[] messages = ["schemas", "id", "meta", "resourceType", "created", "lastModified", "location", "version", "Operations", "op", "path",
            "method", "bulkId", "data", "failOnErrors", "password"];
        var schemas = new[] { StandardSchemas.User, StandardSchemas.EnterpriseUser, StandardSchemas.Group };
        var declared = schemas.SelectMany(static schema => schema.Attributes
            .SelectMany(static attribute => attribute.SubAttributes.Select(static sub => sub.Name).Prepend(attribute.Name))
            .Prepend(schema.Id));
        return messages.Concat(declared).Distinct(StringComparer.Ordinal).ToFrozenDictionary(static name => name, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
