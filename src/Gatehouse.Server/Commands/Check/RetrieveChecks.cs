using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>GET of one resource and of a collection.</summary>
static class RetrieveChecks
{
    public static CheckGroup All { get; } = new("retrieve")
    {
        {
            Must, "known", "A known resource is read by its id", "RFC 7644 §3.4.1",
            "Clients read before they write.",
            async scim =>
            {
                var user = await scim.CommonUserAsync();
                var read = (await scim.GetAsync($"/Users/{user.Id}")).Is(200);
                read.Must(read.Id == user.Id && read.Text("userName") == user.Text("userName"), "the user with its userName");
            }
        },
        {
            Must, "unknown", "An unknown id of any form is 404", "RFC 7644 §3.12",
            "404 is how a client learns that a resource is gone; 400 or 500 stops it.",
            async scim =>
            {
                (await scim.GetAsync("/Users/00000000-0000-4000-8000-000000000000")).Is(404).IsError();
                (await scim.GetAsync("/Users/not%20an%20id")).Is(404).IsError();
            }
        },
        {
            Must, "other-keys", "userName is no key", "RFC 7644 §3.4.1",
            "An id could be shadowed by another user's name.",
            async scim => (await scim.GetAsync($"/Users/{(await scim.CommonUserAsync()).Text("userName")}")).Is(404)
        },
        {
            Must, "location", "The address in meta.location leads to the resource", "RFC 7643 §3.1",
            "Clients follow it.",
            async scim =>
            {
                var user = await scim.CommonUserAsync();
                var location = user.Text("meta", "location") ?? "";
                user.Must(
                    location.EndsWith("/Users/" + user.Id, StringComparison.Ordinal), "meta.location that ends with /Users/ and the id");
            }
        },
        {
            Must, "list", "The collection is a ListResponse", "RFC 7644 §3.4.2",
            "Clients cannot read the result.",
            async scim =>
            {
                await scim.CommonUserAsync();
                var answer = (await scim.GetAsync("/Users")).IsList();
                answer.Must(answer.Response.TotalResults >= 1 && answer.Resources.Count >= 1, "at least one user");
            }
        },
        {
            Must, "empty", "A query without match is 200 with totalResults 0", "RFC 7644 §3.4.2",
            "Test Connection in Entra ID fails, and later the job is quarantined.",
            async scim =>
            {
                scim.Needs("filter");
                var answer = (await scim.FilterAsync("/Users", $"userName eq \"{scim.NewName()}\"")).IsList();
                answer.Must(answer.Response.TotalResults == 0 && answer.Resources.Count == 0, "totalResults 0");
            }
        },
        {
            Should, "me", "/Me is answered: 501, 308, 404 or the subject itself", "RFC 7644 §3.11",
            "A server error looks like an outage.",
            async scim => (await scim.GetAsync("/Me")).Is(501, 308, 404, 403, 200)
        },
    };
}
