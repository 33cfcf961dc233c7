using System.Text.RegularExpressions;

using Gatehouse.Scim.Messages;
using Gatehouse.Server.Scim;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Server.Tests.Scim;

/// <summary>Cursors (RFC 9865).</summary>
public abstract partial class CursorTests(ServerFixture server) : ScimTest(server)
{
    const int Users = 30;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await DirectoryRows.InsertUsersAsync(Database, Scim.Organization, Users, Stop);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&sortBy=userName")]
    [InlineData("&sortBy=userName&sortOrder=descending")]
    [InlineData("&sortBy=title")]
    [InlineData("&sortBy=title&sortOrder=descending")]
    [InlineData("&sortBy=meta.created")]
    [InlineData("&sortBy=meta.lastModified&sortOrder=descending")]
    [InlineData("&filter=userName+pr")]
    public async Task A_walk_meets_everybody_once_and_ends(string query)
    {
        for (var i = 0; i < 5; i++)
            await Scim.CreateUserAsync($"titled{i}", $"\"title\": \"{i % 2}\"");
        var whole = (await Scim.GetAsync($"/Users?count=200{query}")).Ids;

        var walked = await WalkAsync($"/Users?count=4{query}");

        Assert.Equal(Users + 5, walked.Distinct().Count());
        Assert.Equal(whole, walked);
    }

    [Fact]
    public async Task A_walk_loses_nobody_and_repeats_nobody_while_others_come_and_go()
    {
        var stays = (await Scim.GetAsync("/Users?count=200&sortBy=userName")).Ids.ToHashSet();
        var come = new List<string>();
        for (var i = 0; i < 8; i++)
            come.Add(await Scim.CreateUserAsync($"comes{i}"));

        var turn = 0;
        var walked = await WalkAsync("/Users?count=3&sortBy=userName", async () =>
        {
            // One goes that was there and one comes, before and behind the place where the walk is.
            if (turn < come.Count)
                await Scim.DeleteAsync($"/Users/{come[turn]}");
            await Scim.CreateUserAsync($"{(turn % 2 == 0 ? "aaa" : "zzz")}{turn}");
            turn++;
        });

        Assert.True(turn > 5);
        Assert.Equal(walked.Count, walked.Distinct().Count());
        Assert.Empty(stays.Except(walked));
    }

    [Fact]
    public async Task A_changed_sort_value_hides_nobody_else()
    {
        var ids = (await Scim.GetAsync("/Users?count=200&sortBy=userName")).Ids;
        var moved = ids[^1];
        var first = true;

        var walked = await WalkAsync("/Users?count=5&sortBy=userName", async () =>
        {
            if (first)
                (await Scim.PatchAsync($"/Users/{moved}", """{ "op": "replace", "path": "userName", "value": "aaa" }""")).ShouldBe(200);
            first = false;
        });

        Assert.Empty(ids.Except([moved]).Except(walked));
    }

    [Theory]
    [InlineData("cursor&count=2")]
    [InlineData("cursor=&count=2")]
    public async Task An_empty_cursor_begins_a_walk(string query)
    {
        var page = (await Scim.GetAsync($"/Users?{query}")).ShouldBe(200);

        Assert.Equal((Users, 2), (page.Total, page.Resources.Count));
        Assert.Matches(Unreserved(), page["nextCursor"]!);
        Assert.Null(page["previousCursor"]);
    }

    [Fact]
    public async Task A_page_of_nobody_tells_the_total_only()
    {
        var page = (await Scim.GetAsync("/Users?cursor=&count=0")).ShouldBe(200);

        Assert.Equal((Users, 0), (page.Total, page.Resources.Count));
    }

    [Fact]
    public async Task A_cursor_goes_with_its_own_query_only()
    {
        var cursor = (await Scim.GetAsync("/Users?cursor=&count=2&filter=userName+pr&sortBy=userName"))["nextCursor"]!;

        (await Scim.GetAsync($"/Users?cursor={cursor}&count=2&filter=userName+pr&sortBy=userName")).ShouldBe(200);
        foreach (var query in (string[])["", "&filter=userName+pr", "&filter=id+pr&sortBy=userName", "&filter=userName+pr&sortBy=userName&sortOrder=descending"])
            (await Scim.GetAsync($"/Users?cursor={cursor}&count=2{query}")).ShouldRefuse(400, "invalidCursor");
        (await Scim.GetAsync($"/Groups?cursor={cursor}&count=2")).ShouldBe(400);
        var withIndex = (await Scim.GetAsync($"/Users?cursor={cursor}&count=2&startIndex=3&filter=userName+pr&sortBy=userName")).ShouldBe(400);
        Assert.Contains(withIndex["scimType"], (string[])["invalidCursor", "invalidValue"]);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AAAA")]
    [InlineData("~")]
    [InlineData("%00")]
    [InlineData("%F0%9F%98%80")]
    [InlineData("-1")]
    public async Task A_cursor_that_was_never_issued_is_refused(string cursor) =>
        (await Scim.GetAsync($"/Users?cursor={cursor}&count=2")).ShouldRefuse(400, "invalidCursor");

    [Fact]
    public async Task A_cursor_that_is_too_old_is_told_so()
    {
        var query = new ResourceQuery { Cursor = "", SortBy = "userName" };
        var position = new CursorPosition(Guid.CreateVersion7(), "\"filled1\"");
        string IssuedBefore(TimeSpan age) => new Cursors(Service<IDataProtectionProvider>(), new FakeTimeProvider(DateTimeOffset.UtcNow - age))
            .Issue(Scim.Organization, "User", query, position);

        (await Scim.GetAsync($"/Users?sortBy=userName&cursor={IssuedBefore(ScimLimits.CursorLifetime - TimeSpan.FromMinutes(5))}")).ShouldBe(200);
        (await Scim.GetAsync($"/Users?sortBy=userName&cursor={IssuedBefore(ScimLimits.CursorLifetime + TimeSpan.FromMinutes(5))}")).ShouldRefuse(400, "expiredCursor");
    }

    [Fact]
    public async Task A_walk_works_in_the_body_of_a_search_too()
    {
        var first = (await Scim.PostAsync("/Users/.search", ScimClient.Search("\"cursor\": \"\", \"count\": 20"))).ShouldBe(200);
        var second = (await Scim.PostAsync("/Users/.search", ScimClient.Search($"\"cursor\": \"{first["nextCursor"]}\", \"count\": 20"))).ShouldBe(200);

        Assert.Equal(Users, first.Ids.Union(second.Ids).Count());
        Assert.Null(second["nextCursor"]);
    }

    async Task<List<string>> WalkAsync(string path, Func<Task>? between = null)
    {
        var ids = new List<string>();
        var cursor = "";
        for (var pages = 0; pages < 100; pages++)
        {
            var page = (await Scim.GetAsync($"{path}&cursor={cursor}")).ShouldBe(200);
            ids.AddRange(page.Ids);
            if (page["nextCursor"] is not { } next)
                return ids;

            cursor = next;
            if (between is not null)
                await between();
        }

        throw new InvalidOperationException("The walk never ends.");
    }

    [GeneratedRegex("^[A-Za-z0-9._~-]+$")]
    private static partial Regex Unreserved();
}
