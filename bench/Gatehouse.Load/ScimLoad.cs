using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Load;

/// <summary>
/// Closed-loop load on any SCIM endpoint: each connection sends its next request when the last one was answered. Sends what Entra sends;
/// what it creates stays, so give it an organization of its own.
/// </summary>
sealed class ScimLoad : IDisposable
{
    readonly HttpClient http;
    readonly string baseUrl;
    readonly int connections;
    readonly TimeSpan duration;
    readonly string run = Guid.NewGuid().ToString("N")[..8];
    readonly ConcurrentBag<(string Id, string UserName)> created = [];
    int number;

    public ScimLoad(string baseUrl, string token, int connections, TimeSpan duration)
    {
        this.baseUrl = baseUrl.TrimEnd('/');
        this.connections = connections;
        this.duration = duration;
        http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public void Dispose() => http.Dispose();

    public async Task<IReadOnlyList<LoadResult>> RunAsync()
    {
        var create = await MeasureAsync("create user", CreateAsync);
        var users = created.ToArray();
        return
        [
            create,
            await MeasureAsync("look up userName", () => GetAsync($"/Users?filter={Uri.EscapeDataString($"userName eq \"{Next(users).UserName}\"")}")),
            await MeasureAsync("get user", () => GetAsync($"/Users/{Next(users).Id}")),
            await MeasureAsync("patch user", () => PatchAsync(Next(users).Id)),
            await MeasureAsync("list 100", () => GetAsync("/Users?count=100")),
        ];
    }

    async Task<LoadResult> MeasureAsync(string operation, Func<Task<bool>> send)
    {
        var times = new ConcurrentBag<double>();
        var errors = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                var begun = Stopwatch.GetTimestamp();
                if (await send())
                    times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                else
                    Interlocked.Increment(ref errors);
            }
        }));
        return new(operation, times.Count, errors, Stopwatch.GetElapsedTime(started), [.. times.Order()]);
    }

    (string Id, string UserName) Next((string Id, string UserName)[] users) => users[(int)((uint)Interlocked.Increment(ref number) % users.Length)];

    async Task<bool> CreateAsync()
    {
        var userName = $"load.{run}.{Interlocked.Increment(ref number)}@contoso.example";
        using var content = Json($$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
             "externalId":"{{Guid.NewGuid()}}","userName":"{{userName}}","active":true,"displayName":"Mira Okonkwo","title":"Payments engineer",
             "addresses":[{"type":"work","primary":false,"country":"Netherlands","formatted":"7/1204","locality":"Utrecht","postalCode":"3511 AX"}],
             "emails":[{"primary":true,"type":"work","value":"{{userName}}"}],"meta":{"resourceType":"User"},
             "name":{"formatted":"Mira Okonkwo","familyName":"Okonkwo","givenName":"Mira"},"phoneNumbers":[{"type":"work","value":"+31 30 555 0142"}],
             "preferredLanguage":"nl-NL","roles":[],
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"104288","department":"Payments"} }
            """);
        using var response = await http.PostAsync(new Uri($"{baseUrl}/Users"), content);
        var body = await response.Content.ReadAsByteArrayAsync();
        if (!response.IsSuccessStatusCode)
            return false;

        using var json = JsonDocument.Parse(body);
        created.Add((json.RootElement.GetProperty("id").GetString()!, userName));
        return true;
    }

    async Task<bool> PatchAsync(string id)
    {
        using var content = Json($$"""
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[
             {"op":"Replace","path":"title","value":"Engineer {{Interlocked.Increment(ref number)}}"},
             {"op":"Replace","path":"emails[type eq \"work\"].value","value":"m.{{number}}@contoso.example"},
             {"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"Treasury"}]}
            """);
        using var response = await http.PatchAsync(new Uri($"{baseUrl}/Users/{id}"), content);
        await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode;
    }

    async Task<bool> GetAsync(string path)
    {
        using var response = await http.GetAsync(new Uri(baseUrl + path));
        await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode;
    }

    static StringContent Json(string text) => new(text, Encoding.UTF8, "application/scim+json");
}
