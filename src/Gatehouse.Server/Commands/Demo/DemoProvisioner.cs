using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Gatehouse.Server.Commands.Demo;

/// <summary>What one step of the demo did.</summary>
sealed record DemoStep(string Name, int Requests, TimeSpan Took);

/// <summary>
/// Plays Entra's provisioning service against the running server, as a real client over HTTP: fetches a token, matches, creates, changes
/// and deactivates.
/// </summary>
sealed class DemoProvisioner(HttpClient http, string tenantUrl, DemoCompany company)
{
    /// <summary>How many members one request adds, which is what Entra has been seen to send at most.</summary>
    const int MembersPerRequest = 100;

    readonly Dictionary<string, string> userIds = [];
    readonly Dictionary<string, string> groupIds = [];
    int requests;

    public int TotalSteps => company.People.Count + company.Groups.Count + company.Groups.Sum(static group => Chunks(group))
        + Managed.Count() + Changed.Count() + Deactivated.Count();

    IEnumerable<DemoPerson> Managed => company.People.Skip(1).Take(company.People.Count / 2);

    IEnumerable<DemoPerson> Changed => company.People.Take(company.People.Count / 10);

    IEnumerable<DemoPerson> Deactivated => company.People.TakeLast(company.People.Count / 25);

    /// <exception cref="HttpRequestException">The token endpoint refused.</exception>
    public async Task FetchTokenAsync(string tokenEndpoint, string clientId, string clientSecret, CancellationToken stop)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = clientId, ["client_secret"] = clientSecret,
        });
        using var response = await http.PostAsync(new Uri(tokenEndpoint), form, stop);
        response.EnsureSuccessStatusCode();
        var token = JsonNode.Parse(await response.Content.ReadAsStringAsync(stop))!["access_token"]!.GetValue<string>();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task<IReadOnlyList<DemoStep>> RunAsync(Action<string> progress, CancellationToken stop) =>
    [
        await StepAsync("Match and create people", company.People, CreatePersonAsync, progress, stop),
        await StepAsync("Create groups", company.Groups, CreateGroupAsync, progress, stop),
        await StepAsync("Add members", company.Groups.SelectMany(static group => group.Members.Chunk(MembersPerRequest).Select(chunk => (group, chunk))),
            (part, token) => SendAsync(HttpMethod.Patch, $"/Groups/{groupIds[part.group.ObjectId]}",
                EntraRequests.AddMembers(part.chunk.Select(person => userIds[person.ObjectId])), HttpStatusCode.NoContent, token),
            progress, stop),
        await StepAsync("Set managers", Managed, (person, token) => SendAsync(HttpMethod.Patch, $"/Users/{userIds[person.ObjectId]}",
            EntraRequests.SetManager(userIds[company.People[0].ObjectId]), HttpStatusCode.OK, token), progress, stop),
        await StepAsync("Change jobs", Changed, (person, token) => SendAsync(HttpMethod.Patch, $"/Users/{userIds[person.ObjectId]}",
            EntraRequests.ChangeJob("Team lead", "Platform"), HttpStatusCode.OK, token), progress, stop),
        await StepAsync("Deactivate leavers", Deactivated, (person, token) => SendAsync(HttpMethod.Patch, $"/Users/{userIds[person.ObjectId]}",
            EntraRequests.Deactivate(), HttpStatusCode.OK, token), progress, stop),
    ];

    /// <summary>Sends a user with attributes that no schema declares.</summary>
    /// <returns>The server's refusal, as it came.</returns>
    public async Task<string> SendUnexpectedAsync(CancellationToken stop)
    {
        using var request = Request(HttpMethod.Post, "/Users", EntraRequests.UnexpectedAttribute(company.People[0]));
        using var response = await http.SendAsync(request, stop);
        return await response.Content.ReadAsStringAsync(stop);
    }

    async Task CreatePersonAsync(DemoPerson person, CancellationToken stop)
    {
        var filter = Uri.EscapeDataString($"userName eq \"{person.UserName}\"");
        var match = await SendAsync(HttpMethod.Get, $"/Users?filter={filter}", null, HttpStatusCode.OK, stop);
        var found = match!["Resources"]!.AsArray();
        var user = found.Count > 0
            ? found[0]
            : await SendAsync(HttpMethod.Post, "/Users", EntraRequests.CreateUser(person), HttpStatusCode.Created, stop);
        userIds[person.ObjectId] = user!["id"]!.GetValue<string>();
    }

    async Task CreateGroupAsync(DemoGroup group, CancellationToken stop)
    {
        var created = await SendAsync(HttpMethod.Post, "/Groups", EntraRequests.CreateGroup(group), HttpStatusCode.Created, stop);
        groupIds[group.ObjectId] = created!["id"]!.GetValue<string>();
    }

    async Task<DemoStep> StepAsync<T>(
        string name, IEnumerable<T> items, Func<T, CancellationToken, Task> send, Action<string> progress, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var before = requests;
        foreach (var item in items)
        {
            await send(item, stop);
            progress(name);
        }

        return new(name, requests - before, Stopwatch.GetElapsedTime(started));
    }

    async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode? body, HttpStatusCode expected, CancellationToken stop)
    {
        requests++;
        using var request = Request(method, path, body);
        using var response = await http.SendAsync(request, stop);
        var text = await response.Content.ReadAsStringAsync(stop);
        if (response.StatusCode != expected)
            throw new HttpRequestException($"{method} {path} was answered {(int)response.StatusCode}: {text}");

        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    HttpRequestMessage Request(HttpMethod method, string path, JsonNode? body)
    {
        var request = new HttpRequestMessage(method, tenantUrl + path);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/scim+json");
        return request;
    }

    static int Chunks(DemoGroup group) => (group.Members.Count + MembersPerRequest - 1) / MembersPerRequest;
}
