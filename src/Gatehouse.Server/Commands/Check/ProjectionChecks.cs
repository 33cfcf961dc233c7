using Gatehouse.Scim.Schemas;
using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>attributes and excludedAttributes.</summary>
static class ProjectionChecks
{
    public static CheckGroup All { get; } = new("projection")
    {
        {
            Must, "attributes", "attributes returns what is named and the minimum", "RFC 7644 §3.9",
            "Clients ask for less to save time.",
            async scim =>
            {
                var answer = await ReadAsync(scim, "attributes=userName");
                answer.Must(answer.Text("userName") is not null && answer.Text("id") is not null, "id and userName");
                answer.Must(!answer.Value("displayName").HasValue && !answer.Value("name").HasValue, "neither displayName nor name");
            }
        },
        {
            Must, "several", "Several names, separated by commas", "RFC 7644 §3.9",
            "Clients ask for less to save time.",
            async scim =>
            {
                scim.NeedsAttribute("displayName", "name");
                var answer = await ReadAsync(scim, "attributes=userName,displayName");
                answer.Must(
                    answer.Value("userName").HasValue && answer.Value("displayName").HasValue && !answer.Value("name").HasValue,
                    "userName and displayName only");
            }
        },
        {
            Must, "sub-attribute", "A sub-attribute", "RFC 7644 §3.9, §3.10",
            "Clients ask for less to save time.",
            async scim =>
            {
                scim.NeedsAttribute("name");
                var answer = await ReadAsync(scim, "attributes=name.familyName");
                answer.Must(
                    answer.Text("name", "familyName") == "Okonkwo" && !answer.Value("name", "givenName").HasValue,
                    "name with familyName only");
            }
        },
        {
            Must, "names", "Names in any letter case, with and without URN", "RFC 7644 §3.10",
            "Clients write names as they like.",
            async scim =>
            {
                var upper = await ReadAsync(scim, "attributes=USERNAME");
                upper.Must(upper.Value("userName").HasValue, "userName");
                var urn = await ReadAsync(scim, $"attributes={StandardSchemas.UserId}:userName");
                urn.Must(urn.Value("userName").HasValue && !urn.Value("displayName").HasValue, "userName only");
            }
        },
        {
            Must, "extension", "Attributes of an extension", "RFC 7644 §3.10",
            "Clients cannot read what they wrote.",
            async scim =>
            {
                scim.NeedsEnterprise("department");
                var user = await scim.NewUserAsync($$"""
                    {"schemas":["{{StandardSchemas.UserId}}","{{StandardSchemas.EnterpriseUserId}}"],"{{StandardSchemas.EnterpriseUserId}}":{"department":"Payments","costCenter":"7"} }
                    """);
                var answer = (await scim.GetAsync($"/Users/{user.Id}?attributes={StandardSchemas.EnterpriseUserId}:department")).Is(200);
                answer.Must(
                    answer.Enterprise("department").AsText == "Payments" && !answer.Enterprise("costCenter").HasValue, "department only");
            }
        },
        {
            Must, "values", "A sub-attribute of a multi-valued attribute", "RFC 7644 §3.9",
            "Clients ask for less to save time.",
            async scim =>
            {
                scim.NeedsAttribute("emails");
                var answer = await ReadAsync(scim, "attributes=emails.value");
                answer.Must(
                    answer.Elements("emails") is [var only] && only["value"].HasValue && !only["type"].HasValue, "emails with value only");
            }
        },
        {
            Must, "excluded", "excludedAttributes leaves out what is named", "RFC 7644 §3.9",
            "Entra ID reads groups without members; with them large groups time out.",
            async scim =>
            {
                var user = await scim.CommonUserAsync();
                var group = await scim.NewGroupAsync($$"""{"members":[{"value":"{{user.Id}}"}]}""");
                var answer = (await scim.GetAsync($"/Groups/{group.Id}?excludedAttributes=members")).Is(200);
                answer.Must(!answer.Value("members").HasValue && answer.Value("displayName").HasValue, "displayName, and no members");
            }
        },
        {
            Must, "excluded-list", "excludedAttributes works on lists", "RFC 7644 §3.9",
            "Entra ID finds groups without their members; with them large groups time out.",
            async scim =>
            {
                scim.Needs("filter");
                var user = await scim.CommonUserAsync();
                var group = await scim.NewGroupAsync($$"""{"members":[{"value":"{{user.Id}}"}]}""");
                var answer = (await scim.ListAsync("/Groups", new() { Filter = $"displayName eq \"{group.Text("displayName")}\"", ExcludedAttributes = ["members"] }))
                    .Finds(group.Id);
                answer.Must(!answer.Resources[0]["members"].HasValue, "no members");
            }
        },
        {
            Must, "always", "id cannot be excluded", "RFC 7643 §7; RFC 7644 §3.9",
            "A resource without id cannot be changed.",
            async scim =>
            {
                var answer = await ReadAsync(scim, "excludedAttributes=id");
                answer.Must(answer.Text("id") is not null, "id");
            }
        },
        {
            Must, "patch", "PATCH with attributes answers 200 with a body", "RFC 7644 §3.5.2",
            "The client asked for the result.",
            async scim =>
            {
                scim.Needs("patch");
                scim.NeedsAttribute("displayName");
                var user = await scim.NewUserAsync();
                var answer = (await scim.PatchAsync($"/Users/{user.Id}?attributes=userName", """{"op":"replace","path":"displayName","value":"Mira O."}"""))
                    .Is(200);
                answer.Must(answer.Value("userName").HasValue && !answer.Value("displayName").HasValue, "userName only");
            }
        },
    };

    static async Task<Answer> ReadAsync(Endpoint scim, string query) =>
        (await scim.GetAsync($"/Users/{(await scim.CommonUserAsync()).Id}?{query}")).Is(200);
}
