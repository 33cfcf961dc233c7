using System.Text.Json;
using Gatehouse.Scim.Resources;

namespace Gatehouse.Scim.Client;

/// <summary>JSON to and from value trees, as lenient as a client has to be with other people's answers.</summary>
static class JsonTree
{
    public static ScimValue Read(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
            return default;

        using var document = JsonDocument.Parse(json);
        return Convert(document.RootElement);
    }

    static ScimValue Convert(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ConvertObject(element),
        JsonValueKind.Array => new ScimList(element.EnumerateArray().Select(Convert)),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number when element.TryGetInt64(out var integer) => integer,
        JsonValueKind.Number when element.TryGetDecimal(out var number) => number,
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => ScimValue.Null,
    };

    static ScimObject ConvertObject(JsonElement element)
    {
        var result = new ScimObject();
        foreach (var member in element.EnumerateObject())
            result[member.Name] = Convert(member.Value);
        return result;
    }

    public static void Write(Utf8JsonWriter writer, ScimValue value)
    {
        switch (value.Kind)
        {
            case ScimValueKind.Boolean:
                writer.WriteBooleanValue(value.AsBoolean == true);
                break;
            case ScimValueKind.Integer:
            case ScimValueKind.Decimal:
                writer.WriteNumberValue(value.AsDecimal ?? 0);
                break;
            case ScimValueKind.Text:
                writer.WriteStringValue(value.AsText);
                break;
            case ScimValueKind.Object:
                WriteObject(writer, value.AsObject ?? []);
                break;
            case ScimValueKind.List:
                writer.WriteStartArray();
                foreach (var item in value.AsList ?? [])
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    static void WriteObject(Utf8JsonWriter writer, ScimObject value)
    {
        writer.WriteStartObject();
        foreach (var member in value)
        {
            writer.WritePropertyName(member.Key);
            Write(writer, member.Value);
        }

        writer.WriteEndObject();
    }
}
