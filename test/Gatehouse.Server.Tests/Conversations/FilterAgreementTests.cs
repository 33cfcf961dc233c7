using System.Text;
using System.Text.Json.Nodes;

using CsCheck;

using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Resources;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Conversations;

/// <summary>Whatever the filter, the database and the evaluator find the same resources.</summary>
public abstract class FilterAgreementTests(OAuthServer server) : ConversationTest(server)
{
    const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    const int Users = 40;
    const int Filters = 600;
    const string Seed = "0000KeblSpH4";

    // Few values that differ in little: letter case, accents, prefixes, wildcards of SQL, quotes.
    static readonly string[] Texts =
    [
        "ann", "Ann", "ANNA", "an", "a%", "a_n", "%", "björk", "BJÖRK", "bjork", "o'neil",
        "say \\\"x\\\"", "back\\\\slash", "straße", "STRASSE", " ann", "7",
    ];

    static readonly Gen<string> Text = Gen.OneOfConst(Texts);

    static readonly Gen<string> SimpleAttribute = Gen.OneOfConst(
        "userName", "externalId", "displayName", "title", "nickName", "name.givenName", "name.familyName",
        "emails", "emails.value", "emails.type", "phoneNumbers.value", Enterprise + ":department", "department",
        "employeeNumber", "manager", Enterprise + ":manager.value", "DISPLAYNAME");

