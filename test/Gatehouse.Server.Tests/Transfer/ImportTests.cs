using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Tests.OAuth;

using static Gatehouse.Server.Tests.Scim.ScimClient;

namespace Gatehouse.Server.Tests.Transfer;

public abstract class ImportTests(ServerFixture server) : TransferTest(server)
{
    [Fact]
    public async Task Users_and_groups_are_there_as_if_they_had_been_created_over_SCIM()
    {
        var done = await ImportAsync(
            User("ada@contoso.example", $$"""
                "externalId": "ext-ada", "displayName": "Ada", "active": "False", "emails": [{ "value": "Ada@Contoso.example", "type": "work" }],
                "{{EnterpriseUrn}}": { "department": "Engines" }
                """.ReplaceLineEndings("")),
            User("bo@contoso.example"),
            Group("Engineers", "ext-ada", "BO@contoso.example"));

        Assert.Equal((2, 1, 2, 0, 0), (done.Users, done.Groups, done.Joined, done.Existing, done.Rejected));
        var ada = (await Scim.FilterAsync("/Users", "emails.value eq \"ada@contoso.example\"")).ShouldBe(200).Body.GetProperty("Resources")[0];
        Assert.Equal("Engines", ada.GetProperty(EnterpriseUrn).GetProperty("department").GetString());
        Assert.False(ada.GetProperty("active").GetBoolean());
        Assert.Equal("Engineers", ada.GetProperty("groups")[0].GetProperty("display").GetString());
        Assert.Equal(2, (await Scim.GetAsync("/Users")).ShouldBe(200).Body.GetProperty("totalResults").GetInt32());
        Assert.Equal(1, (await Scim.GetAsync("/Groups")).ShouldBe(200).Body.GetProperty("totalResults").GetInt32());
        (await Scim.PostAsync("/Users", User("ADA@contoso.example"))).ShouldBe(409);
    }

    [Fact]
    public async Task Groups_may_stand_before_their_members_and_hold_each_other()
    {
        var done = await ImportAsync(Group("All", "Engineers", "ada"), Group("Engineers", "ada"), User("ada"));

        Assert.Equal((1, 2, 3), (done.Users, done.Groups, done.Joined));
        var all = (await Scim.FilterAsync("/Groups", "displayName eq \"All\"")).Body.GetProperty("Resources")[0];
        Assert.Equal(["Group", "User"], all.GetProperty("members").EnumerateArray().Select(static one => one.GetProperty("type").GetString()).Order());
    }

    [Fact]
    public async Task What_is_wrong_is_reported_by_line_and_the_rest_is_taken()
    {
        var done = await ImportAsync(
            User("ada"),
            "{ not json",
            "",
            User("bo", "\"nickname\": \"B\", \"shoeSize\": 44"),
            """{ "userName": "cy" }""",
            User("ADA"),
            User("di"),
            Group("Engineers", "ada", "nobody", "di"));

        Assert.Equal((2, 1, 2, 5), (done.Users, done.Groups, done.Joined, done.Rejected));
        var report = Report();
        Assert.Equal([2, 4, 5, 6, 8], report.Select(static entry => entry.Line));
        Assert.Contains("shoeSize", report[1].Detail, StringComparison.Ordinal);
        Assert.Contains("schemas", report[2].Detail, StringComparison.Ordinal);
        Assert.Contains("before", report[3].Detail, StringComparison.Ordinal);
        Assert.Contains("nobody", report[4].Detail, StringComparison.Ordinal);
        Assert.Equal(["{ not json", User("bo", "\"nickname\": \"B\", \"shoeSize\": 44"), """{ "userName": "cy" }""", User("ADA"), Group("Engineers", "ada", "nobody", "di")], Rejected());
    }

