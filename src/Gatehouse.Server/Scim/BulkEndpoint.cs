using System.Globalization;
using System.Text.Json;

using Gatehouse.Scim.Messages;

namespace Gatehouse.Server.Scim;

/// <summary>/scim/v2/Bulk (RFC 7644 §3.7): each operation is a change like any other, with its own transaction, audit event and log row.</summary>
static class BulkEndpoint
{
    public static void MapBulk(this RouteGroupBuilder scim) =>
        scim.MapPost("/Bulk", Run).RequireAuthorization(ScimAuthentication.Write);

    static async Task Run(HttpContext http, ScimCall call, BulkRunner runner, CancellationToken stop)
    {
        call.Log.Operation = "bulk";
        var request = BulkRequest.Read(await ScimBody.ReadAsync(http.Request, stop), ScimLimits.BulkOperations);
        var results = await runner.RunAsync(call, request, stop);
        await ScimResponses.WriteAsync(http.Response, 200, json => Write(json, results));
    }

    static void Write(Utf8JsonWriter json, IReadOnlyList<BulkResult> results)
    {
        json.WriteStartObject();
        json.WriteStartArray("schemas");
        json.WriteStringValue(ScimUrn.BulkResponse);
        json.WriteEndArray();
        json.WriteStartArray("Operations");
        foreach (var result in results)
            Write(json, result);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, BulkResult result)
    {
        json.WriteStartObject();
        json.WriteString("method", result.Operation.Method);
        if (result.Operation.BulkId is { } bulkId)
            json.WriteString("bulkId", bulkId);
        if (result.Location is { } location)
            json.WriteString("location", location);
        if (result.Version is { } version)
            json.WriteString("version", version);
        json.WriteString("status", result.Status.ToString(CultureInfo.InvariantCulture));
        if (result.Refusal is { } refusal)
        {
            json.WritePropertyName("response");
            ScimError.Write(json, refusal.Status, refusal.ScimType, ScimPipeline.DetailOf(refusal));
        }

        json.WriteEndObject();
    }
}
