namespace Gatehouse.Server.Tests.Scim;

/// <summary>POST /.search (RFC 7644 §3.4.3).</summary>
public abstract class SearchTests(ServerFixture server) : ScimTest(server)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Scim.CreateUserAsync("ann", "\"title\": \"Clerk\"");
        await Scim.CreateUserAsync("bea", "\"title\": \"Clerk\"");
        await Scim.CreateUserAsync("cleo");
        await Scim.CreateGroupAsync("Clerks");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("\"filter\": \"title eq \\\"clerk\\\"\", \"sortBy\": \"userName\", \"sortOrder\": \"descending\"", "filter=title+eq+%22clerk%22&sortBy=userName&sortOrder=descending")]
    [InlineData("\"startIndex\": 2, \"count\": 1, \"sortBy\": \"userName\"", "startIndex=2&count=1&sortBy=userName")]
    [InlineData("\"attributes\": [\"userName\", \"title\"]", "attributes=userName,title")]
    [InlineData("\"excludedAttributes\": [\"title\", \"meta\"]", "excludedAttributes=title,meta")]
    [InlineData("\"count\": 0", "count=0")]
    public async Task A_search_in_the_body_answers_like_one_in_the_address(string members, string query)
    {
        foreach (var type in (string[])["/Users", "/Groups", ""])
        {
            if (type != "/Users" && members.Contains("title eq", StringComparison.Ordinal))
                continue;

            var searched = (await Scim.PostAsync($"{type}/.search", ScimClient.Search(type == "/Users" ? members : members.Replace("userName", "id", StringComparison.Ordinal))));
            var queried = await Scim.GetAsync($"{type}/?{(type == "/Users" ? query : query.Replace("userName", "id", StringComparison.Ordinal))}");

            Assert.Equal(queried.ShouldBe(200).Text, searched.ShouldBe(200).Text);
        }
    }

    /// <summary>RFC 7644 §3.4.2.1: an attribute that a type does not have is one without a value.</summary>
    [Fact]
    public async Task At_the_base_a_type_that_lacks_an_attribute_can_match_by_another()
    {
        await Scim.CreateUserAsync("base@contoso.example");
        await Scim.CreateGroupAsync("Base");

        var either = await Scim.FilterAsync("/", "userName eq \"base@contoso.example\" or displayName eq \"Base\"");
        var without = await Scim.FilterAsync("/", "not (userName pr) and displayName eq \"Base\"");

        Assert.Equal(2, either.ShouldBe(200).Total);
        Assert.Equal(1, without.ShouldBe(200).Total);
        (await Scim.FilterAsync("/", "colour eq \"red\"")).ShouldRefuse(400, "invalidFilter", "colour");
    }

    [Fact]
    public async Task At_the_base_all_types_are_searched()
    {
        var found = (await Scim.PostAsync("/.search", ScimClient.Search("\"filter\": \"not (externalId pr)\""))).ShouldBe(200);

        Assert.Equal(4, found.Total);
        Assert.Equal(["Group", "User", "User", "User"], found.Resources.Select(static one => one.GetProperty("meta").GetProperty("resourceType").GetString()).Order(StringComparer.Ordinal));
        Assert.All(found.Resources, static one => Assert.NotEqual(0, one.GetProperty("schemas").GetArrayLength()));
    }

    [Theory]
    [InlineData("""{ "filter": "id pr" }""", "invalidSyntax")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"] }""", "invalidSyntax")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "colour": 1 }""", "invalidSyntax")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "count": "ten" }""", "invalidValue")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "attributes": "userName" }""", "invalidValue")]
    [InlineData("""{ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": "colour pr" }""", "invalidFilter")]
    public async Task A_search_that_is_none_is_refused(string body, string scimType) =>
        (await Scim.PostAsync("/Users/.search", body)).ShouldRefuse(400, scimType);
}
