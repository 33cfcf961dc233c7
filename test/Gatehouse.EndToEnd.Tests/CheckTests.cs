using System.Text.Json;
using Gatehouse.Scim.Client;
using Gatehouse.Server.Commands.Check;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>gatehouse check against an endpoint that other people wrote, whose ways are known.</summary>
public sealed class CheckTests
{
    [Fact]
    public async Task Scimmy_gets_the_findings_that_its_known_ways_deserve()
    {
        Assert.SkipWhen(ScimmyServer.Missing is not null, ScimmyServer.Missing ?? "");
        using var scimmy = await ScimmyServer.StartAsync(Stop);
        using var http = new HttpClient();
        var client = ClientOf(scimmy, http);

        var report = await new CheckRunner(client, scimmy.Address, TimeProvider.System).RunAsync(CheckCatalog.All, null, Stop);

        var verdicts = report.Results.ToDictionary(result => result.Check.Id, result => result.Verdict);
        Assert.Equal(Verdict.Passed, verdicts["create.user"]);
        Assert.Equal(Verdict.Passed, verdicts["patch.answer"]);
        Assert.Equal(Verdict.Passed, verdicts["entra-groups.remove-filter"]);
        Assert.Equal(Verdict.Advice, verdicts["strictness.unknown-attribute"]);
        Assert.Equal(Verdict.Advice, verdicts["entra-create.text-boolean"]);
        Assert.Equal(Verdict.Advice, verdicts["entra-update.disable-text"]);
        Assert.Equal(Verdict.Advice, verdicts["shape.location-absolute"]);
        Assert.Equal(Verdict.Failed, verdicts["filters.equal"]);
        Assert.Equal(Verdict.NotApplicable, verdicts["cursor-paging.walk"]);
        Assert.False(report.IsConformant);
        Assert.DoesNotContain(Verdict.Skipped, verdicts.Values);
    }

    [Fact]
    public async Task A_finding_shows_what_was_sent_what_came_and_what_to_read()
    {
        Assert.SkipWhen(ScimmyServer.Missing is not null, ScimmyServer.Missing ?? "");
        using var scimmy = await ScimmyServer.StartAsync(Stop);
        using var http = new HttpClient();

        var report = await new CheckRunner(ClientOf(scimmy, http), scimmy.Address, TimeProvider.System)
            .RunAsync([.. CheckCatalog.All.Where(check => check.Id == "strictness.unknown-attribute")], null, Stop);

        var finding = Assert.Single(report.Results).Finding;
        Assert.NotNull(finding);
        Assert.Equal("POST /Users", finding.Request);
        Assert.Contains("favouriteColour", finding.Sent, StringComparison.Ordinal);
        Assert.StartsWith("201", finding.Received, StringComparison.Ordinal);
        Assert.Equal("status 400", finding.Expected);
        Assert.True(report.IsConformant);
    }

    [Fact]
    public async Task Nothing_is_left_behind_and_other_data_stays()
    {
        Assert.SkipWhen(ScimmyServer.Missing is not null, ScimmyServer.Missing ?? "");
        using var scimmy = await ScimmyServer.StartAsync(Stop);
        using var http = new HttpClient();
        var client = ClientOf(scimmy, http);
        var theirs = await client.CreateAsync(
            "/Users", new Scim.Resources.ScimObject { { "schemas", new Scim.Resources.ScimList { Scim.Schemas.StandardSchemas.UserId } }, { "userName", "theirs" } }, Stop);

        var report = await new CheckRunner(client, scimmy.Address, TimeProvider.System).RunAsync(CheckCatalog.All, null, Stop);

        Assert.Empty(report.LeftBehind);
        Assert.Equal([theirs.Id], (await client.ListAsync("/Users", stop: Stop)).Resources.Select(user => user.AsObject?["id"].AsText));
        Assert.Equal(0, (await client.ListAsync("/Groups", stop: Stop)).TotalResults);
    }

