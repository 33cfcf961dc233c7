using Gatehouse.Scim.Client;
using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>sortBy and sortOrder, on three own users selected by their externalId.</summary>
static class SortingChecks
{
    const string Why = "Pages come in another order than the client thinks, and people are missed.";

    public static CheckGroup All { get; } = new("sorting")
    {
        {
            Must, "ascending", "sortBy sorts ascending, text without regard to case", "RFC 7644 §3.4.2.3", Why,
            async scim => await SortsAsync(scim, new() { SortBy = "userName" }, "a", "B", "c")
        },
        {
            Must, "descending", "sortOrder descending is the reverse", "RFC 7644 §3.4.2.3", Why,
            async scim => await SortsAsync(scim, new() { SortBy = "userName", SortOrder = "descending" }, "c", "B", "a")
        },
        {
            Must, "without-value", "What has no value comes last when ascending", "RFC 7644 §3.4.2.3", Why,
            async scim =>
            {
                scim.NeedsAttribute("title");
                await SortsAsync(scim, new() { SortBy = "title" }, "c", "a", "B");
            }
        },
        {
            Must, "sub-attribute", "Sub-attributes and primary values sort too", "RFC 7644 §3.4.2.3", Why,
            async scim =>
            {
                scim.NeedsAttribute("name", "emails");
                await SortsAsync(scim, new() { SortBy = "name.familyName" }, "a", "B", "c");
                await SortsAsync(scim, new() { SortBy = "emails.value" }, "a", "B", "c");
            }
        },
        {
            Must, "pages", "Pages follow the order", "RFC 7644 §3.4.2.3", Why,
            async scim =>
            {
                scim.Needs("sort");
                scim.Needs("filter");
                var (shared, names) = await PrepareAsync(scim);
                foreach (var (name, index) in new[] { "a", "B", "c" }.Select((name, index) => (name, index)))
                {
                    var page = (await scim.ListAsync("/Users", new()
                    {
                        Filter = $"externalId eq \"{shared}\"",
                        SortBy = "userName",
                        StartIndex = index + 1,
                        Count = 1,
                    })).IsList();
                    page.Must(page.Resources is [var only] && only["userName"].AsText == names[name], $"{names[name]} on page {index + 1}");
                }
            }
        },
    };

    static async Task SortsAsync(Endpoint scim, ScimQuery query, params IReadOnlyList<string> expected)
    {
        scim.Needs("sort");
        scim.Needs("filter");
        var (shared, names) = await PrepareAsync(scim);
        var answer = (await scim.ListAsync("/Users", query with { Filter = $"externalId eq \"{shared}\"" })).IsList();
        answer.Must(
            answer.Resources.Select(resource => resource["userName"].AsText).SequenceEqual(expected.Select(name => names[name])),
            "the order " + string.Join(", ", expected.Select(name => names[name])));
    }

    static async Task<(string Shared, IReadOnlyDictionary<string, string> Names)> PrepareAsync(Endpoint scim)
    {
        var shared = scim.NewName();
        var hasTitle = scim.Announced.HasUserAttribute("title");
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (letter, title) in new[] { ("c", "Adviser"), ("a", "Builder"), ("B", "") })
        {
            names[letter] = $"{shared}-{letter}@contoso.example";
            var extra = hasTitle && title.Length > 0 ? $",\"title\":\"{title}\"" : "";
            if (scim.Announced.HasUserAttribute("name"))
                extra += $",\"name\":{{\"familyName\":\"{letter}\"}}";
            if (scim.Announced.HasUserAttribute("emails"))
                extra += $",\"emails\":[{{\"type\":\"work\",\"value\":\"{letter}-{shared}@contoso.example\"}}]";
            await scim.NewUserAsync($$"""{"userName":"{{names[letter]}}","externalId":"{{shared}}"{{extra}} }""");
        }

        return (shared, names);
    }
}
