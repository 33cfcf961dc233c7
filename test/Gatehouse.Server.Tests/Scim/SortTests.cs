namespace Gatehouse.Server.Tests.Scim;

/// <summary>sortBy and sortOrder (RFC 7644 §3.4.2.3).</summary>
public abstract class SortTests(ServerFixture server) : ScimTest(server)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Scim.CreateUserAsync("C", "\"title\": \"b\", \"externalId\": \"b\", \"emails\": [{ \"value\": \"z@x\" }, { \"value\": \"a@x\", \"primary\": true }]");
        await Scim.CreateUserAsync("a", "\"title\": \"A\", \"externalId\": \"B\", \"name\": { \"familyName\": \"Zorn\" }");
        await Scim.CreateUserAsync("B", "\"name\": { \"familyName\": \"adler\" }, \"emails\": [{ \"value\": \"m@x\" }]");
        await Scim.CreateUserAsync("d", "\"title\": \"c\", \"externalId\": \"a\"");
    }

    [Theory]
    [InlineData("sortBy=userName", "a,B,C,d")]
    [InlineData("sortBy=userName&sortOrder=ascending", "a,B,C,d")]
    [InlineData("sortBy=USERNAME&sortOrder=Descending", "d,C,B,a")]
    [InlineData("sortBy=urn:ietf:params:scim:schemas:core:2.0:User:userName", "a,B,C,d")]
    [InlineData("sortBy=title", "a,C,d,B")]
    [InlineData("sortBy=title&sortOrder=descending", "B,d,C,a")]
    [InlineData("sortBy=externalId", "a,d,C,B")]
    [InlineData("sortBy=meta.created", "C,a,B,d")]
    [InlineData("sortBy=meta.created&sortOrder=descending", "d,B,a,C")]
    public async Task Users_come_in_the_order_that_is_asked_for(string query, string expected)
    {
        // Two users of the same millisecond have no order between them.
        var names = (await Scim.GetAsync($"/Users?{query}")).ShouldBe(200).Names;

        Assert.Equal(4, names.Count);
        if (query.Contains("meta", StringComparison.Ordinal))
            Assert.Equal(expected.Split(',').ToHashSet(), names.ToHashSet());
        else
            Assert.Equal(expected.Split(','), names);
    }

    [Fact]
    public async Task Parts_and_lists_are_sorted_by_their_part_and_their_primary_value()
    {
        Assert.Equal(["B", "a"], (await Scim.GetAsync("/Users?sortBy=name.familyName")).Names.Take(2));
        Assert.Equal(["C", "B"], (await Scim.GetAsync("/Users?sortBy=emails.value")).Names.Take(2));
        Assert.Equal(["C", "B"], (await Scim.GetAsync("/Users?sortBy=emails")).Names.Take(2));
    }

    [Theory]
    [InlineData("userName")]
    [InlineData("title")]
    [InlineData("name.familyName")]
    public async Task Pages_of_one_follow_the_order_of_the_whole(string sortBy)
    {
        foreach (var order in (string[])["ascending", "descending"])
        {
            var whole = (await Scim.GetAsync($"/Users?sortBy={sortBy}&sortOrder={order}")).Ids;
            var byIndex = new List<string>();
            for (var i = 1; i <= 4; i++)
                byIndex.AddRange((await Scim.GetAsync($"/Users?sortBy={sortBy}&sortOrder={order}&count=1&startIndex={i}")).Ids);

            Assert.Equal(whole, byIndex);
        }
    }

    [Fact]
    public async Task Groups_are_sorted_too()
    {
        foreach (var name in (string[])["b", "C", "a"])
            await Scim.CreateGroupAsync(name);

        var names = (await Scim.GetAsync("/Groups?sortBy=displayName")).Resources.Select(static group => group.GetProperty("displayName").GetString());

        Assert.Equal(["a", "b", "C"], names);
    }
}