    [Fact]
    public async Task Stopping_in_the_middle_leaves_nothing_behind()
    {
        Assert.SkipWhen(ScimmyServer.Missing is not null, ScimmyServer.Missing ?? "");
        using var scimmy = await ScimmyServer.StartAsync(Stop);
        using var http = new HttpClient();
        var client = ClientOf(scimmy, http);
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var report = await new CheckRunner(client, scimmy.Address, TimeProvider.System)
            .RunAsync(CheckCatalog.All, new StopAfter(100, interrupt), interrupt.Token);

        Assert.False(report.IsComplete);
        Assert.Equal(100, report.Results.Count);
        Assert.Empty(report.LeftBehind);
        Assert.Equal(0, (await client.ListAsync("/Users", stop: Stop)).TotalResults);
        Assert.Equal(0, (await client.ListAsync("/Groups", stop: Stop)).TotalResults);
    }

    [Fact]
    public async Task A_wrong_token_is_told_at_once()
    {
        Assert.SkipWhen(ScimmyServer.Missing is not null, ScimmyServer.Missing ?? "");
        using var scimmy = await ScimmyServer.StartAsync(Stop);
        using var http = new HttpClient();
        var client = new ScimClient(http, scimmy.Address, _ => new("wrong"));

        var problem = await Assert.ThrowsAsync<EndpointUnusableException>(
            () => new CheckRunner(client, scimmy.Address, TimeProvider.System).RunAsync(CheckCatalog.All, null, Stop));

        Assert.Contains("token", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_where_nobody_listens_ends_with_status_2()
    {
        var command = CheckCommand.Create();

        var status = await command.Parse(["http://127.0.0.1:1/scim/v2", "--token", "x"]).InvokeAsync(cancellationToken: Stop);

        Assert.Equal(2, status);
    }

    [Fact]
    public async Task The_json_report_is_one_object_with_every_check()
    {
        Assert.SkipWhen(ScimmyServer.Missing is not null, ScimmyServer.Missing ?? "");
        using var scimmy = await ScimmyServer.StartAsync(Stop);
        using var http = new HttpClient();
        var report = await new CheckRunner(ClientOf(scimmy, http), scimmy.Address, TimeProvider.System)
            .RunAsync([.. StrictnessChecks.All], null, Stop);
        using var output = new MemoryStream();

        JsonReport.Write(report, output);

        using var json = JsonDocument.Parse(output.ToArray());
        var root = json.RootElement;
        Assert.Equal(scimmy.Address.ToString(), root.GetProperty("endpoint").GetString());
        Assert.Equal(0, root.GetProperty("failed").GetInt32());
        Assert.Equal(report.Count(Verdict.Advice), root.GetProperty("advice").GetInt32());
        Assert.Equal(StrictnessChecks.All.Count(), root.GetProperty("checks").GetArrayLength());
        var first = root.GetProperty("checks")[0];
        Assert.Equal("strictness.unknown-attribute", first.GetProperty("id").GetString());
        Assert.Equal("should", first.GetProperty("level").GetString());
        Assert.Equal("advice", first.GetProperty("result").GetString());
        Assert.Equal("POST /Users", first.GetProperty("finding").GetProperty("request").GetString());
    }

    [Fact]
    public void Every_check_has_an_id_of_its_own_and_names_a_reference()
    {
        Assert.Equal(CheckCatalog.All.Count, CheckCatalog.All.Select(check => check.Id).Distinct().Count());
        Assert.All(CheckCatalog.All, check => Assert.Matches("RFC \\d|https://|draft-", check.Reference));
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static ScimClient ClientOf(ScimmyServer scimmy, HttpClient http) => new(http, scimmy.Address, _ => new(ScimmyServer.Token));

    sealed class StopAfter(int checks, CancellationTokenSource source) : IProgress<CheckResult>
    {
        int seen;

        public void Report(CheckResult value)
        {
            if (++seen == checks)
                source.Cancel();
        }
    }
}
