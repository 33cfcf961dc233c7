using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Scim.Messages;

/// <summary>The body of every refusal (RFC 7644 §3.12). Without any other member: strict clients refuse those.</summary>
public static class ScimError
{
    /// <summary>Writes the error object.</summary>
    public static void Write(Utf8JsonWriter writer, int status, string? scimType, string detail)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("schemas");
        writer.WriteStringValue(ScimUrn.Error);
        writer.WriteEndArray();
        writer.WriteString("status", status.ToString(CultureInfo.InvariantCulture));
        if (scimType is not null)
            writer.WriteString("scimType", scimType);
        writer.WriteString("detail", detail);
        writer.WriteEndObject();
    }
}
