using System.Globalization;
using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;
using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>Bulk, where the endpoint announces it.</summary>
static class BulkChecks
{
    public static CheckGroup All { get; } = new("bulk")
    {
        {
            Must, "results", "Each operation gets its result with method, status as text, bulkId and location",
            "RFC 7644 §3.7", "Clients cannot tell what was done.",
            async scim =>
            {
                scim.Needs("bulk");
                var answer = (await SendAsync(scim, Create(scim, "u1"))).Is(200);
                answer.Must(answer.Value("schemas").AsList?.Contains(ScimUrn.BulkResponse) == true, "schemas with " + ScimUrn.BulkResponse);
                answer.Must(
                    answer.Elements("Operations") is [var only] && only["status"].AsText == "201" && only["bulkId"].AsText == "u1"
                        && only["method"].AsText == "POST" && only["location"].HasValue,
                    "one result with method POST, bulkId u1, status \"201\" and a location");
            }
        },
        {
            Must, "references", "bulkId in data becomes the id of the new resource",
            "RFC 7644 §3.7.2", "Groups are created without their members.",
            async scim =>
            {
                scim.Needs("bulk");
                scim.NeedsGroups();
                var answer = (await SendAsync(scim, Create(scim, "u1"), $$"""
                    {"method":"POST","path":"/Groups","bulkId":"g1","data":{"schemas":["{{StandardSchemas.GroupId}}"],"displayName":"{{scim.NewName()}}",
                    "members":[{"value":"bulkId:u1"}]} }
                    """)).Is(200);
                var ids = answer.Elements("Operations").Select(result => result["location"].AsText?.Split('/')[^1]).ToList();
                answer.Must(ids is [not null, not null], "two locations");
                GroupScenarioChecks.HasMembers((await scim.GetAsync($"/Groups/{ids[1]}")).Is(200), ids[0] ?? "");
            }
        },
        {
            Must, "all-run", "Without failOnErrors all operations run, and errors have a response",
            "RFC 7644 §3.7.3", "One bad user stops all others.",
            async scim =>
            {
                scim.Needs("bulk");
                var answer = (await SendAsync(scim, """{"method":"DELETE","path":"/Users/00000000-0000-4000-8000-000000000000"}""", Create(scim, "u1")))
                    .Is(200);
                answer.Must(
                    answer.Elements("Operations") is [var bad, var good] && bad["status"].AsText == "404" && bad["response"].HasValue && good["status"].AsText == "201",
                    "status \"404\" with a response, then \"201\"");
            }
        },
        {
            Must, "fail-on-errors", "failOnErrors 1 stops at the first error", "RFC 7644 §3.7.3", "A client that wants to stop cannot.",
            async scim =>
            {
                scim.Needs("bulk");
                var answer = (await SendAsync(scim, 1, """{"method":"DELETE","path":"/Users/00000000-0000-4000-8000-000000000000"}""", Create(scim, "u1")))
                    .Is(200);
                answer.Must(answer.Elements("Operations").Count == 1, "one result");
            }
        },
        {
            Must, "unknown-reference", "An unknown bulkId fails that operation only",
            "RFC 7644 §3.7.2", "One bad reference stops all others.",
            async scim =>
            {
                scim.Needs("bulk");
                scim.NeedsGroups();
                var answer = (await SendAsync(scim, $$"""
                    {"method":"POST","path":"/Groups","bulkId":"g1","data":{"schemas":["{{StandardSchemas.GroupId}}"],"displayName":"{{scim.NewName()}}",
                    "members":[{"value":"bulkId:nobody"}]} }
                    """, Create(scim, "u1"))).Is(200);
                answer.Must(
                    answer.Elements("Operations") is [var bad, var good] && bad["status"].AsText is "400" or "409" && good["status"].AsText == "201",
                    "status \"409\" or \"400\", then \"201\"");
            }
        },
        {
            Must, "limit", "More operations than maxOperations are 413", "RFC 7644 §3.7.4", "One request could occupy the server.",
            async scim =>
            {
                scim.Needs("bulk");
                if (scim.Announced.Limit("bulk", "maxOperations") is not (> 0 and <= 10_000) and var limit)
                    throw CheckEnded.NotApplicable($"The endpoint announces no limit that can be tried ({limit?.ToString(CultureInfo.InvariantCulture) ?? "none"}).");
                var count = (int)(scim.Announced.Limit("bulk", "maxOperations") ?? 0) + 1;
                (await SendAsync(scim, [.. Enumerable.Repeat("""{"method":"DELETE","path":"/Users/0"}""", count)])).Is(413).IsError();
            }
        },
        {
            Must, "schema", "A message without the BulkRequest schema is refused",
            "RFC 7644 §3.7", "Another message could be taken for a bulk request.",
            async scim =>
            {
                scim.Needs("bulk");
                (await scim.PostAsync("/Bulk", """{"Operations":[{"method":"DELETE","path":"/Users/0"}]}"""))
                    .Refuses(400, "invalidSyntax", "invalidValue");
            }
        },
        {
            Should, "not-supported", "Where bulk is not supported, it is answered with 501, 404 or 405",
            "RFC 7644 §3.12", "Clients that try get a puzzle.",
            async scim =>
            {
                if (scim.Announced.Supports("bulk"))
                    throw CheckEnded.NotApplicable("The endpoint supports bulk.");
                (await SendAsync(scim, """{"method":"DELETE","path":"/Users/0"}""")).Is(501, 404, 405, 403);
            }
        },
    };

    static string Create(Endpoint scim, string bulkId) => $$"""
        {"method":"POST","path":"/Users","bulkId":"{{bulkId}}","data":{{System.Text.Encoding.UTF8.GetString(ScimJson.ToUtf8(scim.User()))}} }
        """;

    static Task<Answer> SendAsync(Endpoint scim, params IReadOnlyList<string> operations) => SendAsync(scim, null, operations);

    static Task<Answer> SendAsync(Endpoint scim, int? failOnErrors, params IReadOnlyList<string> operations)
    {
        var limit = failOnErrors is null ? "" : $"\"failOnErrors\":{failOnErrors},";
        return scim.PostAsync(
            "/Bulk", $$"""{"schemas":["{{ScimUrn.BulkRequest}}"],{{limit}}"Operations":[{{string.Join(',', operations)}}]}""");
    }
}
