using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>PUT, which Okta, OneLogin and many scripts update with.</summary>
static class PutChecks
{
    public static CheckGroup All { get; } = new("put")
    {
        {
            Must, "replace", "PUT replaces and answers 200 with the resource", "RFC 7644 §3.5.1", "Okta's updates do not arrive.",
            async scim =>
            {
                scim.NeedsAttribute("displayName");
                var user = await scim.NewUserAsync();
                var answer = (await scim.PutAsync($"/Users/{user.Id}", scim.User("""{"displayName":"Mira O."}"""))).Is(200);
                answer.Must(answer.Id == user.Id && answer.Text("displayName") == "Mira O.", "the same id and the new displayName");
                answer.Must(answer.Text("meta", "created") == user.Text("meta", "created"), "the same meta.created");
            }
        },
        {
            Must, "no-create", "PUT to an unknown id does not create", "RFC 7644 §3.5.1", "A late update brings a deleted account back.",
            async scim => (await scim.PutAsync("/Users/00000000-0000-4000-8000-000000000000", scim.User())).Is(404)
        },
        {
            Should, "cleared", "What is left out is cleared", "RFC 7644 §3.5.1", "Clients that update with PUT can never remove a value.",
            async scim =>
            {
                scim.NeedsAttribute("title");
                var user = await scim.NewUserAsync("""{"title":"Engineer"}""");
                (await scim.PutAsync($"/Users/{user.Id}", scim.User())).Is(200);
                var read = (await scim.GetAsync($"/Users/{user.Id}")).Is(200);
                read.Must(!read.Value("title").HasValue, "no title");
            }
        },
        {
            Must, "required", "PUT without userName is refused", "RFC 7644 §3.5.1", "The account could not be found any more.",
            async scim =>
            {
                var user = await scim.NewUserAsync();
                (await scim.PutAsync($"/Users/{user.Id}", scim.User("""{"userName":null}""")))
                    .Refuses(400, "invalidValue", "invalidSyntax");
            }
        },
        {
            Must, "read-only", "id and meta in the body are ignored", "RFC 7644 §3.5.1", "Clients send back what they read.",
            async scim =>
            {
                var user = await scim.NewUserAsync();
                var body = scim.User("""{"id":"another","meta":{"resourceType":"User","created":"1999-01-01T00:00:00Z"}}""");
                var answer = (await scim.PutAsync($"/Users/{user.Id}", body)).Is(200);
                answer.Must(
                    answer.Id == user.Id && answer.Text("meta", "created") == user.Text("meta", "created"), "the same id and meta.created");
            }
        },
        {
            Must, "round-trip", "What GET returned can be PUT back", "RFC 7644 §3.5.1", "Clients send back what they read.",
            async scim =>
            {
                var user = await scim.NewUserAsync();
                var read = (await scim.GetAsync($"/Users/{user.Id}")).Is(200);
                (await scim.PutAsync($"/Users/{user.Id}", read.Body)).Is(200);
            }
        },
        {
            Must, "conflict", "Another user's userName is 409 uniqueness; one's own is not",
            "RFC 7644 §3.5.1, §3.12", "Two people share a sign-in name.",
            async scim =>
            {
                var first = await scim.NewUserAsync();
                var second = await scim.NewUserAsync();
                (await scim.PutAsync($"/Users/{second.Id}", scim.User($$"""{"userName":"{{first.Text("userName")}}"}""")))
                    .Refuses(409, "uniqueness");
                (await scim.PutAsync($"/Users/{first.Id}", scim.User($$"""{"userName":"{{first.Text("userName")?.ToUpperInvariant()}}"}""")))
                    .Is(200);
            }
        },
        {
            Must, "group", "PUT of a group sets exactly these members", "RFC 7644 §3.5.1", "Okta pushes groups this way.",
            async scim =>
            {
                var (first, second) = (await scim.NewUserAsync(), await scim.NewUserAsync());
                var group = await scim.NewGroupAsync($$"""{"members":[{"value":"{{first.Id}}"}]}""");
                (await scim.PutAsync($"/Groups/{group.Id}", scim.Group($$"""{"members":[{"value":"{{second.Id}}"}]}"""))).Is(200);
                GroupScenarioChecks.HasMembers((await scim.GetAsync($"/Groups/{group.Id}")).Is(200), second.Id);
            }
        },
    };
}
