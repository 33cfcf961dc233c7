using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Bench;

/// <summary>One SCIM service provider: sends requests, reads ids.</summary>
sealed class ScimEndpoint : IDisposable
{
    readonly HttpClient http;
    readonly string baseUrl;
    string? firstRefusal;

    public ScimEndpoint(string baseUrl, string? token, int connections)
    {
        this.baseUrl = baseUrl.TrimEnd('/');
        http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false, UseCookies = false })
        {
            Timeout = TimeSpan.FromMinutes(5),
        };
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>The first answer that was no success, for whoever wonders about the errors.</summary>
    public string? FirstRefusal => firstRefusal;

    public void Dispose() => http.Dispose();

    public Task<HttpStatusCode> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<HttpStatusCode> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<HttpStatusCode> PatchAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body);

    public Task<HttpStatusCode> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    /// <summary>Posts a new resource.</summary>
    /// <returns>Its id, or null when it was refused.</returns>
    public async Task<(HttpStatusCode Status, string? Id)> CreateAsync(string path, string body)
    {
        var (status, answer) = await ExchangeAsync(HttpMethod.Post, path, body);
        if ((int)status >= 300)
            return (status, null);

        using var json = JsonDocument.Parse(answer);
        return (status, json.RootElement.GetProperty("id").GetString());
    }

    /// <returns>The id of the one resource with this value, or null.</returns>
    public async Task<string?> FindIdAsync(string path, string attribute, string value)
    {
        var (status, answer) = await ExchangeAsync(HttpMethod.Get, $"{path}?filter={Equal(attribute, value)}&attributes=id", null);
        if ((int)status >= 300)
            throw new InvalidOperationException($"{path} by {attribute}: {(int)status} {firstRefusal}");

        using var json = JsonDocument.Parse(answer);
        return json.RootElement.TryGetProperty("Resources", out var found) && found.GetArrayLength() > 0
            ? found[0].GetProperty("id").GetString()
            : null;
    }

    /// <returns>The cursor behind a page, or null when there is none.</returns>
    public async Task<string?> NextCursorAsync(string pathAndQuery)
    {
        var (_, answer) = await ExchangeAsync(HttpMethod.Get, pathAndQuery, null);
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.TryGetProperty("nextCursor", out var cursor) ? cursor.GetString() : null;
    }

    public static string Equal(string attribute, string value) => Uri.EscapeDataString($"{attribute} eq \"{value}\"");

    /// <summary>Posts a form to an address of its own, such as the token endpoint.</summary>
    public async Task<HttpStatusCode> PostFormAsync(Uri address, IReadOnlyList<KeyValuePair<string, string>> form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        return (await ReadAsync(request)).Status;
    }

    async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, string? body) => (await ExchangeAsync(method, path, body)).Status;

    async Task<(HttpStatusCode Status, byte[] Body)> ExchangeAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(baseUrl + path));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/scim+json");
        return await ReadAsync(request);
    }

    async Task<(HttpStatusCode Status, byte[] Body)> ReadAsync(HttpRequestMessage request)
    {
        try
        {
            using var response = await http.SendAsync(request);
            var body = await response.Content.ReadAsByteArrayAsync();
            if (!response.IsSuccessStatusCode)
                firstRefusal ??= $"{request.Method} {request.RequestUri?.AbsolutePath}: {(int)response.StatusCode} {Encoding.UTF8.GetString(body)}";
            return (response.StatusCode, body);
        }
        catch (HttpRequestException broken)
        {
            firstRefusal ??= broken.Message;
            return (HttpStatusCode.BadGateway, []);
        }
    }
}