    static readonly Gen<string> TextOperator = Gen.OneOfConst("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "EQ");

    static readonly Gen<string> UserComparison = Gen.OneOf(
        Gen.Select(SimpleAttribute, TextOperator, Text, static (attribute, op, text) => $"{attribute} {op} \"{text}\""),
        Gen.Select(SimpleAttribute, static attribute => $"{attribute} pr"),
        Gen.Select(SimpleAttribute, Gen.OneOfConst("eq", "ne"), static (attribute, op) => $"{attribute} {op} null"),
        Gen.Select(Gen.OneOfConst("eq", "ne"), Gen.OneOfConst("true", "false", "\"True\""), static (op, value) => $"active {op} {value}"),
        Gen.Select(Gen.OneOfConst("emails", "phoneNumbers"), Gen.OneOfConst("eq", "ne", "sw"), Text, Gen.OneOfConst("work", "home"),
            static (list, op, text, kind) => $"{list}[type eq \"{kind}\" and value {op} \"{text}\"]"),
        Gen.Select(Gen.OneOfConst("emails", "phoneNumbers"), TextOperator, Text,
            Gen.OneOfConst("type eq \"work\"", "primary eq true", "not (type pr)"),
            static (list, op, text, condition) => $"{list}[{condition}].value {op} \"{text}\""));

    static Gen<string> Filter(Gen<string> comparison) => Gen.Recursive<string>((depth, inner) => depth > 2
        ? comparison
        : Gen.Frequency(
            (3, comparison),
            (2, Gen.Select(inner, inner, static (left, right) => $"({left}) and {right}")),
            (2, Gen.Select(inner, inner, static (left, right) => $"{left} or ({right})")),
            (1, Gen.Select(inner, static one => $"not ({one})"))));

    static readonly Gen<JsonObject> User = Gen.Select(
        Gen.OneOfConst(Texts).Array[9], Gen.Bool.Array[9], Gen.OneOfConst("work", "home", "other").Array[3],
        static (text, has, kind) =>
        {
            var user = WireClient.NewUser("");
            user["active"] = has[0];
            foreach (var (i, name) in new[] { "externalId", "displayName", "title", "nickName" }.Index().Where(one => has[one.Index]))
                user[name] = Plain(text[i]);
            if (has[4])
                user["name"] = new JsonObject { ["givenName"] = Plain(text[4]), ["familyName"] = has[5] ? Plain(text[5]) : null };
            if (has[6])
                user["emails"] = new JsonArray(Element(text[6], kind[0], has[0]), Element(text[7], kind[1], false));
            if (has[7])
                user["phoneNumbers"] = new JsonArray(Element(text[8], kind[2], has[1]));
            if (has[8])
                user[Enterprise] = new JsonObject { ["department"] = Plain(text[0]), ["manager"] = has[2] ? Plain(text[1]) : null };
            return user;
        });

    [Fact]
    public async Task The_server_finds_the_users_that_the_evaluator_finds()
    {
        var client = ClientOf(await NewOrganizationAsync(SchemaProfile.Extended));
        var users = User.Array[Users].Single(static _ => true, Seed);
        foreach (var (i, user) in users.Index())
        {
            user["userName"] = i < Texts.Length ? Plain(Texts[i]) + new string('-', i) : $"ann{i}";
            await client.CreateAsync("/Users", user, Stop);
        }

        await AgreeAsync(client, "/Users", Filter(UserComparison));
    }

    [Fact]
    public async Task The_server_finds_the_groups_that_the_evaluator_finds()
    {
        var client = ClientOf(await NewOrganizationAsync());
        var users = new List<string>();
        for (var i = 0; i < 4; i++)
            users.Add((string)(await client.CreateAsync("/Users", WireClient.NewUser($"member{i}"), Stop))["id"]!);
        foreach (var (i, text) in Texts.Index())
        {
            var group = WireClient.NewGroup(Plain(text) + new string('-', i));
            group["externalId"] = i % 3 == 0 ? null : Plain(Texts[^(i + 1)]);
            var members = users.Where((_, user) => (i >> user & 1) == 1);
            group["members"] = new JsonArray([.. members.Select(static user => new JsonObject { ["value"] = user })]);
            await client.CreateAsync("/Groups", group, Stop);
        }

        await AgreeAsync(client, "/Groups", Filter(GroupComparison([.. users, Guid.Empty.ToString()])));
    }

    [Fact]
    public async Task An_address_too_long_for_an_index_is_found_all_the_same()
    {
        var client = ClientOf(await NewOrganizationAsync());
        var address = new string('a', 1_100) + "@sandvika.example";
        var user = WireClient.NewUser("long");
        user["emails"] = new JsonArray(Element(address, "work", true));
        await client.CreateAsync("/Users", user, Stop);

        Assert.Single((await client.QueryAsync("/Users", $"emails.value eq \"{address}\"", Stop)).Ids);
        Assert.Single((await client.QueryAsync("/Users", $"emails[type eq \"work\" and value eq \"{address}\"]", Stop)).Ids);
    }

    static Gen<string> GroupComparison(string[] users) => Gen.OneOf(
        Gen.Select(Gen.OneOfConst("displayName", "externalId"), TextOperator, Text,
            static (attribute, op, text) => $"{attribute} {op} \"{text}\""),
        Gen.Select(Gen.OneOfConst("members", "members.value", "MEMBERS.Value"), Gen.OneOfConst("eq", "ne"), Gen.OneOfConst(users),
            static (attribute, op, user) => $"{attribute} {op} \"{user}\""),
        Gen.Select(Gen.OneOfConst("eq", "sw", "ne"), Gen.OneOfConst(users),
            static (op, user) => $"members[value {op} \"{user}\" and type eq \"User\"]"),
        Gen.OneOfConst("members pr", "externalId pr", "members.display pr", "members eq null", "externalId ne null"));

    static async Task AgreeAsync(WireClient client, string target, Gen<string> filters)
    {
        var type = SchemaProfile.Catalog(SchemaProfile.Extended).ResourceTypes.Single(type => type.Endpoint == target);
        var stored = (await client.SendAsync("GET", $"{target}?count=200", null, Stop)).Body!["Resources"]!.AsArray()
            .Select(static resource => ScimJson.Parse(Encoding.UTF8.GetBytes(resource!.ToJsonString())).AsObject!).ToList();

        foreach (var filter in filters.Array[Filters].Single(static _ => true, Seed))
        {
            var bound = FilterParser.Parse(filter).Bind(type);
            var expected = stored.Where(one => FilterEvaluator.Matches(bound, one)).Select(static one => one["id"].AsText!).ToHashSet();
            var answer = await client.QueryAsync(target, filter, Stop);
            Assert.True(answer.Status == 200, $"{filter}: {answer}");
            var found = answer.Ids.ToList();
            Assert.True(expected.SetEquals(found), $"{filter}: {expected.Count} fulfil it, the server found {found.Count}");
        }
    }

    static string Plain(string escaped) => JsonNode.Parse($"\"{escaped}\"")!.GetValue<string>();

    static JsonObject Element(string text, string kind, bool isPrimary) =>
        new() { ["value"] = Plain(text), ["type"] = kind, ["primary"] = isPrimary };
}

public sealed class FilterAgreementOnSqlite(SqliteServer server) : FilterAgreementTests(server);

public sealed class FilterAgreementOnPostgreSql(PostgreSqlServer server) : FilterAgreementTests(server);
