using System.Text.Json.Nodes;

using Gatehouse.Server.Directory;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Conversations;

/// <summary>The shared filter cases over HTTP, so that what the database is asked finds what the evaluator finds.</summary>
public abstract class FilterCorpusTests(OAuthServer server) : ConversationTest(server)
{
    [Fact]
    public async Task Every_case_finds_what_it_says()
    {
        if (Repository.SharedData is not { } data)
        {
            TestContext.Current.TestOutputHelper?.WriteLine("Left out: the shared filter cases are not beside this clone.");
            return;
        }

        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(data, "filters.json"), Stop))!;
        var client = ClientOf(await NewOrganizationAsync(SchemaProfile.Extended));
        var ids = await CaseResources.CreateAsync(client, file["resources"]!.AsObject(), Stop);

        var problems = new List<string>();
        foreach (var one in file["cases"]!.AsArray().Where(static one => (bool?)one!["http"] != false))
            problems.AddRange(await JudgeAsync(client, one!, ids));

        Assert.Empty(problems);
    }

    static async Task<IEnumerable<string>> JudgeAsync(WireClient client, JsonNode one, Dictionary<string, string> ids)
    {
        var filter = CaseResources.Fill((string)one["filter"]!, ids);
        var answer = await client.QueryAsync("/" + (string)one["endpoint"]!, filter, Stop);
        if (!(bool)one["valid"]!)
        {
            var isRefused = answer.Status == 400 && (string?)answer.Body?["scimType"] == (string?)one["scimType"];
            return isRefused ? [] : [$"{one["id"]} {filter}: {answer}"];
        }

        var expected = one["matches"]!.AsArray().Select(key => ids[(string)key!]).ToHashSet();
        var isRight = answer.Status == 200 && expected.SetEquals(answer.Ids) && (int)answer.Body!["totalResults"]! == expected.Count;
        return isRight ? [] : [$"{one["id"]} {filter}: wanted {one["matches"]!.ToJsonString()}, got {Shown(answer, ids)}"];
    }

    static string Shown(WireClient.Answer answer, Dictionary<string, string> ids) => answer.Status == 200
        ? string.Join(' ', answer.Ids.Select(id => ids.FirstOrDefault(known => known.Value == id).Key))
        : answer.ToString();
}

public sealed class FilterCorpusOnSqlite(SqliteServer server) : FilterCorpusTests(server);

public sealed class FilterCorpusOnPostgreSql(PostgreSqlServer server) : FilterCorpusTests(server);
