namespace Gatehouse.Server.Tests.Scim;

/// <summary>Filters, paths and orders that nobody means well with.</summary>
public abstract class BadFilterTests(ServerFixture server) : ScimTest(server)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Scim.CreateUserAsync("ann@contoso.example");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("userName")]
    [InlineData("userName eq")]
    [InlineData("eq \"x\"")]
    [InlineData("userName eq \"x")]
    [InlineData("userName eq 'x'")]
    [InlineData("(userName eq \"x\"")]
    [InlineData("userName eq \"x\")")]
    [InlineData("userName eq \"x\" and")]
    [InlineData("userName eq \"x\" or or userName pr")]
    [InlineData("not userName pr")]
    [InlineData("userName regex \"x\"")]
    [InlineData("colour eq \"red\"")]
    [InlineData("name.colour eq \"red\"")]
    [InlineData("urn:unknown:User:userName eq \"x\"")]
    [InlineData("emails[type eq \"work\"")]
    [InlineData("emails[emails[value pr]]")]
    [InlineData("active gt false")]
    [InlineData("password eq \"x\"")]
    [InlineData("userName eq \"x\" trailing")]
    [InlineData("userName pr; drop table users")]
    [InlineData("userName eq \"a\" union select 1")]
    public async Task A_filter_that_cannot_be_meant_is_refused_and_never_answered_with_everybody(string filter)
    {
        (await Scim.FilterAsync("/Users", filter)).ShouldRefuse(400, "invalidFilter");
        (await Scim.PostAsync("/Users/.search", ScimClient.Search($"\"filter\": {System.Text.Json.JsonSerializer.Serialize(filter)}")))
            .ShouldRefuse(400, "invalidFilter");
    }

    [Theory]
    [InlineData("userName eq \"%00\"")]
    [InlineData("userName eq \"a\\u0000b\"")]
    [InlineData("userName eq \"\\ud800\"")]
    [InlineData("userName co \"%00\"")]
    [InlineData("externalId eq \"%00\"")]
    [InlineData("name.givenName sw \"%00\"")]
    [InlineData("emails[value eq \"%00\"]")]
    [InlineData("id eq \"%00\"")]
    [InlineData("%00")]
    [InlineData("%ED%A0%80")]
    [InlineData("%FF")]
    public async Task Text_that_no_database_holds_finds_nothing_or_is_refused(string filter)
    {
        var answer = await Scim.GetAsync($"/Users?filter={filter.Replace(' ', '+').Replace("\\", "%5C", StringComparison.Ordinal).Replace("\"", "%22", StringComparison.Ordinal)}");

        if (answer.Status == 200)
            Assert.Equal(0, answer.Total);
        else
            answer.ShouldRefuse(400, "invalidFilter");
    }

    [Theory]
    [InlineData("' or '1'='1")]
    [InlineData("x'; drop table users; --")]
    [InlineData("%")]
    [InlineData("_nn@contoso.example")]
    [InlineData("ann@contoso.example%")]
    [InlineData("*")]
    [InlineData("\\\\")]
    public async Task Text_in_a_filter_is_only_text(string text)
    {
        foreach (var op in (string[])["eq", "co", "sw", "ew"])
            Assert.Equal(0, (await Scim.FilterAsync("/Users", $"userName {op} \"{text}\"")).ShouldBe(200).Total);
    }

    [Fact]
    public async Task A_filter_of_a_hundred_kilobytes_is_refused_in_words() =>
        (await Scim.FilterAsync("/Users", $"userName eq \"{new string('x', 100_000)}\"")).ShouldRefuse(400, "invalidFilter", "4096");

    [Theory]
    [InlineData("(", 100_000)]
    [InlineData("(", 30_000)]
    [InlineData("(", 5_000)]
    [InlineData("not(", 15_000)]
    [InlineData("emails[", 9_000)]
    public async Task Endless_brackets_are_refused(string open, int times)
    {
        var answer = await Scim.PostAsync("/Users/.search", ScimClient.Search($"\"filter\": \"{string.Concat(Enumerable.Repeat(open, times))}\""));

        Assert.Contains(answer.ShouldBe(400)["scimType"], (string[])["invalidFilter", "invalidSyntax"]);
    }

    [Theory]
    [InlineData(" or ")]
    [InlineData(" and ")]
    public async Task A_filter_of_a_thousand_conditions_is_answered_or_refused(string op)
    {
        var filter = string.Join(op, Enumerable.Range(0, 1_000).Select(static i => $"title eq \\\"{i}\\\""));

        var answer = await Scim.PostAsync("/Users/.search", ScimClient.Search($"\"filter\": \"{filter}\""));

        if (answer.Status == 200)
            Assert.Equal(0, answer.Total);
        else
            answer.ShouldRefuse(400, "invalidFilter");
    }

    [Theory]
    [InlineData("colour")]
    [InlineData("name.colour")]
    [InlineData("userName;drop table users")]
    [InlineData("urn:unknown:User:userName")]
    public async Task What_cannot_be_sorted_by_is_refused(string sortBy) =>
        (await Scim.GetAsync($"/Users?sortBy={Uri.EscapeDataString(sortBy)}")).ShouldRefuse(400, "invalidValue");

    [Theory]
    [InlineData("/name/givenName")]
    [InlineData("emails[0].value")]
    [InlineData("emails[type eq work")]
    [InlineData("emails[type eq \\\"work\\\"].")]
    [InlineData("name..givenName")]
    [InlineData("favouriteColour")]
    [InlineData("name.favouriteColour")]
    [InlineData("urn:unknown:2.0:User:x")]
    [InlineData(".")]
    [InlineData("$ref")]
    public async Task A_path_that_cannot_be_meant_changes_nothing(string path)
    {
        var id = await Scim.CreateUserAsync("bea@contoso.example");

        var answer = await Scim.PatchAsync($"/Users/{id}", $$"""
            { "op": "replace", "path": "displayName", "value": "Bea" }, { "op": "replace", "path": "{{path}}", "value": "x" }
            """);

        Assert.Contains(answer.ShouldBe(400)["scimType"], (string[])["invalidPath", "invalidFilter"]);
        Assert.Null((await Scim.GetAsync($"/Users/{id}"))["displayName"]);
    }
}
