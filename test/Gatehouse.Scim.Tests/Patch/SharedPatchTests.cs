using System.Text.Json.Nodes;

using Gatehouse.Scim.Patch;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Tests.Patch;

/// <summary>The shared table of PATCH requests with the resource before and after.</summary>
public sealed class SharedPatchTests
{
    [Fact]
    public void Every_request_of_the_table_does_what_it_says()
    {
        if (SharedData.Read("patches.json") is not { } table)
            return;

        var nodes = table["resources"]!.AsObject();
        string IdOf(string key) => nodes[key]!["id"]!.GetValue<string>();
        var wrong = new List<string>();
        foreach (var one in table["cases"]!.AsArray())
        {
            // Uniqueness is the server's to judge.
            if (one!["error"]?["reading"]?.GetValue<string>() == "server")
                continue;
            if (Judge(one.AsObject(), IdOf) is { } problem)
                wrong.Add($"{one["id"]}: {problem}");
        }

        Assert.Empty(wrong);
    }

    static string? Judge(JsonObject one, Func<string, string> idOf)
    {
        var type = one["resourceType"]!.GetValue<string>() == "User" ? StandardSchemas.UserType() : StandardSchemas.GroupType();
        var before = ResourceReader.Read(SharedData.Value(one["before"], idOf), type);
        var message = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:PatchOp"), ["Operations"] = one["operations"]!.DeepClone(),
        };
        var after = before.Clone();
        try
        {
            var operations = PatchResolver.Resolve(PatchRequest.Read(SharedData.Value(message, idOf)), type, "the-id");
            var changed = PatchApplier.Apply(operations, type, after);
            if (one["error"] is not null)
                return "was accepted";
            if (one["unchanged"]?.GetValue<bool>() == true && changed)
                return "says that something changed";
        }
        catch (ScimException refusal)
        {
            return one["error"] is { } error && error["status"]!.GetValue<int>() == refusal.Status
                && error["scimType"]!.AsArray().Any(expected => expected!.GetValue<string>() == refusal.ScimType)
                ? null : $"{refusal.Status} {refusal.ScimType}: {refusal.Message}";
        }

        var expected = Comparable(ResourceReader.Read(SharedData.Value(one["after"], idOf), type));
        var actual = Comparable(after);
        return expected == actual ? null : $"is {actual} instead of {expected}";
    }

    /// <summary>Text that is equal for resources that differ only in order, and in primary false against absent.</summary>
    static string Comparable(ScimValue value)
    {
        if (value.AsList is { } list)
            return "[" + string.Join(",", list.Select(Comparable).Order(StringComparer.Ordinal)) + "]";
        if (value.AsObject is not { } members)
            return value.ToString();

        return "{" + string.Join(",", members
            .Where(static member => member.Value.HasValue && !(member.Key == "primary" && member.Value.AsBoolean == false))
            .OrderBy(static member => member.Key, StringComparer.Ordinal)
            .Select(static member => $"{member.Key}={Comparable(member.Value)}")) + "}";
    }
}
