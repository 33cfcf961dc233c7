using Gatehouse.Scim.Schemas;
using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>Types and characteristics of attributes.</summary>
static class TypeChecks
{
    public static CheckGroup All { get; } = new("types")
    {
        {
            Must, "string", "An object where text belongs is refused", "RFC 7643 §2.3.1",
            "Values of the wrong type come back to every other client.",
            async scim => await RefusesAsync(scim, "displayName", """{"displayName":{"a":1}}""")
        },
        {
            Must, "boolean", "A text that is no boolean is refused", "RFC 7643 §2.3.2",
            "People keep or lose access by accident.",
            async scim => await RefusesAsync(scim, "active", """{"active":"maybe"}""")
        },
        {
            Must, "boolean-number", "A number where a boolean belongs is refused", "RFC 7643 §2.3.2",
            "People keep or lose access by accident.",
            async scim => await RefusesAsync(scim, "active", """{"active":1}""")
        },
        {
            Must, "complex", "Text where a complex value belongs is refused", "RFC 7643 §2.3.8",
            "Values of the wrong type come back to every other client.",
            async scim => await RefusesAsync(scim, "name", """{"name":"Mira Okonkwo"}""")
        },
        {
            Must, "binary", "Binary that is no base64 is refused", "RFC 7643 §2.3.6",
            "Certificates that nobody can read.",
            async scim => await RefusesAsync(scim, "x509Certificates", """{"x509Certificates":[{"value":"***"}]}""")
        },
        {
            Must, "multi-valued", "Multi-valued attributes come back as lists", "RFC 7643 §2.4",
            "Entra ID writes again and again what comes back in another shape.",
            async scim =>
            {
                scim.NeedsAttribute("emails");
                var user = await scim.CommonUserAsync();
                user.Must(user.Value("emails").AsList is { Count: 1 }, "emails as a list of one");
            }
        },
        {
            Must, "one-primary", "Two primary values are refused", "RFC 7643 §2.4",
            "Nobody knows which address to write to.",
            async scim => await RefusesAsync(
                scim, "emails", """{"emails":[{"value":"a@contoso.example","type":"work","primary":true},{"value":"b@contoso.example","type":"home","primary":true}]}""")
        },
        {
            Must, "read-only-ignored", "groups of a user in a request are ignored, not refused", "RFC 7643 §2.2; RFC 7644 §3.3",
            "Okta sends groups with every user.",
            async scim =>
            {
                var user = (await scim.PostAsync("/Users", scim.User("""{"groups":[{"value":"none"}]}"""))).Is(201);
                user.Must(user.Value("groups").IsEmpty, "no groups");
            }
        },
        {
            Must, "never-returned", "A password is never returned, not even on request", "RFC 7643 §4.1.1, §7",
            "Whoever may read the directory would know the passwords.",
            async scim =>
            {
                var user = await scim.PostAsync("/Users", scim.User("""{"password":"T7-correct-horse-battery"}"""));
                if (user.Status != 201)
                    throw CheckEnded.NotApplicable("The endpoint takes no password.");
                user.Must(!user.Value("password").HasValue, "no password in the answer");
                var read = (await scim.GetAsync($"/Users/{user.Id}?attributes=password,userName")).Is(200);
                read.Must(!read.Value("password").HasValue, "no password in the answer");
            }
        },
        {
            Must, "value-as-sent", "Values come back as they were sent",
            "RFC 7643 §2.3.1; https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups",
            "Entra ID compares what it reads with what it wants, and writes again in every cycle.",
            async scim =>
            {
                scim.NeedsAttribute("phoneNumbers");
                var user = await scim.NewUserAsync("""{"phoneNumbers":[{"type":"work","value":"+31 (30) 555-0142"}]}""");
                user.Must(user.Element("phoneNumbers", "work")["value"].AsText == "+31 (30) 555-0142", "the number as it was sent");
            }
        },
        {
            Must, "user-name-required", "A user without userName, or with an empty one, is refused", "RFC 7643 §4.1.1",
            "Nobody can sign in as that user or find it again.",
            async scim =>
            {
                (await scim.PostAsync("/Users", $$"""{"schemas":["{{StandardSchemas.UserId}}"],"displayName":"{{scim.NewName()}}"}"""))
                    .Refuses(400, "invalidValue", "invalidSyntax");
                (await scim.PostAsync("/Users", $$"""{"schemas":["{{StandardSchemas.UserId}}"],"userName":""}"""))
                    .Refuses(400, "invalidValue", "invalidSyntax");
            }
        },
        {
            Must, "user-name-case", "userName is unique whatever its letter case", "RFC 7643 §4.1.1",
            "One person gets two accounts.",
            async scim =>
            {
                var user = await scim.NewUserAsync();
                (await scim.PostAsync("/Users", scim.User($$"""{"userName":"{{user.Text("userName")?.ToUpperInvariant()}}"}""")))
                    .Refuses(409, "uniqueness");
            }
        },
        {
            Must, "user-name-normalized", "userName is prepared before comparison: composed and decomposed letters are one",
            "RFC 7644 §5; RFC 8265 §3.3",
            "One person gets two accounts that look alike.",
            async scim =>
            {
                var name = scim.NewName();
                (await scim.PostAsync("/Users", scim.User($$"""{"userName":"{{name}}-caf\u00e9"}"""))).Is(201);
                (await scim.PostAsync("/Users", scim.User($$"""{"userName":"{{name}}-cafe\u0301"}"""))).Refuses(409, "uniqueness");
            }
        },
        {
            Should, "canonical-values", "A type outside the suggestions is accepted", "RFC 7643 §7",
            "Clients use types of their own.",
            async scim =>
            {
                scim.NeedsAttribute("emails");
                (await scim.PostAsync("/Users", scim.User("""{"emails":[{"value":"a@contoso.example","type":"school"}]}"""))).Is(201);
            }
        },
        {
            Must, "duplicate-mail", "Two users may have the same e-mail address",
            "RFC 7643 §4.1.2; https://github.com/AzureAD/SCIMReferenceCode",
            "Microsoft's tests create several users with one address, and families share mailboxes.",
            async scim =>
            {
                scim.NeedsAttribute("emails");
                const string emails = """{"emails":[{"value":"shared@contoso.example","type":"work"}]}""";
                await scim.NewUserAsync(emails);
                (await scim.PostAsync("/Users", scim.User(emails))).Is(201);
            }
        },
        {
            Should, "groups-of-user", "A user shows the groups it is in", "RFC 7643 §4.1.2",
            "Clients cannot see why a person has access.",
            async scim =>
            {
                scim.NeedsAttribute("groups");
                var user = await scim.NewUserAsync();
                var group = await scim.NewGroupAsync($$"""{"members":[{"value":"{{user.Id}}"}]}""");
                var read = (await scim.GetAsync($"/Users/{user.Id}")).Is(200);
                read.Must(read.Elements("groups").Any(entry => entry["value"].AsText == group.Id), "groups with the id of the group");
            }
        },
    };

    static async Task RefusesAsync(Endpoint scim, string attribute, string changes)
    {
        scim.NeedsAttribute(attribute);
        (await scim.PostAsync("/Users", scim.User(changes))).Refuses(400, "invalidValue", "invalidSyntax");
    }
}
