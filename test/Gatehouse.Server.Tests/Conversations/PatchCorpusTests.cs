using System.Text.Json.Nodes;

using Gatehouse.Server.Directory;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Conversations;

/// <summary>The shared PATCH cases over HTTP: created, patched, read back.</summary>
public abstract class PatchCorpusTests(OAuthServer server) : ConversationTest(server)
{
    static readonly string[] ServersOwn = ["id", "meta", "groups", "schemas"];

    [Theory]
    [InlineData("User")]
    [InlineData("Group")]
    public async Task Every_case_ends_as_it_says(string type)
    {
        if (Repository.SharedData is not { } data)
        {
            TestContext.Current.TestOutputHelper?.WriteLine("Left out: the shared PATCH cases are not beside this clone.");
            return;
        }

        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(data, "patches.json"), Stop))!;
        var client = ClientOf(await NewOrganizationAsync(SchemaProfile.Extended));
        var ids = await CaseResources.CreateAsync(client, file["resources"]!.AsObject(), Stop);

        var problems = new List<string>();
        foreach (var one in file["cases"]!.AsArray().Where(one => (string?)one!["resourceType"] == type))
        {
            if (await JudgeAsync(client, CaseResources.Fill(one!, ids)) is { } problem)
                problems.Add($"{one!["id"]} {one["operations"]!.ToJsonString()}: {problem}");
        }

        Assert.Empty(problems);
    }

    static async Task<string?> JudgeAsync(WireClient client, JsonNode one)
    {
        var endpoint = CaseResources.EndpointOf(one["before"]!);
        var before = await client.CreateAsync(endpoint, one["before"]!, Stop);
        var target = $"{endpoint}/{before["id"]}";
        var request = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"), ["Operations"] = one["operations"]!.DeepClone(),
        };

        var answer = await client.SendAsync("PATCH", target, request, Stop);
        var after = (await client.SendAsync("GET", target, null, Stop)).Body!;
        await client.SendAsync("DELETE", target, null, Stop);

        if (one["error"] is { } error && !(answer.Status == (int)error["status"]!
            && error["scimType"]!.AsArray().Any(type => (string?)type == (string?)answer.Body?["scimType"])))
            return $"wanted {error.ToJsonString()}, got {answer}";
        if (one["error"] is null && answer.Status is not (200 or 204))
            return $"got {answer}";
        if ((one["error"] is not null || (bool?)one["unchanged"] == true) && !JsonNode.DeepEquals(before["meta"], after["meta"]))
            return $"meta changed to {after["meta"]!.ToJsonString()}";

        var expected = Normal(one["error"] is null ? one["after"]! : one["before"]!, one["after"] ?? one["before"]!);
        var actual = Normal(after, one["after"] ?? one["before"]!);
        return expected == actual ? null : $"wanted {expected}, got {actual}";
    }

    /// <param name="resource">What to compare.</param>
    /// <param name="wanted">The case's resource: what it does not say of members and manager the server may fill in.</param>
    static string Normal(JsonNode resource, JsonNode wanted)
    {
        var copy = resource.DeepClone().AsObject();
        foreach (var own in ServersOwn)
            copy.Remove(own);
        var text = wanted.ToJsonString();
        foreach (var member in copy["members"] as JsonArray ?? [])
            Drop(member!.AsObject(), text, "$ref", "type", "display");
        foreach (var extension in copy.Select(static member => member.Value).OfType<JsonObject>())
        {
            if (extension["manager"] is JsonObject manager)
                Drop(manager, text, "$ref", "displayName");
        }

        return Sorted(copy)?.ToJsonString() ?? "";
    }

    static void Drop(JsonObject value, string wanted, params string[] names)
    {
        foreach (var name in names)
        {
            if (value[name] is { } filled && !wanted.Contains(filled.ToJsonString(), StringComparison.Ordinal))
                value.Remove(name);
        }
    }

    static JsonNode? Sorted(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject many:
                var members = many.OrderBy(static member => member.Key, StringComparer.Ordinal)
                    .Where(static member => member is not { Key: "primary", Value: JsonValue value } || value.ToJsonString() != "false")
                    .Select(static member => KeyValuePair.Create(member.Key, Sorted(member.Value)))
                    .Where(static member => member.Value is not null);
                return new JsonObject(members);
            case JsonArray { Count: 0 }:
                return null;
            case JsonArray list:
                return new JsonArray([.. list.Select(Sorted).OrderBy(static value => value?.ToJsonString(), StringComparer.Ordinal)]);
            default:
                return node?.DeepClone();
        }
    }
}

public sealed class PatchCorpusOnSqlite(SqliteServer server) : PatchCorpusTests(server);

public sealed class PatchCorpusOnPostgreSql(PostgreSqlServer server) : PatchCorpusTests(server);
