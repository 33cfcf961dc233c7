using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

using Gatehouse.Server.Directory;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Conversations;

/// <summary>Every conversation of this folder, played against the server.</summary>
public abstract class PlayedConversationTests(OAuthServer server) : ConversationTest(server)
{
    public static TheoryData<string> Names => [.. ConversationFiles.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_server_answers_as_the_conversation_says(string name)
    {
        var organization = await NewOrganizationAsync(
            schema: "sandvika",
            attributes: [new CustomAttribute("badge", "string"), new("keyHolder", "boolean"), new("locker", "integer")]);
        var other = await NewOrganizationAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

        var player = new ConversationPlayer(http, await SurroundingsAsync(http, organization, other));
        await player.PlayAsync(ConversationFiles.Read(name), Stop);
    }

    async Task<Dictionary<string, string>> SurroundingsAsync(
        HttpClient http, ProvisionedOrganization organization, ProvisionedOrganization other) => new()
    {
        ["base"] = Base,
        ["tokenUrl"] = TokenUrl,
        ["token"] = await FetchTokenAsync(http, organization),
        ["otherToken"] = other.BearerToken,
        ["bearerToken"] = organization.BearerToken,
        ["clientId"] = organization.ClientId,
        ["clientSecret"] = organization.Secret,
        ["basic"] = Basic(organization.ClientId, organization.Secret),
        ["wrongBasic"] = Basic(organization.ClientId, "not-the-secret"),
        ["guid"] = Guid.NewGuid().ToString("D"),
        ["guid2"] = Guid.NewGuid().ToString("D"),
        ["long"] = new string('n', 240),
        ["core"] = "urn:ietf:params:scim:schemas:core:2.0:User",
        ["coreGroup"] = "urn:ietf:params:scim:schemas:core:2.0:Group",
        ["enterprise"] = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        ["custom"] = OrganizationSchemas.UrnOf("sandvika"),
        ["error"] = "urn:ietf:params:scim:api:messages:2.0:Error",
        ["list"] = "urn:ietf:params:scim:api:messages:2.0:ListResponse",
        ["patch"] = "urn:ietf:params:scim:api:messages:2.0:PatchOp",
    };

    async Task<string> FetchTokenAsync(HttpClient http, ProvisionedOrganization organization)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = organization.ClientId, ["client_secret"] = organization.Secret,
        });
        using var response = await http.PostAsync(new Uri(TokenUrl), form, Stop);
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>(Stop);
        return (string?)answer?["access_token"] ?? throw new InvalidOperationException($"No token: {answer}");
    }

    // RFC 6749 §2.3.1: both are form-encoded before they are joined.
    static string Basic(string client, string secret) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(client)}:{Uri.EscapeDataString(secret)}"));
}

public sealed class PlayedConversationsOnSqlite(SqliteServer server) : PlayedConversationTests(server);

public sealed class PlayedConversationsOnPostgreSql(PostgreSqlServer server) : PlayedConversationTests(server);
