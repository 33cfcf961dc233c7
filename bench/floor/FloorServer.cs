using System.Buffers;
using System.Text.Json;

using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gatehouse.Bench.Floor;

/// <summary>Kestrel and one delegate: no routing, no authentication, no validation. Answers what the load program asks for.</summary>
static class FloorServer
{
    const string Users = "/scim/v2/Users";
    const string Groups = "/scim/v2/Groups";

    public static WebApplication Build(string url, IFloorStore store)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        builder.Services.Configure<KestrelServerOptions>(static kestrel => kestrel.AddServerHeader = false);
        var app = builder.Build();
        app.Run(http => AnswerAsync(http, store));
        return app;
    }

    static Task AnswerAsync(HttpContext http, IFloorStore store)
    {
        var path = http.Request.Path.Value!;
        var (isUser, list) = path.StartsWith(Users, StringComparison.Ordinal) ? (true, Users) : (false, Groups);
        var hasId = Guid.TryParse(path.AsSpan(Math.Min(path.Length, list.Length + 1)), out var id);
        return (http.Request.Method, isUser, hasId) switch
        {
            ("POST", true, false) => CreateUserAsync(http, store),
            ("GET", true, true) => FloorAnswer.ResourceAsync(http, 200, "User", store.FindUserAsync(id)),
            ("GET", true, false) => QueryUsersAsync(http, store),
            ("PATCH", true, true) => PatchUserAsync(http, store, id),
            ("DELETE", true, true) => FloorAnswer.NoContentAsync(http, store.DeleteUserAsync(id)),
            ("POST", false, false) => CreateGroupAsync(http, store),
            ("GET", false, false) => FloorAnswer.FoundAsync(http, "Group", store.FindGroupByNameAsync(FilteredValue(http))),
            ("PATCH", false, true) => PatchMembersAsync(http, store, id),
            ("DELETE", false, true) => FloorAnswer.NoContentAsync(http, store.DeleteGroupAsync(id)),
            _ => FloorAnswer.StatusAsync(http, 404),
        };
    }

    static async Task CreateUserAsync(HttpContext http, IFloorStore store)
    {
        var row = UserRow.From(await ReadAsync(http), DateTimeOffset.UtcNow);
        await store.CreateUserAsync(row);
        await FloorAnswer.ResourceAsync(http, 201, "User", new StoredRow(row.Id, row.Resource, 1, row.Now, row.Now));
    }

    static async Task QueryUsersAsync(HttpContext http, IFloorStore store)
    {
        if (http.Request.Query.ContainsKey("filter"))
        {
            await FloorAnswer.FoundAsync(http, "User", store.FindUserByNameAsync(FilteredValue(http)));
            return;
        }

        var after = Guid.TryParse(http.Request.Query["cursor"], out var last) ? last : Guid.Empty;
        var count = int.TryParse(http.Request.Query["count"], out var wanted) ? wanted : 100;
        var (total, rows) = await store.PageAsync(after, count);
        await FloorAnswer.PageAsync(http, "User", total, rows);
    }

    static async Task PatchUserAsync(HttpContext http, IFloorStore store, Guid id)
    {
        string title;
        using (var json = JsonDocument.Parse(await ReadAsync(http)))
            title = json.RootElement.GetProperty("Operations")[0].GetProperty("value").GetString()!;

        await FloorAnswer.ResourceAsync(http, 200, "User", store.ChangeUserAsync(id, resource => StoredDocument.WithTitle(resource, title), Now()));
    }

    static async Task CreateGroupAsync(HttpContext http, IFloorStore store)
    {
        var row = GroupRow.From(await ReadAsync(http), DateTimeOffset.UtcNow);
        await store.CreateGroupAsync(row);
        await FloorAnswer.ResourceAsync(http, 201, "Group", new StoredRow(row.Id, row.Resource, 1, row.Now, row.Now));
    }

    static async Task PatchMembersAsync(HttpContext http, IFloorStore store, Guid id)
    {
        bool joins;
        List<Guid> members = [];
        using (var json = JsonDocument.Parse(await ReadAsync(http)))
        {
            var operation = json.RootElement.GetProperty("Operations")[0];
            joins = operation.GetProperty("op").ValueEquals("Add"u8);
            foreach (var value in operation.GetProperty("value").EnumerateArray())
                members.Add(value.GetProperty("value").GetGuid());
        }

        var version = joins ? await store.JoinAsync(id, members, Now()) : await store.LeaveAsync(id, members, Now());
        await FloorAnswer.ChangedAsync(http, version);
    }

    static long Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    // The load program filters by one name only: userName eq "…" or displayName eq "…".
    static string FilteredValue(HttpContext http)
    {
        var filter = http.Request.Query["filter"].ToString();
        var begin = filter.IndexOf('"', StringComparison.Ordinal) + 1;
        return filter[begin..filter.LastIndexOf('"')].ToLowerInvariant();
    }

    static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync();
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
