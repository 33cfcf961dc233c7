using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gatehouse.Server.Tests.Conversations;

/// <summary>Puts the resources of a case file into an organization and its ids into the cases: <c>{{id:KEY}}</c>.</summary>
static partial class CaseResources
{
    /// <summary>Creates each resource after those it refers to.</summary>
    public static async Task<Dictionary<string, string>> CreateAsync(WireClient client, JsonObject resources, CancellationToken stop)
    {
        var ids = new Dictionary<string, string>();
        var waiting = resources.ToDictionary(static one => one.Key, static one => Wanted(one.Value!));
        while (waiting.Count > 0)
        {
            var ready = waiting.Where(one => KeysIn(one.Value).All(ids.ContainsKey)).ToList();
            Assert.NotEmpty(ready);
            foreach (var (key, resource) in ready)
            {
                ids[key] = (string)(await client.CreateAsync(EndpointOf(resource), Fill(resource, ids), stop))["id"]!;
                waiting.Remove(key);
            }
        }

        return ids;
    }

    public static string EndpointOf(JsonNode resource) =>
        resource["schemas"]!.AsArray().Any(static urn => (string)urn! == "urn:ietf:params:scim:schemas:core:2.0:Group")
            ? "/Groups"
            : "/Users";

    public static string Fill(string text, Dictionary<string, string> ids) =>
        Placeholder().Replace(text, match => ids[match.Groups[1].Value]);

    public static JsonNode Fill(JsonNode node, Dictionary<string, string> ids) => JsonNode.Parse(Fill(node.ToJsonString(), ids))!;

    static IEnumerable<string> KeysIn(JsonObject resource) =>
        Placeholder().Matches(resource.ToJsonString()).Select(static match => match.Groups[1].Value);

    // What the server writes itself would make resources wait for one another in a circle.
    static JsonObject Wanted(JsonNode resource)
    {
        var wanted = resource.DeepClone().AsObject();
        foreach (var own in (string[])["id", "meta", "groups"])
            wanted.Remove(own);
        return wanted;
    }

    [GeneratedRegex(@"\{\{id:([A-Za-z0-9]+)\}\}")]
    private static partial Regex Placeholder();
}
