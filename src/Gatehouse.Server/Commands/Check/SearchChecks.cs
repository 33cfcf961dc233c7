using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Resources;
using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>POST to .search.</summary>
static class SearchChecks
{
    public static CheckGroup All { get; } = new("search")
    {
        {
            Must, "query", "A query in the body is answered like one in the URL",
            "RFC 7644 §3.4.3", "Queries too long for a URL, or too private for logs, are not possible.",
            async scim =>
            {
                scim.Needs("filter");
                var user = await scim.CommonUserAsync();
                var answer = (await SearchAsync(scim, new()
                {
                    { "filter", $"userName eq \"{user.Text("userName")}\"" },
                    { "attributes", new ScimList { "userName" } },
                    { "startIndex", 1 },
                    { "count", 5 },
                })).Finds(user.Id);
                answer.Must(answer.Resources[0]["userName"].HasValue && !answer.Resources[0]["displayName"].HasValue, "userName only");
            }
        },
        {
            Must, "schema", "A query without its schema is refused", "RFC 7644 §3.4.3", "Another message could be taken for a query.",
            async scim => (await scim.PostAsync("/Users/.search", """{"filter":"userName pr","count":1}"""))
                .Refuses(400, "invalidSyntax", "invalidValue")
        },
        {
            Must, "bad-filter", "A bad filter is 400 invalidFilter",
            "RFC 7644 §3.4.3", "A client takes the first user of the list for the one it asked for.",
            async scim => (await SearchAsync(scim, new() { { "filter", "userName eq" } })).Refuses(400, "invalidFilter")
        },
        {
            Should, "root", "A search over all types", "RFC 7644 §3.4.3", "Clients that look for anything with an externalId ask twice.",
            async scim =>
            {
                scim.Needs("filter");
                var user = await scim.CommonUserAsync();
                var answer = await scim.PostAsync("/.search", new ScimObject
                {
                    { "schemas", new ScimList { ScimUrn.SearchRequest } },
                    { "filter", $"id eq \"{user.Id}\"" },
                });
                if (answer.Status is 501 or 404 or 405)
                    throw CheckEnded.NotApplicable("The endpoint has no search over all types, which is allowed.");
                answer.Finds(user.Id);
            }
        },
    };

    public static Task<Answer> SearchAsync(Endpoint scim, ScimObject query)
    {
        query["schemas"] = new ScimList { ScimUrn.SearchRequest };
        return scim.PostAsync("/Users/.search", query);
    }
}
