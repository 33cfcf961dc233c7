using System.Text.Json.Nodes;

using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Conversations;

/// <summary>R82: a thousand members, and a megabyte, in one request.</summary>
public abstract class LargeMembershipTests(OAuthServer server) : ConversationTest(server)
{
    const int Many = 1_000;
    const int Mebibyte = 1_024 * 1_024;

    [Fact]
    public async Task One_request_carries_a_thousand_members_as_values_as_operations_and_in_a_megabyte()
    {
        var client = ClientOf(await NewOrganizationAsync());
        var users = new string[Many];
        await Parallel.ForAsync(0, Many, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop }, async (i, stop) =>
            users[i] = (string)(await client.CreateAsync("/Users", WireClient.NewUser($"rower{i}@sandvika.example"), stop))["id"]!);
        var group = "/Groups/" + (string)(await client.CreateAsync("/Groups", WireClient.NewGroup("Galley"), Stop))["id"]!;

        var values = new JsonObject { ["op"] = "Add", ["path"] = "members", ["value"] = Members(users) };
        Assert.Equal(204, (await PatchAsync(client, group, values)).Status);
        Assert.Equal(users.Order(StringComparer.Ordinal), await MembersAsync(client, group));

        var removals = users.Select(static user => new JsonObject { ["op"] = "remove", ["path"] = $"members[value eq \"{user}\"]" });
        Assert.Equal(204, (await PatchAsync(client, group, [.. removals])).Status);
        Assert.Empty(await MembersAsync(client, group));

        var padded = new JsonObject { ["op"] = "Add", ["path"] = "members", ["value"] = Members(users, new string('x', 980)) };
        Assert.InRange(Request(padded).ToJsonString().Length, 1_000_000, Mebibyte);
        Assert.Equal(204, (await PatchAsync(client, group, padded)).Status);
        Assert.Equal(Many, (await MembersAsync(client, group)).Count);

        var leaving = users.Select(static user => new JsonObject { ["op"] = "Remove", ["path"] = "members", ["value"] = Members([user]) });
        Assert.Equal(204, (await PatchAsync(client, group, [.. leaving.Skip(1)])).Status);
        Assert.Equal([users[0]], await MembersAsync(client, group));
    }

    // What a client says beside the value of a member is computed anew, so that it can be of any length.
    static JsonArray Members(string[] users, string? display = null) =>
        [.. users.Select(user => new JsonObject { ["value"] = user, ["display"] = display })];

    static JsonObject Request(params JsonObject[] operations) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"), ["Operations"] = new JsonArray([.. operations]),
    };

    static Task<WireClient.Answer> PatchAsync(WireClient client, string group, params JsonObject[] operations) =>
        client.SendAsync("PATCH", group, Request([.. operations.Select(static operation => operation.DeepClone().AsObject())]), Stop);

    static async Task<List<string>> MembersAsync(WireClient client, string group)
    {
        var members = (await client.SendAsync("GET", group, null, Stop)).Body!["members"] as JsonArray ?? [];
        return [.. members.Select(static member => (string)member!["value"]!).Order(StringComparer.Ordinal)];
    }
}

public sealed class LargeMembershipsOnSqlite(SqliteServer server) : LargeMembershipTests(server);

public sealed class LargeMembershipsOnPostgreSql(PostgreSqlServer server) : LargeMembershipTests(server);