    [Fact]
    public async Task Mended_records_and_then_the_whole_file_again_complete_the_import()
    {
        string[] lines = [User("ada"), User("bo", "\"shoeSize\": 44"), Group("Engineers", "ada", "bo")];
        await ImportAsync(lines);

        var mended = await ImportFileAsync(Write("mended.ndjson", User("bo"), Group("Engineers", "ada", "bo")));

        Assert.Equal((1, 0, 1, 1, 0), (mended.Users, mended.Groups, mended.Joined, mended.Existing, mended.Rejected));
        Assert.False(File.Exists(PathOf("report.ndjson")));
        var again = await ImportAsync(lines);
        Assert.Equal((0, 0, 0, 2, 1), (again.Users, again.Groups, again.Joined, again.Existing, again.Rejected));
    }

    [Fact]
    public async Task Whoever_is_there_stays_as_they_are_and_another_of_that_name_is_refused()
    {
        var id = await Scim.CreateUserAsync("ada", "\"externalId\": \"one\", \"displayName\": \"Ada\"");

        var done = await ImportAsync(
            User("ada", "\"externalId\": \"one\", \"displayName\": \"Other\""),
            User("Ada", "\"externalId\": \"two\""),
            User("ada", $"\"id\": \"{Guid.NewGuid()}\""));

        Assert.Equal((0, 1, 2), (done.Users, done.Existing, done.Rejected));
        Assert.All(Report(), entry => Assert.Contains(id, entry.Detail, StringComparison.Ordinal));
        Assert.Equal("Ada", (await Scim.GetAsync($"/Users/{id}")).Body.GetProperty("displayName").GetString());
    }

