using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>Pages by cursor, where the endpoint announces them.</summary>
static class CursorChecks
{
    public static CheckGroup All { get; } = new("cursor-paging")
    {
        {
            Must, "walk", "nextCursor leads through all pages, and the last has none", "RFC 9865 §2", "People are missed.",
            async scim =>
            {
                var filter = await PrepareAsync(scim);
                var seen = new List<string>();
                var cursor = "";
                Answer page;
                do
                {
                    page = (await scim.ListAsync("/Users", new() { Filter = filter, Cursor = cursor, Count = 1 })).IsList();
                    page.Must(page.Resources.Count <= 1, "at most one resource a page");
                    seen.AddRange(page.Ids);
                    cursor = page.Text("nextCursor");
                }
                while (cursor is not null && seen.Count < 10);

                page.Must(seen.Count == 3 && seen.Distinct().Count() == 3, "three different users, then no nextCursor");
            }
        },
        {
            Must, "first", "The first page has no previousCursor", "RFC 9865 §2", "Clients that walk back never stop.",
            async scim =>
            {
                var page = (await scim.ListAsync("/Users", new() { Filter = await PrepareAsync(scim), Cursor = "", Count = 1 })).IsList();
                page.Must(
                    page.Text("nextCursor") is not null && !page.Value("previousCursor").HasValue, "nextCursor and no previousCursor");
            }
        },
        {
            Must, "characters", "Cursors are made of unreserved characters", "RFC 9865 §2", "A cursor is damaged on its way through a URL.",
            async scim =>
            {
                var page = (await scim.ListAsync("/Users", new() { Filter = await PrepareAsync(scim), Cursor = "", Count = 1 })).IsList();
                page.Must(
                    page.Text("nextCursor") is { } cursor && cursor.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '~' or '-'),
                    "letters, digits, - . _ ~ only");
            }
        },
        {
            Must, "count-zero", "count 0 gives only the total", "RFC 9865 §2", "Clients that only count fetch everybody.",
            async scim =>
            {
                var page = (await scim.ListAsync("/Users", new() { Filter = await PrepareAsync(scim), Cursor = "", Count = 0 })).IsList();
                page.Must(page.Response.TotalResults == 3 && page.Resources.Count == 0, "totalResults 3 and no resources");
            }
        },
        {
            Should, "damaged", "A cursor that was never issued is 400 invalidCursor",
            "RFC 9865 §2.1", "Clients start again from the wrong place.",
            async scim =>
            {
                scim.NeedsCursors();
                (await scim.ListAsync("/Users", new() { Cursor = "never-issued", Count = 1 })).Refuses(400, "invalidCursor");
            }
        },
        {
            Must, "default", "Without either method the answer is by index, when index is the default",
            "RFC 9865 §2.4", "Clients that know only startIndex break.",
            async scim =>
            {
                scim.NeedsCursors();
                var config = (await scim.GetAsync("/ServiceProviderConfig")).Is(200);
                if (config.Text("pagination", "defaultPaginationMethod") == "cursor")
                    throw CheckEnded.NotApplicable("The endpoint announces cursor as its default method.");
                var answer = (await scim.GetAsync("/Users?count=1")).IsList();
                answer.Must(!answer.Value("nextCursor").HasValue, "no nextCursor");
            }
        },
        {
            Must, "search", "A cursor in the body of .search", "RFC 9865 §3", "Queries too long for a URL cannot be paged.",
            async scim =>
            {
                var filter = await PrepareAsync(scim);
                var answer = (await SearchChecks.SearchAsync(scim, new() { { "filter", filter }, { "cursor", "" }, { "count", 1 } }))
                    .IsList();
                answer.Must(answer.Text("nextCursor") is not null && answer.Resources.Count == 1, "one resource and nextCursor");
            }
        },
    };

    static async Task<string> PrepareAsync(Endpoint scim)
    {
        scim.NeedsCursors();
        var shared = scim.NewName();
        for (var i = 0; i < 3; i++)
            await scim.NewUserAsync($$"""{"externalId":"{{shared}}"}""");
        return $"externalId eq \"{shared}\"";
    }
}
