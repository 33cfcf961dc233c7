namespace Gatehouse.Server.Tests.Scim;

/// <summary>Many at once.</summary>
public abstract class ConcurrencyTests(ServerFixture server) : ScimTest(server)
{
    [Theory]
    [InlineData("/Users")]
    [InlineData("/Groups")]
    public async Task Of_ten_creations_of_one_name_one_succeeds(string type)
    {
        var body = type == "/Users" ? ScimClient.User("ann@contoso.example") : ScimClient.Group("Tools");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Scim.PostAsync(type, body)));

        Assert.Equal(1, answers.Count(static answer => answer.Status == 201));
        Assert.All(answers.Where(static answer => answer.Status != 201), static answer => answer.ShouldRefuse(409, "uniqueness"));
        Assert.Equal(1, (await Scim.GetAsync(type)).Total);
    }

    [Fact]
    public async Task Members_added_and_removed_at_once_are_neither_lost_nor_left()
    {
        var ids = (await DirectoryRows.InsertUsersAsync(Database, Scim.Organization, 40, Stop)).Select(static id => id.ToString()).ToList();
        var group = await Scim.CreateGroupAsync("Tools", ids[..20]);

        var answers = await Task.WhenAll(ids.Select((id, i) => Scim.PatchAsync($"/Groups/{group}", i < 20
            ? $$"""{ "op": "remove", "path": "members[value eq \"{{id}}\"]" }"""
            : $$"""{ "op": "add", "path": "members", "value": [{ "value": "{{id}}" }] }""")));

        Assert.All(answers, static answer => answer.ShouldBe(204));
        Assert.Equal(ids[20..].ToHashSet(), (await Scim.MembersAsync(group)).ToHashSet());
    }

    [Fact]
    public async Task Changes_of_different_attributes_of_one_user_all_stay()
    {
        var id = await Scim.CreateUserAsync("ann");
        string[] attributes = ["title", "nickName", "userType", "locale", "timezone", "displayName", "preferredLanguage", "externalId"];

        var answers = await Task.WhenAll(attributes.Select(name => Scim.PatchAsync($"/Users/{id}", $$"""{ "op": "add", "path": "{{name}}", "value": "{{name}}" }""")));

        Assert.All(answers, static answer => answer.ShouldBe(200));
        var user = await Scim.GetAsync($"/Users/{id}");
        Assert.All(attributes, name => Assert.Equal(name, user[name]));
        Assert.Equal(answers.Length, answers.Select(static answer => answer.ETag).Distinct().Count());
    }

    [Fact]
    public async Task A_user_who_is_deleted_while_joining_is_not_left_behind_as_a_member()
    {
        var group = await Scim.CreateGroupAsync("Tools");
        var ids = (await DirectoryRows.InsertUsersAsync(Database, Scim.Organization, 10, Stop)).Select(static id => id.ToString()).ToList();

        var answers = await Task.WhenAll(ids.SelectMany(id => new[]
        {
            Scim.PatchAsync($"/Groups/{group}", $$"""{ "op": "add", "path": "members", "value": [{ "value": "{{id}}" }] }"""),
            Scim.DeleteAsync($"/Users/{id}"),
        }));

        Assert.All(answers, static answer => Assert.Contains(answer.Status, (int[])[204, 400]));
        Assert.Equal(0, await CountAsync("group_members"));
        Assert.Equal(0, await CountAsync("users"));
        Assert.Empty(await Scim.MembersAsync(group));
    }

    [Fact]
    public async Task Two_users_who_swap_names_with_one_another_do_not_both_fail_the_server()
    {
        var (ann, bea) = (await Scim.CreateUserAsync("ann"), await Scim.CreateUserAsync("bea"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Scim.PatchAsync(
            $"/Users/{(i % 2 == 0 ? ann : bea)}", $$"""{ "op": "replace", "path": "userName", "value": "{{(i % 4 < 2 ? "new" : $"other{i % 2}")}}" }""")));

        Assert.All(answers, static answer => Assert.Contains(answer.Status, (int[])[200, 409]));
        Assert.NotEqual((await Scim.GetAsync($"/Users/{ann}"))["userName"], (await Scim.GetAsync($"/Users/{bea}"))["userName"]);
    }

    [Fact]
    public async Task One_organizations_refused_requests_do_not_disturb_anothers()
    {
        var other = await NewClientAsync();

        var bad = Task.WhenAll(Enumerable.Range(0, 30).Select(i => Scim.PostAsync("/Users", i % 2 == 0 ? "{" : new string('[', 100_000))));
        var good = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => other.PostAsync("/Users", ScimClient.User($"user{i}"))));

        Assert.All(good, static answer => answer.ShouldBe(201));
        Assert.All(await bad, static answer => answer.ShouldRefuse(400, "invalidSyntax"));
        Assert.Equal(30, (await other.GetAsync("/Users")).Total);
    }
}
