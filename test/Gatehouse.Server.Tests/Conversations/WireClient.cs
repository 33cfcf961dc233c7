using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Gatehouse.Server.Tests.Conversations;

/// <summary>Sends case data as it stands and shows what came back.</summary>
sealed class WireClient(HttpClient http, string baseUrl, string token)
{
    public static JsonObject NewUser(string userName) =>
        new() { ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User"), ["userName"] = userName };

    public static JsonObject NewGroup(string displayName) =>
        new() { ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:Group"), ["displayName"] = displayName };

    public async Task<Answer> SendAsync(string method, string target, JsonNode? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), baseUrl + target);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/scim+json");

        using var response = await http.SendAsync(request, stop);
        var text = await response.Content.ReadAsStringAsync(stop);
        return new Answer((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text)!.AsObject());
    }

    public async Task<JsonObject> CreateAsync(string target, JsonNode resource, CancellationToken stop)
    {
        var answer = await SendAsync("POST", target, resource, stop);
        Assert.True(answer.Status == 201, $"POST {target}: {answer}\n{resource.ToJsonString()}");
        return answer.Body!;
    }

    /// <summary>Everything that a filter finds; at most one page.</summary>
    public Task<Answer> QueryAsync(string target, string filter, CancellationToken stop) => filter.Length < 2_000
        ? SendAsync("GET", $"{target}?count=200&filter={Uri.EscapeDataString(filter)}", null, stop)
        : SendAsync("POST", $"{target}/.search", new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:SearchRequest"), ["count"] = 200, ["filter"] = filter,
        }, stop);

    public sealed record Answer(int Status, JsonObject? Body)
    {
        public IEnumerable<string> Ids => Body!["Resources"]!.AsArray().Select(static resource => (string)resource!["id"]!);

        public override string ToString() => $"{Status} {Body?.ToJsonString()}";
    }
}
