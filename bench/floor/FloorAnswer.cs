using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Gatehouse.Bench.Floor;

/// <summary>Writes answers by putting stored text together.</summary>
static class FloorAnswer
{
    public static async Task ResourceAsync(HttpContext http, int status, string type, Task<StoredRow?> found)
    {
        if (await found is { } row)
            await ResourceAsync(http, status, type, row);
        else
            http.Response.StatusCode = 404;
    }

    public static Task ResourceAsync(HttpContext http, int status, string type, StoredRow row)
    {
        var address = AddressOf(http, type);
        http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"W/\"{row.Version}\"");
        if (status == 201)
            http.Response.Headers.Location = $"{address}{row.Id:D}";
        var body = Begin(http, status);
        Write(body, type, address, row);
        return body.FlushAsync().AsTask();
    }

    public static async Task FoundAsync(HttpContext http, string type, Task<StoredRow?> found)
    {
        StoredRow[] rows = await found is { } row ? [row] : [];
        await PageAsync(http, type, rows.Length, rows, false);
    }

    public static Task PageAsync(HttpContext http, string type, long total, IReadOnlyList<StoredRow> rows) =>
        PageAsync(http, type, total, rows, true);

    public static async Task NoContentAsync(HttpContext http, Task done)
    {
        await done;
        http.Response.StatusCode = 204;
    }

    public static Task ChangedAsync(HttpContext http, long version)
    {
        http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"W/\"{version}\"");
        return StatusAsync(http, 204);
    }

    public static Task StatusAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    static async Task PageAsync(HttpContext http, string type, long total, IReadOnlyList<StoredRow> rows, bool hasCursor)
    {
        var address = AddressOf(http, type);
        var body = Begin(http, 200);
        Write(body, string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":{{total}},"itemsPerPage":{{rows.Count}},"""));
        if (hasCursor && rows.Count > 0)
            Write(body, $"\"nextCursor\":\"{rows[^1].Id:D}\",");
        Write(body, "\"Resources\":[");
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0)
                Write(body, ",");
            Write(body, type, address, rows[i]);
        }

        Write(body, "]}");
        await body.FlushAsync();
    }

    static PipeWriter Begin(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/scim+json";
        return http.Response.BodyWriter;
    }

    static string AddressOf(HttpContext http, string type) => $"{http.Request.Scheme}://{http.Request.Host.Value}/scim/v2/{type}s/";

    static void Write(PipeWriter body, string type, string address, StoredRow row)
    {
        Write(body, $"{{\"id\":\"{row.Id:D}\",");
        Write(body, row.Resource.AsSpan(1, row.Resource.Length - 2));
        Write(body, $",\"meta\":{{\"resourceType\":\"{type}\",\"created\":\"{Instant(row.CreatedAt)}\",");
        Write(body, $"\"lastModified\":\"{Instant(row.ModifiedAt)}\",\"location\":\"{address}{row.Id:D}\",");
        Write(body, string.Create(CultureInfo.InvariantCulture, $"\"version\":\"W/\\\"{row.Version}\\\"\"}}}}"));
    }

    static void Write(PipeWriter body, ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, body);

    static string Instant(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
