using System.Buffers;
using System.Text.Json;

using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Resources;

namespace Gatehouse.Server.Scim;

/// <summary>Writes answers: always <c>application/scim+json</c>, whatever Accept said, because clients that send no Accept or an odd one still read it.</summary>
static class ScimResponses
{
    const string ContentType = ScimUrn.MediaType + "; charset=utf-8";

    public static async Task WriteAsync(HttpResponse response, int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(2_048);
        using (var json = new Utf8JsonWriter(buffer, ScimJson.WriterOptions))
            write(json);

        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = buffer.WrittenCount;
        await response.BodyWriter.WriteAsync(buffer.WrittenMemory, response.HttpContext.RequestAborted);
    }

    public static Task WriteErrorAsync(HttpResponse response, int status, string? scimType, string detail) =>
        WriteAsync(response, status, json => ScimError.Write(json, status, scimType, detail));

    /// <summary>Begins an answer that is written piece by piece, because it may be long.</summary>
    public static Utf8JsonWriter Begin(HttpResponse response, int status)
    {
        response.StatusCode = status;
        response.ContentType = ContentType;
        return new Utf8JsonWriter(response.BodyWriter, ScimJson.WriterOptions);
    }

    /// <summary>Sends on what has gathered, so that memory does not grow with the answer.</summary>
    public static async Task FlushIfLargeAsync(Utf8JsonWriter json, HttpResponse response, CancellationToken stop)
    {
        const int Large = 32 * 1024;
        if (json.BytesPending < Large)
            return;

        json.Flush();
        await response.BodyWriter.FlushAsync(stop);
    }
}
