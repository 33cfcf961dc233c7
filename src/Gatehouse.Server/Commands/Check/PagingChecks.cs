using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>Pages by startIndex and count.</summary>
static class PagingChecks
{
    public static CheckGroup All { get; } = new("index-paging")
    {
        {
            Must, "first", "startIndex counts from 1; less than 1 is 1", "RFC 7644 §3.4.2.4", "Clients lose the first user.",
            async scim =>
            {
                await scim.CommonUserAsync();
                foreach (var start in new[] { 0, -3 })
                {
                    var answer = (await scim.ListAsync("/Users", new() { StartIndex = start, Count = 1 })).IsList();
                    answer.Must(
                        answer.Value("startIndex").AsInteger is 1 or null && answer.Resources.Count == 1,
                        "the first page, with startIndex 1");
                }
            }
        },
        {
            Must, "count", "Never more than count, and itemsPerPage says how many",
            "RFC 7644 §3.4.2, §3.4.2.4", "Clients count wrong and skip people.",
            async scim =>
            {
                var shared = await PrepareAsync(scim);
                var answer = (await scim.ListAsync("/Users", new() { Filter = shared, StartIndex = 2, Count = 2 })).IsList();
                answer.Must(answer.Resources.Count == 2, "two resources");
                answer.Must(answer.Value("itemsPerPage").AsInteger == 2, "itemsPerPage 2");
                answer.Must(answer.Value("startIndex").AsInteger == 2, "startIndex 2");
            }
        },
        {
            Must, "count-zero", "count 0 gives only the total; below 0 counts as 0",
            "RFC 7644 §3.4.2.4", "Clients that only count fetch everybody.",
            async scim =>
            {
                var shared = await PrepareAsync(scim);
                foreach (var count in new[] { 0, -1 })
                {
                    var answer = (await scim.ListAsync("/Users", new() { Filter = shared, Count = count })).IsList();
                    answer.Must(answer.Response.TotalResults == 3 && answer.Resources.Count == 0, "totalResults 3 and no resources");
                }
            }
        },
        {
            Must, "beyond", "Beyond the end is an empty list with the right total",
            "RFC 7644 §3.4.2.4", "Clients end with an error instead of an end.",
            async scim =>
            {
                var answer = (await scim.ListAsync("/Users", new() { Filter = await PrepareAsync(scim), StartIndex = 100 })).IsList();
                answer.Must(answer.Response.TotalResults == 3 && answer.Resources.Count == 0, "totalResults 3 and no resources");
            }
        },
        {
            Must, "walk", "All pages together have everybody once", "RFC 7644 §3.4.2.4", "Some people are missed, others seen twice.",
            async scim =>
            {
                var shared = await PrepareAsync(scim);
                var seen = new List<string>();
                Answer? page = null;
                for (var start = 1; start <= 3; start++)
                {
                    page = (await scim.ListAsync("/Users", new() { Filter = shared, StartIndex = start, Count = 1 })).IsList();
                    seen.AddRange(page.Ids);
                }

                page?.Must(seen.Count == 3 && seen.Distinct().Count() == 3, "three different users on three pages");
            }
        },
        {
            Should, "maximum", "A maximum applies", "RFC 7643 §5", "One request could occupy the server.",
            async scim =>
            {
                var answer = await scim.ListAsync("/Users", new() { Count = 1_000_000 });
                answer.Must(
                    answer.Status is 200 or 400 && (scim.Announced.Limit("filter", "maxResults") is not { } limit || answer.Resources.Count <= Math.Max(limit, 1)),
                    "at most filter.maxResults resources");
            }
        },
        {
            Should, "no-number", "A count that is no number is refused", "RFC 7644 §3.12", "A typing mistake looks like an answer.",
            async scim => (await scim.GetAsync("/Users?count=ten")).Is(400)
        },
    };

    static async Task<string> PrepareAsync(Endpoint scim)
    {
        scim.Needs("filter");
        var shared = scim.NewName();
        for (var i = 0; i < 3; i++)
            await scim.NewUserAsync($$"""{"externalId":"{{shared}}"}""");
        return $"externalId eq \"{shared}\"";
    }
}
