using System.Buffers;

using Gatehouse.Scim;
using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Resources;

namespace Gatehouse.Server.Scim;

/// <summary>Reads request bodies. A missing content type is no reason to refuse: some provisioning clients leave it out.</summary>
static class ScimBody
{
    /// <exception cref="ScimException">400, 413 or 415.</exception>
    public static async Task<ScimValue> ReadAsync(HttpRequest request, CancellationToken stop)
    {
        RefuseOtherTypes(request);
        if (request.ContentLength > ScimLimits.BodyBytes)
            throw TooLarge();

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(stop);
            var isTooLarge = read.Buffer.Length > ScimLimits.BodyBytes;
            var isLast = isTooLarge || read.IsCompleted;
            try
            {
                if (isTooLarge)
                    throw TooLarge();
                if (isLast)
                    return Parse(read.Buffer);
            }
            finally
            {
                // Also after a refusal: a body that is left half read costs the connection.
                request.BodyReader.AdvanceTo(isLast ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
            }
        }
    }

    static ScimValue Parse(ReadOnlySequence<byte> body)
    {
        if (body.IsSingleSegment)
            return ScimJson.Parse(body.FirstSpan);

        var rented = ArrayPool<byte>.Shared.Rent((int)body.Length);
        try
        {
            body.CopyTo(rented);
            return ScimJson.Parse(rented.AsSpan(0, (int)body.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    static void RefuseOtherTypes(HttpRequest request)
    {
        if (string.IsNullOrEmpty(request.ContentType))
            return;

        var end = request.ContentType.IndexOf(';', StringComparison.Ordinal);
        var mediaType = (end < 0 ? request.ContentType : request.ContentType[..end]).Trim();
        if (!mediaType.Equals(ScimUrn.MediaType, StringComparison.OrdinalIgnoreCase)
            && !mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            throw new ScimException(415, null, "Send the body as application/scim+json or application/json.");
    }

    static ScimException TooLarge() =>
        new(413, null, $"The body is larger than {ScimLimits.BodyBytes} bytes (maxPayloadSize). Split the request.");
}
