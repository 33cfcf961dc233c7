using System.Net.Http.Headers;
using System.Text;

using Gatehouse.Server.Clients;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Tests.Scim;

/// <summary>A provisioning client of one organization, speaking HTTP.</summary>
sealed class ScimClient(HttpClient http, OrganizationId organization, ClientId client, string? token)
{
    public const string UserUrn = "urn:ietf:params:scim:schemas:core:2.0:User";
    public const string GroupUrn = "urn:ietf:params:scim:schemas:core:2.0:Group";
    public const string EnterpriseUrn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public OrganizationId Organization { get; } = organization;

    public ClientId Client { get; } = client;

    public string? Token { get; } = token;

    public ScimClient With(string? otherToken) => new(http, Organization, Client, otherToken);

    public static string User(string userName, string members = "") =>
        $$"""{ "schemas": ["{{UserUrn}}"], "userName": "{{userName}}"{{(members.Length > 0 ? ", " : "")}}{{members}} }""";

    public static string Group(string displayName, params IEnumerable<string> memberIds) => $$"""
        { "schemas": ["{{GroupUrn}}"], "displayName": "{{displayName}}", "members": [{{string.Join(',', memberIds.Select(static id => $$"""{ "value": "{{id}}" }"""))}}] }
        """;

    public static string PatchOp(string operations) =>
        $$"""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{{operations}}] }""";

    public static string Search(string members) =>
        $$"""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]{{(members.Length > 0 ? ", " : "")}}{{members}} }""";

    public Task<ScimAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, (string?)null, headers);

    public Task<ScimAnswer> PostAsync(string path, string body, params (string Name, string Value)[] headers) => SendAsync("POST", path, body, headers);

    public Task<ScimAnswer> PutAsync(string path, string body, params (string Name, string Value)[] headers) => SendAsync("PUT", path, body, headers);

    public Task<ScimAnswer> DeleteAsync(string path, params (string Name, string Value)[] headers) => SendAsync("DELETE", path, (string?)null, headers);

    /// <summary>Wraps the operations into a PatchOp.</summary>
    public Task<ScimAnswer> PatchAsync(string path, string operations, params (string Name, string Value)[] headers) =>
        SendAsync("PATCH", path, PatchOp(operations), headers);

    public Task<ScimAnswer> FilterAsync(string path, string filter) => GetAsync($"{path}?filter={Uri.EscapeDataString(filter)}");

    public Task<ScimAnswer> SendAsync(string method, string path, string? body, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, body is null ? null : Content(Encoding.UTF8.GetBytes(body)), headers);

    public async Task<ScimAnswer> SendAsync(string method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/scim/v2" + path) { Content = content };
        if (Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        using var response = await http.SendAsync(request, Stop);
        return new ScimAnswer
        {
            Status = (int)response.StatusCode, Headers = response.Headers, ContentHeaders = response.Content.Headers,
            Text = await response.Content.ReadAsStringAsync(Stop),
        };
    }

    public static ByteArrayContent Content(byte[] body, string? mediaType = "application/scim+json; charset=utf-8")
    {
        var content = new ByteArrayContent(body);
        if (mediaType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return content;
    }

    /// <returns>The id.</returns>
    public async Task<string> CreateUserAsync(string userName, string members = "") =>
        (await PostAsync("/Users", User(userName, members))).ShouldBe(201).Id;

    /// <returns>The id.</returns>
    public async Task<string> CreateGroupAsync(string displayName, params IEnumerable<string> memberIds) =>
        (await PostAsync("/Groups", Group(displayName, memberIds))).ShouldBe(201).Id;

    public async Task<IReadOnlyList<string>> MembersAsync(string groupId)
    {
        var group = (await GetAsync($"/Groups/{groupId}")).ShouldBe(200);
        return ScimAnswer.Find(group.Body, "members") is { } members
            ? [.. members.EnumerateArray().Select(static member => member.GetProperty("value").GetString()!)]
            : [];
    }
}
