namespace Gatehouse.Server.Tests.Scim;

/// <summary>startIndex and count (RFC 7644 §3.4.2.4).</summary>
public abstract class PagingTests(ServerFixture server) : ScimTest(server)
{
    const int Users = 250;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await DirectoryRows.InsertUsersAsync(Database, Scim.Organization, Users, Stop);
    }

    [Theory]
    [InlineData("", 1, 100)]
    [InlineData("count=2", 1, 2)]
    [InlineData("count=0", 1, 0)]
    [InlineData("count=-1", 1, 0)]
    [InlineData("count=100000", 1, 200)]
    [InlineData("startIndex=0", 1, 100)]
    [InlineData("startIndex=-3&count=5", 1, 5)]
    [InlineData("startIndex=249", 249, 2)]
    [InlineData("startIndex=250&count=1", 250, 1)]
    [InlineData("startIndex=251", 251, 0)]
    [InlineData("startIndex=100000", 100000, 0)]
    [InlineData("STARTINDEX=3&COUNT=1", 3, 1)]
    public async Task A_page_begins_and_ends_where_it_was_asked_to(string query, int startIndex, int count)
    {
        var page = (await Scim.GetAsync($"/Users?{query}")).ShouldBe(200);

        Assert.Equal(Users, page.Total);
        Assert.Equal(count, page.Resources.Count);
        Assert.Equal((startIndex, count), (page.Body.GetProperty("startIndex").GetInt32(), page.Body.GetProperty("itemsPerPage").GetInt32()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&sortBy=userName")]
    [InlineData("&sortBy=title&sortOrder=descending")]
    public async Task All_pages_together_hold_everybody_once(string order)
    {
        var ids = new List<string>();
        for (var i = 1; i <= Users; i += 40)
            ids.AddRange((await Scim.GetAsync($"/Users?count=40&startIndex={i}{order}")).Ids);

        Assert.Equal(Users, ids.Distinct().Count());
        Assert.Equal(Users, ids.Count);
    }

    [Fact]
    public async Task Without_either_method_answers_are_by_index()
    {
        var page = await Scim.GetAsync("/Users");

        Assert.Null(page["nextCursor"]);
        Assert.Equal("1", page["startIndex"]);
    }

    [Fact]
    public async Task A_page_over_all_types_goes_from_one_to_the_next()
    {
        await Scim.CreateGroupAsync("Tools");
        var ids = new List<string>();
        for (var i = 1; i <= Users + 1; i += 100)
            ids.AddRange((await Scim.GetAsync($"/?count=100&startIndex={i}")).ShouldBe(200).Ids);

        Assert.Equal(Users + 1, ids.Distinct().Count());
    }
}
