namespace Gatehouse.Server.Tests.Scim;

/// <summary>GET /Users with a filter (RFC 7644 §3.4.2.2); each row of the filter language is tested in the library and against SQL.</summary>
public abstract class QueryTests(ServerFixture server) : ScimTest(server)
{
    readonly Dictionary<string, string> names = [];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await CreateAsync("ann", """
            "displayName": "Ann \"A\" 100%", "title": "Clerk", "externalId": "One", "name": { "givenName": "Ann", "familyName": "Berg" },
            "emails": [{ "value": "ann@work.example", "type": "work", "primary": true }, { "value": "ann@home.example", "type": "home" }]
            """);
        await CreateAsync("Bea", $$"""
            "displayName": "Bea", "active": false, "externalId": "one", "emails": [{ "value": "bea@home.example", "type": "work" }],
            "{{ScimClient.EnterpriseUrn}}": { "department": "Tools", "manager": "{{names["ann"]}}" }
            """);
        await CreateAsync("\u00c5sa", "\"title\": \"Chief\"");
    }

    [Theory]
    [InlineData("userName eq \"ANN\"", "ann")]
    [InlineData("USERNAME Eq \"ann\"", "ann")]
    [InlineData("userName eq \"\\u00e5sa\"", "\u00c5sa")]
    [InlineData("userName eq ann", "ann")]
    [InlineData("userName ne \"ann\"", "Bea,\u00c5sa")]
    [InlineData("userName co \"e\"", "Bea")]
    [InlineData("userName sw \"A\"", "ann")]
    [InlineData("userName ew \"A\"", "Bea,\u00c5sa")]
    [InlineData("displayName co \"%\"", "ann")]
    [InlineData("displayName eq \"ann \\\"a\\\" 100%\"", "ann")]
    [InlineData("title pr", "ann,\u00c5sa")]
    [InlineData("not (title pr)", "Bea")]
    [InlineData("not(title pr)", "Bea")]
    [InlineData("title eq null", "Bea")]
    [InlineData("title ne \"Clerk\"", "Bea,\u00c5sa")]
    [InlineData("active eq false", "Bea")]
    [InlineData("active eq \"False\"", "Bea")]
    [InlineData("active eq True", "ann,\u00c5sa")]
    [InlineData("externalId eq \"One\"", "ann")]
    [InlineData("externalId eq \"one\"", "Bea")]
    [InlineData("externalId eq \"ONE\"", "")]
    [InlineData("name.familyName eq \"berg\"", "ann")]
    [InlineData("emails.value eq \"ANN@home.example\"", "ann")]
    [InlineData("emails co \"home\"", "ann,Bea")]
    [InlineData("emails[type eq \"work\" and value co \"home\"]", "Bea")]
    [InlineData("emails.type eq \"work\" and emails.value co \"home\"", "ann,Bea")]
    [InlineData("emails[primary eq \"True\"]", "ann")]
    [InlineData("emails[not (type eq \"work\")]", "ann")]
    [InlineData("title pr or userName eq \"bea\" and active eq true", "ann,\u00c5sa")]
    [InlineData("(title pr or userName eq \"bea\") and active eq false", "Bea")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"bea\"", "Bea")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"tools\"", "Bea")]
    [InlineData("department eq \"tools\"", "Bea")]
    [InlineData("manager eq \"ANN\"", "Bea")]
    [InlineData("schemas eq \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\"", "Bea")]
    [InlineData("meta.resourceType eq \"User\" and id pr", "ann,Bea,\u00c5sa")]
    [InlineData("meta.created gt \"2020-01-01T00:00:00Z\"", "ann,Bea,\u00c5sa")]
    [InlineData("meta.lastModified lt \"2020-01-01T01:00:00+01:00\"", "")]
    [InlineData("userName gt \"ann\"", "Bea,\u00c5sa")]
    [InlineData("userName le \"ann\"", "ann")]
    public async Task A_filter_finds_whom_it_means(string filter, string expected)
    {
        filter = filter.Replace("\"ANN\"", filter.StartsWith("manager", StringComparison.Ordinal) ? $"\"{names["ann"]}\"" : "\"ANN\"", StringComparison.Ordinal);

        var found = (await Scim.FilterAsync("/Users", filter)).ShouldBe(200);

        var expectedNames = expected.Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        Assert.Equal(expectedNames, found.Names.ToHashSet());
        Assert.Equal(expectedNames.Count, found.Total);
    }

    [Fact]
    public async Task Nobody_found_is_an_empty_list()
    {
        var found = (await Scim.FilterAsync("/Users", "userName eq \"nobody\"")).ShouldBe(200);

        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:ListResponse", found["schemas", "0"]);
        Assert.Equal(("0", "[]"), (found["totalResults"], found["Resources"] ?? "[]"));
    }

    [Fact]
    public async Task Blanks_may_be_written_as_plus_and_quotes_as_they_are() =>
        Assert.Equal(["ann"], (await Scim.GetAsync("/Users?filter=userName+eq+\"ann\"")).Names);

    [Fact]
    public async Task Totals_count_all_matches_and_not_the_page()
    {
        var page = await Scim.GetAsync("/Users?filter=emails+pr&count=1");

        Assert.Equal((2, 1), (page.Total, page.Resources.Count));
        Assert.Equal(("1", "1"), (page["itemsPerPage"], page["startIndex"]));
    }

    [Fact]
    public async Task Unknown_parameters_are_ignored() => Assert.Equal(3, (await Scim.GetAsync("/Users?colour=red&aadOptscim062020")).ShouldBe(200).Total);

    [Fact]
    public async Task The_base_lists_all_types()
    {
        await Scim.CreateGroupAsync("Tools");

        var all = (await Scim.GetAsync("/")).ShouldBe(200);

        Assert.Equal(4, all.Total);
        Assert.Equal(["Group", "User", "User", "User"], all.Resources.Select(static resource => resource.GetProperty("meta").GetProperty("resourceType").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(1, (await Scim.FilterAsync("/", "meta.resourceType eq \"Group\"")).Total);
    }

    async Task CreateAsync(string name, string members) => names[name] = await Scim.CreateUserAsync(name, members);
}