    [Fact]
    public async Task A_deleted_user_is_not_brought_back_by_its_id()
    {
        var id = await Scim.CreateUserAsync("ada");
        await Scim.DeleteAsync($"/Users/{id}");

        var done = await ImportAsync(User("ada", $"\"id\": \"{id}\""));

        Assert.Equal((0, 1), (done.Users, done.Rejected));
        Assert.Contains("gatehouse users restore", Report()[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_stopped_goes_on_where_it_stopped()
    {
        const int Users = 12_000;
        var path = Write("in.ndjson", Enumerable.Range(0, Users).Select(static i => User($"u{i}")).Append(Group("All", "u0", $"u{Users - 1}")).Prepend("{ not json"));
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ImportFileAsync(path, stop: cut.Token, progress: progress =>
        {
            if (progress.State.Users > 0)
                cut.Cancel();
        }));
        var before = await CountAsync("users");
        Assert.InRange(before, 1, Users - 1);

        var first = true;
        var done = await ImportFileAsync(path, progress: progress =>
        {
            if (first)
                Assert.True(progress is { GoesOn: true, State.Users: var users } && users == before);
            first = false;
        });

        Assert.Equal((Users, 1, 2, 0, 1), (done.Users, done.Groups, done.Joined, done.Existing, done.Rejected));
        Assert.Equal(Users, await CountAsync("users"));
        Assert.Equal([1], Report().Select(static entry => entry.Line));
        Assert.Equal(0, await CountAsync("imports"));
        Assert.Equal(Users, await Database.ReadAsync(Scim.Organization, db => DirectoryCounts.TotalAsync(db, DirectoryCounts.Users, Stop), Stop));
    }

    [Fact]
    public async Task A_dry_run_tells_the_same_and_changes_nothing()
    {
        var path = Write("in.ndjson", User("ada"), User("bo", "\"shoeSize\": 44"), Group("Engineers", "ada"));

        var told = await ImportFileAsync(path, changesNothing: true);

        Assert.Equal((1, 1, 1), (told.Users, told.Groups, told.Rejected));
        Assert.Equal([2], Report().Select(static entry => entry.Line));
        foreach (var table in (string[])["users", "groups", "imports", "audit_events", "directory_counts"])
            Assert.Equal(0, await CountAsync(table));
        Assert.Equal(1, (await ImportFileAsync(path)).Users);
    }

    [Fact]
    public async Task Somebody_created_over_SCIM_meanwhile_is_not_an_error()
    {
        var path = Write("in.ndjson", Enumerable.Range(0, 20_000).Select(static i => User($"u{i}")));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var created = 0;
        var creating = Task.Run(async () =>
        {
            for (var i = 19_999; i >= 0 && !ended.IsCancellationRequested; i -= 7)
                created += (await Scim.PostAsync("/Users", User($"u{i}"))).Status == 201 ? 1 : 0;
        }, Stop);
        var done = await ImportFileAsync(path);
        await ended.CancelAsync();
        await creating;

        Assert.Equal(20_000, done.Users + done.Existing);
        Assert.Equal(created, done.Existing);
        Assert.Equal(20_000, await CountAsync("users"));
    }

    [Fact]
    public async Task The_audit_trail_tells_who_imported_what()
    {
        await ImportAsync(User("ada"), Group("Engineers", "ada"));

        var trail = await Database.ReadAsync(Scim.Organization, db => Service<AuditLog>().ListAsync(db, null, 10, Stop), Stop);

        Assert.All(trail, static happened => Assert.Equal(("operator", "test", "directory.imported"), (happened.ActorKind, happened.ActorId, happened.Action)));
        Assert.Equal(
            ["""{"file":"in.ndjson","throughRecord":2,"users":0,"groups":0,"members":1}""", """{"file":"in.ndjson","throughRecord":2,"users":1,"groups":1,"members":0}"""],
            trail.Select(static happened => happened.Details).Order(StringComparer.Ordinal));
        Assert.Equal("import", await Database.ReadAsync(Scim.Organization, static db => db.ScalarAsync<string>(
            "select origin from users where organization_id = @organization", null, Stop), Stop));
    }

    [Fact]
    public async Task Custom_attributes_and_the_schema_profile_count_as_over_SCIM()
    {
        await Database.WriteAsync(Scim.Organization, db => Service<OrganizationSchemas>().AddAsync(db, "contoso", [new("level", "integer")], Stop), Stop);

        var done = await ImportCsvAsync(
            "User", "userName,urn:ietf:params:scim:schemas:extension:contoso:2.0:User:level", "ada,7", "bo,high");

        Assert.Equal((1, 1), (done.Users, done.Rejected));
        var ada = (await Scim.GetAsync($"/Users/{await IdOfAsync("ada")}")).Body;
        Assert.Equal(7, ada.GetProperty("urn:ietf:params:scim:schemas:extension:contoso:2.0:User").GetProperty("level").GetInt32());
    }

    [Theory]
    [InlineData("{\"a\":\"\\uD800\"}")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{\"schemas\":7}")]
    public async Task Odd_lines_are_rejected_and_harm_nobody(string line)
    {
        var done = await ImportAsync("\uFEFF" + User("ada"), line, User("bo") + "\r");

        Assert.Equal((2, 1), (done.Users, done.Rejected));
        Assert.Equal([2], Report().Select(static entry => entry.Line));
    }

    [Fact]
    public async Task A_line_larger_than_the_buffer_is_read_whole()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => Scim.CreateUserAsync($"u{i}")));
        var strangers = Enumerable.Range(0, 60_000).Select(static i => $"nobody-{i}-with-a-rather-long-name");

        var done = await ImportAsync(Group("Large", [.. ids, .. strangers]), User("last"));

        Assert.Equal((1, 1, 5, 1), (done.Users, done.Groups, done.Joined, done.Rejected));
        Assert.Contains("60000 of its members", Report()[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_organizations_are_out_of_sight()
    {
        var other = await NewClientAsync();
        var stranger = await other.CreateUserAsync("ada");

        var done = await ImportAsync(User("ada"), Group("Engineers", stranger));

        Assert.Equal((1, 1, 0, 1), (done.Users, done.Groups, done.Joined, done.Rejected));
        Assert.Empty(await other.MembersAsync(await other.CreateGroupAsync("Engineers")));
    }
}

public sealed class ImportOnSqlite(SqliteServer server) : ImportTests(server);

public sealed class ImportOnPostgreSql(PostgreSqlServer server) : ImportTests(server);
