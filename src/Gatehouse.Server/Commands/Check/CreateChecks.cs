using Gatehouse.Scim.Client;
using Gatehouse.Scim.Resources;
using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>POST to a resource endpoint.</summary>
static class CreateChecks
{
    public static CheckGroup All { get; } = new("create")
    {
        {
            Must, "user", "A user is created with 201 and comes back whole", "RFC 7644 §3.3",
            "Nothing can be provisioned.",
            async scim =>
            {
                var user = scim.User();
                var answer = (await scim.PostAsync("/Users", user)).Is(201);
                answer.Must(answer.Text("userName") == user["userName"].AsText && answer.Id.Length > 0, "the user with id and userName");
            }
        },
        {
            Must, "group", "A group is created with 201 and meta.resourceType Group", "RFC 7644 §3.3.1",
            "No group can be provisioned.",
            async scim =>
            {
                scim.NeedsGroups();
                var answer = (await scim.PostAsync("/Groups", scim.Group())).Is(201);
                answer.Must(answer.Text("meta", "resourceType") == "Group", "meta.resourceType Group");
            }
        },
        {
            Must, "location", "The Location header and meta.location agree", "RFC 7644 §3.3",
            "Clients that take the address from one of them get lost.",
            async scim =>
            {
                var answer = (await scim.PostAsync("/Users", scim.User())).Is(201);
                answer.Must(
                    answer.Response.Location is { } location && location == answer.Text("meta", "location"),
                    "a Location header equal to meta.location");
            }
        },
        {
            Must, "conflict", "A second user with the same userName is 409 uniqueness", "RFC 7644 §3.3",
            "A client that repeats a request after a lost answer makes a second account.",
            async scim =>
            {
                var user = await scim.NewUserAsync();
                (await scim.PostAsync("/Users", scim.User($$"""{"userName":"{{user.Text("userName")}}"}"""))).Refuses(409, "uniqueness");
            }
        },
        {
            Entra, "group-conflict", "A second group with the same displayName is 409 uniqueness",
            "https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups",
            "Entra ID matches groups by displayName and cannot tell two apart.",
            async scim =>
            {
                var group = await scim.NewGroupAsync();
                (await scim.PostAsync("/Groups", scim.Group($$"""{"displayName":"{{group.Text("displayName")?.ToUpperInvariant()}}"}""")))
                    .Refuses(409, "uniqueness");
            }
        },
        {
            Must, "attributes", "attributes applies to the answer of POST", "RFC 7644 §3.9",
            "Clients ask for less to save time.",
            async scim =>
            {
                scim.NeedsAttribute("displayName");
                var answer = (await scim.PostAsync("/Users?attributes=userName", scim.User())).Is(201);
                answer.Must(
                    answer.Text("userName") is not null && !answer.Value("displayName").HasValue,
                    "id, schemas and userName, and no displayName");
            }
        },
        {
            Must, "parallel", "Of equal requests at the same time exactly one wins", "RFC 7644 §3.3",
            "One person gets several accounts when a client sends in parallel.",
            async scim =>
            {
                var body = ScimJson.ToUtf8(scim.User());
                var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => scim.SendAsync(new ScimRequest(HttpMethod.Post, "/Users") { Body = body })));
                answers[0].Must(
                    answers.Count(answer => answer.Status == 201) == 1 && answers.Count(answer => answer.Status == 409) == 7,
                    "one 201 and seven 409 for eight parallel requests; came: " + string.Join(", ", answers.Select(answer => answer.Status)));
            }
        },
        {
            Should, "again", "The userName of a deleted user can be taken again, with a new id", "RFC 7644 §3.6",
            "A person who comes back cannot be provisioned.",
            async scim =>
            {
                var user = await scim.NewUserAsync();
                (await scim.DeleteAsync($"/Users/{user.Id}")).Is(204);
                var again = (await scim.PostAsync("/Users", scim.User($$"""{"userName":"{{user.Text("userName")}}"}"""))).Is(201);
                again.Must(again.Id != user.Id, "a new id");
            }
        },
        {
            Must, "member-order", "The order of members has no meaning", "RFC 7643 §2.3.8; RFC 8259 §4",
            "Clients order members as their libraries do.",
            async scim => (await scim.PostAsync(
                "/Users", $$"""{"userName":"{{scim.NewName()}}","schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]}""")).Is(201)
        },
    };
}
