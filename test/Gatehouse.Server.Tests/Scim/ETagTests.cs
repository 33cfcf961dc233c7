namespace Gatehouse.Server.Tests.Scim;

/// <summary>Versions (RFC 7644 §3.14, RFC 9110 §13).</summary>
public abstract class ETagTests(ServerFixture server) : ScimTest(server)
{
    const string Change = """{ "op": "replace", "path": "displayName", "value": "Changed" }""";

    public static TheoryData<string> Types => ["/Users", "/Groups"];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Every_answer_with_a_resource_has_the_version_it_names(string type)
    {
        var created = await CreateAsync(type);
        var path = $"{type}/{created.Id}";

        var changed = await Scim.PatchAsync($"{path}?attributes=meta", Change);
        var replaced = await Scim.PutAsync(path, Body(type, "Replaced"));
        var read = await Scim.GetAsync(path);

        foreach (var answer in new[] { created, changed, replaced, read })
            Assert.Equal(answer.ETag, answer["meta", "version"]);
        Assert.Equal(3, new[] { created.ETag, changed.ETag, replaced.ETag }.Distinct().Count());
        Assert.Equal(replaced.ETag, read.ETag);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task What_has_not_changed_is_not_sent_again(string type)
    {
        var created = await CreateAsync(type);
        var path = $"{type}/{created.Id}";

        foreach (var tag in (string[])[created.ETag!, "*", $"W/\"other\", {created.ETag}", created.ETag![2..]])
        {
            var answer = (await Scim.GetAsync(path, ("If-None-Match", tag))).ShouldBe(304);
            Assert.Equal("", answer.Text);
            Assert.Equal(created.ETag, answer.ETag);
        }

        await Scim.PatchAsync(path, Change);
        (await Scim.GetAsync(path, ("If-None-Match", created.ETag!))).ShouldBe(200);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_change_of_an_older_version_is_refused_and_changes_nothing(string type)
    {
        var created = await CreateAsync(type);
        var path = $"{type}/{created.Id}";
        await Scim.PatchAsync(path, Change);
        var before = await Scim.GetAsync(path);

        foreach (var tag in (string[])[created.ETag!, "W/\"nonsense\"", "nonsense", $"{created.ETag}, W/\"x\""])
        {
            (await Scim.PutAsync(path, Body(type, "Again"), ("If-Match", tag))).ShouldRefuse(412);
            (await Scim.PatchAsync(path, """{ "op": "replace", "path": "displayName", "value": "Again" }""", ("If-Match", tag))).ShouldRefuse(412);
            (await Scim.DeleteAsync(path, ("If-Match", tag))).ShouldRefuse(412);
        }

        Assert.Equal(before.Text, (await Scim.GetAsync(path)).Text);
        await Scim.PatchAsync(path, """{ "op": "replace", "path": "displayName", "value": "Once more" }""", ("If-Match", before.ETag!));
        (await Scim.PutAsync(path, Body(type, "Any"), ("If-Match", "*"))).ShouldBe(200);
        var current = (await Scim.GetAsync(path)).ETag!;
        (await Scim.DeleteAsync(path, ("If-Match", $"W/\"x\", {current}"))).ShouldBe(204);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Of_two_writers_with_one_version_the_second_is_refused(string type)
    {
        var created = await CreateAsync(type);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Scim.PatchAsync(
            $"{type}/{created.Id}", $$"""{ "op": "replace", "path": "displayName", "value": "Writer {{i}}" }""", ("If-Match", created.ETag!))));

        Assert.Equal(1, answers.Count(static answer => answer.Status is 200 or 204));
        Assert.Equal(5, answers.Count(static answer => answer.Status == 412));
    }

    [Fact]
    public async Task A_member_who_comes_or_goes_changes_the_version()
    {
        var user = await Scim.CreateUserAsync("ann@contoso.example");
        var group = await CreateAsync("/Groups");

        await Scim.PatchAsync($"/Groups/{group.Id}", $$"""{ "op": "add", "path": "members", "value": [{ "value": "{{user}}" }] }""");
        var joined = await Scim.GetAsync($"/Groups/{group.Id}");
        await Scim.PatchAsync($"/Groups/{group.Id}", $$"""{ "op": "remove", "path": "members[value eq \"{{user}}\"]" }""");
        var left = await Scim.GetAsync($"/Groups/{group.Id}");

        Assert.Equal(3, new[] { group.ETag, joined.ETag, left.ETag }.Distinct().Count());
        Assert.True(string.CompareOrdinal(left["meta", "lastModified"], joined["meta", "lastModified"]) > 0);
    }

    async Task<ScimAnswer> CreateAsync(string type) => (await Scim.PostAsync(type, Body(type, "First"))).ShouldBe(201);

    static string Body(string type, string displayName) => type == "/Groups"
        ? ScimClient.Group(displayName)
        : ScimClient.User("ann@contoso.example", $"\"displayName\": \"{displayName}\"");
}
