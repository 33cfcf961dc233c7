using System.Text.Json.Nodes;

using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;

namespace Gatehouse.Scim.Tests.Filters;

/// <summary>The shared table of filters over a fixed set of resources.</summary>
public sealed class SharedFilterTests
{
    [Fact]
    public void Every_filter_of_the_table_selects_what_it_says()
    {
        if (SharedData.Read("filters.json") is not { } table)
            return;

        var nodes = table["resources"]!.AsObject();
        string IdOf(string key) => nodes[key]!["id"]!.GetValue<string>();
        var resources = nodes.ToDictionary(static node => node.Key, node => SharedData.Value(node.Value, IdOf).AsObject!);
        var wrong = new List<string>();
        foreach (var one in table["cases"]!.AsArray())
        {
            if (Judge(one!.AsObject(), resources, IdOf) is { } problem)
                wrong.Add($"{one["id"]}: {one["filter"]}: {problem}");
        }

        Assert.Empty(wrong);
    }

    static string? Judge(JsonObject one, Dictionary<string, ScimObject> resources, Func<string, string> idOf)
    {
        var type = one["endpoint"]!.GetValue<string>() == "Users" ? StandardSchemas.UserType() : StandardSchemas.GroupType();
        var text = SharedData.Fill(one["filter"]!.GetValue<string>(), idOf);
        try
        {
            var filter = FilterParser.Parse(text);
            if (one["parseOnly"]?.GetValue<bool>() == true)
                return null;

            var bound = filter.Bind(type);
            if (!one["valid"]!.GetValue<bool>())
                return "was accepted";

            var expected = one["matches"]!.AsArray().Select(static key => key!.GetValue<string>());
            var selected = resources
                .Where(resource => resource.Value["meta"].AsObject!["resourceType"].AsText == type.Name && FilterEvaluator.Matches(bound, resource.Value))
                .Select(static resource => resource.Key);
            return expected.ToHashSet().SetEquals(selected) ? null : $"selected {string.Join(", ", selected)}";
        }
        catch (ScimException refusal)
        {
            return one["valid"]!.GetValue<bool>() || refusal.ScimType != "invalidFilter" ? $"{refusal.ScimType}: {refusal.Message}" : null;
        }
    }
}
