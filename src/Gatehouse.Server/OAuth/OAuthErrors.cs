using System.Globalization;
using System.Text.Json;

using OpenIddict.Abstractions;

namespace Gatehouse.Server.OAuth;

/// <summary>Refusals written before OpenIddict sees the request, in the shape of RFC 6749 §5.2.</summary>
static class OAuthErrors
{
    public static Task InvalidRequest(HttpContext http, string description) =>
        WriteAsync(http, StatusCodes.Status400BadRequest, OpenIddictConstants.Errors.InvalidRequest, description);

    public static Task TooLarge(HttpContext http) =>
        WriteAsync(http, StatusCodes.Status413PayloadTooLarge, OpenIddictConstants.Errors.InvalidRequest, "The request is too large.");

    /// <summary>RFC 6749 has no code for this; RFC 6585 §4 has the status and Retry-After says the rest.</summary>
    public static Task TooManyFailures(HttpContext http, TimeSpan retryAfter)
    {
        var seconds = (int)Math.Ceiling(retryAfter.TotalSeconds);
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(
            http,
            StatusCodes.Status429TooManyRequests,
            OpenIddictConstants.Errors.InvalidClient,
            "Too many failed attempts for this client. Wait, then try again with a valid credential.");
    }

    /// <summary>RFC 6749 has this code for another endpoint; nothing else tells a client that the same request will do later.</summary>
    public static Task Unavailable(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "5";
        return WriteAsync(
            http,
            StatusCodes.Status503ServiceUnavailable,
            OpenIddictConstants.Errors.TemporarilyUnavailable,
            "The service is busy or its database is not reachable. Repeat the request.");
    }

    static async Task WriteAsync(HttpContext http, int status, string error, string description)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json;charset=UTF-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Pragma = "no-cache";

        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("error", error);
        json.WriteString("error_description", description);
        json.WriteEndObject();
    }
}
