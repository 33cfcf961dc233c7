using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatehouse.Server.Commands;

/// <summary>How commands write JSON: names of people as they are.</summary>
static class JsonText
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
