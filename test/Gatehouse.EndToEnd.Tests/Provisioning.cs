using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>What a provisioning client does with the credentials it was given.</summary>
static class Provisioning
{
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<HttpResponseMessage> RequestTokenAsync(HttpClient http, JsonElement client)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client.GetProperty("clientId").GetString()!,
            ["client_secret"] = client.GetProperty("clientSecret").GetString()!,
        });
        return await http.PostAsync("/oauth/v2/token", form, Stop);
    }

    /// <summary>Fetches a token and sends it with every request from now on.</summary>
    public static async Task SignInAsync(this HttpClient http, JsonElement client)
    {
        using var answer = await RequestTokenAsync(http, client);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        http.UseToken(JsonDocument.Parse(text).RootElement.GetProperty("access_token").GetString()!);
    }

    public static void UseToken(this HttpClient http, string token) => http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

    public static string UserJson(string userName) => $$"""{ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "{{userName}}" }""";

    public static Task<HttpResponseMessage> PostUserAsync(this HttpClient http, string userName) => http.SendScimAsync(HttpMethod.Post, "/Users", UserJson(userName));

    public static Task<HttpResponseMessage> PatchTitleAsync(this HttpClient http, string id, string title) => http.SendScimAsync(HttpMethod.Patch, $"/Users/{id}", $$"""
        { "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{ "op": "replace", "path": "title", "value": "{{title}}" }] }
        """);

    public static async Task<HttpResponseMessage> SendScimAsync(this HttpClient http, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, "/scim/v2" + path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/scim+json");
        return await http.SendAsync(request, Stop);
    }

    public static async Task<int> StatusAsync(this HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path, Stop);
        return (int)answer.StatusCode;
    }

    public static async Task<JsonElement> ReadAsync(this HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement;

    /// <summary>Asks until the status is the expected one, which must be so within the ten seconds that are promised (L17).</summary>
    public static async Task BecomesAsync(this HttpClient http, string path, int status)
    {
        var started = Stopwatch.GetTimestamp();
        int last;
        while ((last = await http.StatusAsync(path)) != status && Stopwatch.GetElapsedTime(started) < Longest)
            await Task.Delay(50, Stop);

        Assert.Equal(status, last);
    }
}
