using System.Text;
using System.Text.Json.Nodes;

using Gatehouse.Scim.Patch;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>Our PATCH and that of people we never met give the same results.</summary>
public sealed class ScimPatchTests
{
    const int Cases = 600;
    static readonly ResourceType User = StandardSchemas.UserType(null, StandardSchemas.EnterpriseUser);

    [Fact]
    public async Task Generated_patches_have_the_same_result_in_scim_patch()
    {
        Assert.SkipWhen(ScimPatchJudge.Missing is not null, ScimPatchJudge.Missing ?? "");
        var cases = new List<JsonObject>();
        var ours = new List<JsonObject>();
        for (var seed = 0; seed < Cases; seed++)
        {
            var (before, operations, after) = Sequence(seed);
            cases.Add(new JsonObject { ["resource"] = before, ["operations"] = operations });
            ours.Add(after);
        }

        var theirs = await ScimPatchJudge.AskAsync(cases, TestContext.Current.CancellationToken);

        Assert.All(Enumerable.Range(0, Cases), seed =>
        {
            Assert.True(theirs[seed]["error"] is null, $"seed {seed}: {theirs[seed]["error"]}\n{cases[seed].ToJsonString()}");
            var expected = Normal(theirs[seed]["resource"])!.ToJsonString();
            var actual = Normal(ours[seed])!.ToJsonString();
            Assert.True(expected == actual, $"seed {seed}\n{cases[seed].ToJsonString()}\nscim-patch: {expected}\nGatehouse:  {actual}");
        });
    }

    static (JsonObject Before, JsonArray Operations, JsonObject After) Sequence(int seed)
    {
        var make = new PatchCases(seed);
        var before = make.Resource();
        var after = before;
        var operations = new JsonArray();
        for (var left = 1 + seed % 6; left > 0; left--)
        {
            var operation = make.Operation(after);
            operations.Add(operation);
            after = Apply(after, [operation.DeepClone()]);
        }

        // One request with all of them must end where the requests one by one ended.
        Assert.Equal(after.ToJsonString(), Apply(before, (JsonArray)operations.DeepClone()).ToJsonString());
        return (before, operations, after);
    }

    static JsonObject Apply(JsonObject resource, JsonArray operations)
    {
        var request = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"), ["Operations"] = operations,
        };
        var patched = ResourceReader.Read(Parse(resource), User);
        PatchApplier.Apply(PatchResolver.Resolve(PatchRequest.Read(Parse(request)), User, "id"), User, patched);

        using var stream = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(stream))
            ScimJson.Write(writer, patched);
        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }

    static ScimValue Parse(JsonNode node) => ScimJson.Parse(Encoding.UTF8.GetBytes(node.ToJsonString()));

    // RFC 7643 §2.5: an empty object or list is the same as none. Neither members nor values of a list have an order, and
    // the server keeps schemas.
    static JsonNode? Normal(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject many:
                var members = many
                    .Where(static member => member.Key != "schemas")
                    .OrderBy(static member => member.Key, StringComparer.Ordinal)
                    .Select(static member => KeyValuePair.Create(member.Key, Normal(member.Value)))
                    .Where(static member => member.Value is not null)
                    .ToList();
                return members.Count == 0 ? null : new JsonObject(members);
            case JsonArray list:
                var values = list.Select(Normal).OfType<JsonNode>()
                    .OrderBy(static value => value.ToJsonString(), StringComparer.Ordinal).ToArray();
                return values.Length == 0 ? null : new JsonArray(values);
            default:
                return node?.DeepClone();
        }
    }
}
