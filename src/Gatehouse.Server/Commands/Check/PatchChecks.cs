using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Schemas;
using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>PATCH as RFC 7644 has it; Entra's dialects are in UpdateScenarioChecks.</summary>
static class PatchChecks
{
    const string Why = "Updates do not arrive, or change more than they say.";
    const string AddMail = """{"op":"add","path":"emails","value":[{"type":"other","value":"other@contoso.example"}]}""";

    public static CheckGroup All { get; } = new("patch")
    {
        {
            Must, "answer", "PATCH answers 200 with the resource or 204", "RFC 7644 §3.5.2", Why,
            async scim =>
            {
                var user = await NewUserAsync(scim);
                var answer = (await scim.PatchAsync(user, """{"op":"replace","path":"displayName","value":"Mira O."}""")).Is(200, 204);
                answer.Must(answer.Status == 204 || answer.Text("displayName") == "Mira O.", "the changed resource in the answer");
                var read = (await scim.GetAsync(user)).Is(200);
                read.Must(read.Text("displayName") == "Mira O.", "displayName \"Mira O.\"");
            }
        },
        {
            Must, "message", "A message without the PatchOp schema, or without Operations, is refused",
            "RFC 7644 §3.5.2", "Another message could be taken for a change.",
            async scim =>
            {
                var user = await NewUserAsync(scim);
                foreach (var body in new[]
                {
                    """{"Operations":[{"op":"replace","path":"displayName","value":"x"}]}""",
                    $$"""{"schemas":["{{ScimUrn.PatchOp}}"]}""",
                    $$"""{"schemas":["{{ScimUrn.PatchOp}}"],"Operations":"x"}""",
                })
                    (await scim.SendAsync(new(HttpMethod.Patch, user) { Body = System.Text.Encoding.UTF8.GetBytes(body) }))
                        .Refuses(400, "invalidSyntax", "invalidValue");
            }
        },
        {
            Must, "operation", "An unknown op is refused", "RFC 7644 §3.5.2", Why,
            async scim => await RefusesAsync(scim, """{"op":"upsert","path":"displayName","value":"x"}""", "invalidSyntax", "invalidValue")
        },
        {
            Must, "atomic", "All operations or none", "RFC 7644 §3.5.2", "A repeated request starts from a state that nobody knows.",
            async scim =>
            {
                var user = await NewUserAsync(scim);
                var before = (await scim.GetAsync(user)).Is(200);
                (await scim.PatchAsync(user, """{"op":"replace","path":"displayName","value":"changed"},{"op":"replace","path":"emails[broken","value":"x"}"""))
                    .Is(400);
                var read = (await scim.GetAsync(user)).Is(200);
                read.Must(read.Text("displayName") == before.Text("displayName"), "the displayName of before");
            }
        },
        {
            Must, "order", "Operations run in order, each on the result of the one before", "RFC 7644 §3.5.2", Why,
            async scim => await EndsAsync(scim, """{"op":"add","path":"displayName","value":"a"},{"op":"remove","path":"displayName"},{"op":"add","path":"displayName","value":"b"}""",
                read => read.Text("displayName") == "b", "displayName \"b\"")
        },
        {
            Must, "paths", "Paths name sub-attributes and values, in any letter case, with URN", "RFC 7644 §3.5.2, §3.10", Why,
            async scim =>
            {
                scim.NeedsAttribute("name");
                await EndsAsync(
                    scim,
                    """{"op":"replace","path":"NAME.givenname","value":"Hanna"}""",
                    read => read.Text("name", "givenName") == "Hanna",
                    "name.givenName \"Hanna\"");
                await EndsAsync(
                    scim,
                    $$"""{"op":"replace","path":"{{StandardSchemas.UserId}}:displayName","value":"Hanna"}""",
                    read => read.Text("displayName") == "Hanna",
                    "displayName \"Hanna\"");
            }
        },
        {
            Must, "value-path", "A value path changes the values that match, and only those", "RFC 7644 §3.5.2.3", Why,
            async scim =>
            {
                var user = await NewUserWithTwoMailsAsync(scim);
                var read = await scim.PatchAndReadAsync(
                    user, """{"op":"replace","path":"emails[type eq \"work\"].value","value":"new@contoso.example"}""");
                read.Must(
                    read.Element("emails", "work")["value"].AsText == "new@contoso.example" && read.Element("emails", "home")["value"].AsText == "home@contoso.example",
                    "the work address changed and the home address as it was");
            }
        },
        {
            Must, "broken-paths", "Paths that cannot be read are 400 invalidPath", "RFC 7644 §3.5.2, §3.12", Why,
            async scim =>
            {
                foreach (var path in new[] { "/displayName", "emails[0].value", "emails[type eq" })
                    await RefusesAsync(
                        scim, $$"""{"op":"replace","path":"{{path}}","value":"x"}""", "invalidPath", "invalidFilter", "noTarget");
            }
        },
        {
            Must, "add", "add appends to lists", "RFC 7644 §3.5.2.1", Why,
            async scim =>
            {
                var read = await scim.PatchAndReadAsync(await NewUserWithTwoMailsAsync(scim), AddMail);
                read.Must(read.Elements("emails").Count == 3, "three addresses");
            }
        },
        {
            Should, "add-again", "add of a value that is there adds nothing",
            "RFC 7644 §3.5.2.1", "A repeated request doubles every value.",
            async scim =>
            {
                var user = await NewUserWithTwoMailsAsync(scim);
                await scim.PatchAndReadAsync(user, AddMail);
                var read = await scim.PatchAndReadAsync(user, AddMail);
                read.Must(read.Elements("emails").Count == 3, "three addresses");
            }
        },
        {
            Must, "add-merges", "add to a complex attribute keeps what is not named", "RFC 7644 §3.5.2.1", Why,
            async scim =>
            {
                scim.NeedsAttribute("name");
                await EndsAsync(
                    scim,
                    """{"op":"add","path":"name","value":{"givenName":"Hanna"}}""",
                    read => read.Text("name", "givenName") == "Hanna" && read.Text("name", "familyName") == "Okonkwo",
                    "the new givenName and the old familyName");
            }
        },
        {
            Must, "replace-merges", "replace of a complex attribute keeps what is not named", "RFC 7644 §3.5.2.3", Why,
            async scim =>
            {
                scim.NeedsAttribute("name");
                await EndsAsync(
                    scim,
                    """{"op":"replace","path":"name","value":{"givenName":"Hanna"}}""",
                    read => read.Text("name", "givenName") == "Hanna" && read.Text("name", "familyName") == "Okonkwo",
                    "the new givenName and the old familyName");
            }
        },
        {
            Must, "no-value", "add and replace without a value are refused", "RFC 7644 §3.5.2.1, §3.5.2.3", Why,
            async scim =>
            {
                await RefusesAsync(scim, """{"op":"add","path":"displayName"}""", "invalidValue", "invalidSyntax");
                await RefusesAsync(scim, """{"op":"replace","value":"text"}""", "invalidValue", "invalidSyntax");
            }
        },
        {
            Must, "remove-without-path", "remove without a path is 400 noTarget",
            "RFC 7644 §3.5.2.2", "A slip of the client empties an account.",
            async scim => await RefusesAsync(scim, """{"op":"remove"}""", "noTarget")
        },
        {
            Must, "remove", "remove of an attribute, of values by filter, and of one sub-attribute", "RFC 7644 §3.5.2.2", Why,
            async scim =>
            {
                scim.NeedsAttribute("name");
                var user = await NewUserWithTwoMailsAsync(scim);
                var read = await scim.PatchAndReadAsync(user, """
                    {"op":"remove","path":"displayName"},{"op":"remove","path":"name.givenName"},{"op":"remove","path":"emails[type eq \"home\"]"}
                    """);
                read.Must(!read.Value("displayName").HasValue, "no displayName");
                read.Must(
                    !read.Value("name", "givenName").HasValue && read.Text("name", "familyName") == "Okonkwo",
                    "familyName and no givenName");
                read.Must(read.Elements("emails") is [var only] && only["type"].AsText == "work", "the work address only");
            }
        },
        {
            Must, "required", "A required attribute cannot be removed", "RFC 7644 §3.5.2.2", "The account could not be found any more.",
            async scim => await RefusesAsync(scim, """{"op":"remove","path":"userName"}""", "mutability", "invalidValue")
        },
        {
            Must, "read-only", "Read-only attributes cannot be changed",
            "RFC 7644 §3.5.2", "Clients believe in a change that did not happen.",
            async scim =>
            {
                await RefusesAsync(scim, """{"op":"replace","path":"id","value":"another"}""", "mutability");
                await RefusesAsync(scim, """{"op":"replace","path":"meta.created","value":"1999-01-01T00:00:00Z"}""", "mutability");
            }
        },
        {
            Must, "add-by-replace", "replace of an attribute without value adds it", "RFC 7644 §3.5.2.3", Why,
            async scim =>
            {
                scim.NeedsAttribute("title");
                await EndsAsync(
                    scim,
                    """{"op":"replace","path":"title","value":"Engineer"}""",
                    read => read.Text("title") == "Engineer",
                    "title \"Engineer\"");
            }
        },
        {
            Must, "no-target", "replace where the filter matches nothing and does not say what to create is 400 noTarget",
            "RFC 7644 §3.5.2.3", Why,
            async scim =>
            {
                scim.NeedsAttribute("emails");
                await RefusesAsync(
                    scim,
                    """{"op":"replace","path":"emails[value sw \"nothing-begins-so\"].value","value":"x@contoso.example"}""",
                    "noTarget");
            }
        },
        {
            Must, "primary", "A value set primary makes the others not primary",
            "RFC 7644 §3.5.2", "Nobody knows which address to write to.",
            async scim =>
            {
                var user = await NewUserWithTwoMailsAsync(scim);
                var read = await scim.PatchAndReadAsync(
                    user, """{"op":"replace","path":"emails[type eq \"home\"].primary","value":true}""");
                read.Must(
                    read.Element("emails", "home")["primary"].AsBoolean == true && read.Element("emails", "work")["primary"].AsBoolean != true,
                    "home primary, work no longer");
            }
        },
        {
            Must, "extension", "Setting an attribute of an extension adds its URN to schemas",
            "RFC 7644 §3.5.2", "Clients do not look for the extension.",
            async scim =>
            {
                scim.NeedsEnterprise("department");
                await EndsAsync(
                    scim,
                    $$"""{"op":"add","path":"{{StandardSchemas.EnterpriseUserId}}:department","value":"Payments"}""",
                    read => read.Enterprise("department").AsText == "Payments" && read.Value("schemas").AsList?.Contains(StandardSchemas.EnterpriseUserId) == true,
                    "department \"Payments\" and the URN in schemas");
            }
        },
        {
            Must, "types", "Values are checked as in POST",
            "RFC 7644 §3.5.2, §3.12", "Values of the wrong type come back to every other client.",
            async scim =>
            {
                scim.NeedsAttribute("active", "name");
                await RefusesAsync(scim, """{"op":"replace","path":"active","value":"maybe"}""", "invalidValue", "invalidSyntax");
                await RefusesAsync(scim, """{"op":"replace","path":"name","value":"Mira"}""", "invalidValue", "invalidSyntax");
            }
        },
        {
            Must, "conflict", "Another user's userName is 409 uniqueness", "RFC 7644 §3.12", "Two people share a sign-in name.",
            async scim =>
            {
                var other = await scim.NewUserAsync();
                (await scim.PatchAsync(await NewUserAsync(scim), $$"""{"op":"replace","path":"userName","value":"{{other.Text("userName")}}"}"""))
                    .Refuses(409, "uniqueness");
            }
        },
        {
            Must, "unknown-id", "An unknown id is 404", "RFC 7644 §3.12", "404 is how a client learns that a resource is gone.",
            async scim =>
            {
                scim.Needs("patch");
                (await scim.PatchAsync("/Users/00000000-0000-4000-8000-000000000000", """{"op":"replace","path":"displayName","value":"x"}"""))
                    .Is(404)
                    .IsError();
            }
        },
        {
            Must, "parallel", "PATCHes at the same time lose nothing", "RFC 7644 §3.5.2", "People miss the access they were given.",
            async scim =>
            {
                scim.Needs("patch");
                var group = await scim.NewGroupAsync();
                var users = new List<string>();
                for (var i = 0; i < 6; i++)
                    users.Add((await scim.NewUserAsync()).Id);
                var answers = await Task.WhenAll(users.Select(user =>
                    scim.PatchAsync($"/Groups/{group.Id}", $$"""{"op":"add","path":"members","value":[{"value":"{{user}}"}]}""")));
                foreach (var answer in answers)
                    answer.Is(200, 204);
                GroupScenarioChecks.HasMembers((await scim.GetAsync($"/Groups/{group.Id}")).Is(200), [.. users]);
            }
        },
    };

    static async Task<string> NewUserAsync(Endpoint scim)
    {
        scim.Needs("patch");
        scim.NeedsAttribute("displayName");
        return $"/Users/{(await scim.NewUserAsync()).Id}";
    }

    static async Task<string> NewUserWithTwoMailsAsync(Endpoint scim)
    {
        scim.Needs("patch");
        scim.NeedsAttribute("emails");
        var user = await scim.NewUserAsync("""
            {"emails":[{"type":"work","value":"work@contoso.example","primary":true},{"type":"home","value":"home@contoso.example"}]}
            """);
        return $"/Users/{user.Id}";
    }

    static async Task RefusesAsync(Endpoint scim, string operation, params IReadOnlyList<string> scimTypes) =>
        (await scim.PatchAsync(await NewUserAsync(scim), operation)).Refuses(400, scimTypes);

    static async Task EndsAsync(Endpoint scim, string operations, Func<Answer, bool> holds, string expected)
    {
        var read = await scim.PatchAndReadAsync(await NewUserAsync(scim), operations);
        read.Must(holds(read), expected);
    }
}
