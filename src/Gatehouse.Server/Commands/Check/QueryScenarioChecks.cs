using Gatehouse.Scim.Schemas;
using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>How Microsoft Entra ID looks for users and groups.</summary>
static class QueryScenarioChecks
{
    const string Tutorial = "https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups";
    const string Why = "Entra ID does not find the user and creates a second one, or its Test Connection fails.";

    public static CheckGroup All { get; } = new("entra-query")
    {
        {
            Entra, "probe", "The probe with a random name is 200 with an empty Resources list",
            Tutorial, "Test Connection fails, and 404 later quarantines the job.",
            async scim =>
            {
                var answer = (await scim.GetAsync($"/Users?filter=userName+eq+%22{Guid.NewGuid()}%22")).Finds();
                answer.Must(answer.Value("Resources").AsList is not null, "\"Resources\": []");
            }
        },
        {
            Entra, "probe-groups", "The probe for groups, without members",
            Tutorial, "Test Connection fails, and 404 later quarantines the job.",
            async scim =>
            {
                scim.NeedsGroups();
                (await scim.GetAsync($"/Groups?excludedAttributes=members&filter=displayName+eq+%22{Guid.NewGuid()}%22")).Finds();
            }
        },
        {
            Entra, "match-group", "A group is found by displayName in any letter case", Tutorial, Why,
            async scim =>
            {
                var group = await scim.NewGroupAsync();
                (await scim.GetAsync($"/Groups?excludedAttributes=members&filter=displayName+eq+%22{group.Text("displayName")?.ToUpperInvariant()}%22"))
                    .Finds(group.Id);
            }
        },
        {
            Entra, "match-mail", "A user is found by emails[type eq \"work\"].value eq", Tutorial, Why,
            async scim =>
            {
                scim.NeedsAttribute("emails");
                var user = await scim.CommonUserAsync();
                var mail = user.Element("emails", "work")["value"].AsText?.Replace("@", "%40", StringComparison.Ordinal);
                (await scim.GetAsync($"/Users?filter=emails%5Btype+eq+%22work%22%5D.value+eq+%22{mail}%22")).Finds(user.Id);
            }
        },
        {
            Entra, "bare-words", "Values without quotes are read as text", Tutorial, Why,
            async scim =>
            {
                var externalId = scim.NewName();
                var user = await scim.NewUserAsync($$"""{"externalId":"{{externalId}}"}""");
                (await scim.GetAsync($"/Users?filter=externalId+eq+{externalId}")).Finds(user.Id);
            }
        },
        {
            Entra, "text-boolean", "active eq \"True\" means true",
            "https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility", Why,
            async scim =>
            {
                scim.NeedsAttribute("active");
                var user = await scim.CommonUserAsync();
                (await scim.FilterAsync("/Users", $"active eq \"True\" and userName eq \"{user.Text("userName")}\"")).Finds(user.Id);
            }
        },
        {
            Entra, "member-check", "A membership is looked up by id and members", Tutorial, "Entra ID sends memberships again and again.",
            async scim =>
            {
                var user = await scim.NewUserAsync();
                var group = await scim.NewGroupAsync($$"""{"members":[{"value":"{{user.Id}}"}]}""");
                (await scim.FilterAsync("/Groups", $"id eq \"{group.Id}\" and members eq \"{user.Id}\"")).Finds(group.Id);
            }
        },
        {
            Entra, "manager-check", "A manager is looked up by id and manager, without URN",
            Tutorial, "Entra ID sends the manager again and again.",
            async scim =>
            {
                scim.NeedsEnterprise("manager");
                var boss = await scim.NewUserAsync();
                var user = await scim.NewUserAsync($$"""
                    {"schemas":["{{StandardSchemas.UserId}}","{{StandardSchemas.EnterpriseUserId}}"],"{{StandardSchemas.EnterpriseUserId}}":{"manager":{"value":"{{boss.Id}}"} } }
                    """);
                (await scim.FilterAsync("/Users", $"id eq \"{user.Id}\" and manager eq \"{boss.Id}\"")).Finds(user.Id);
                (await scim.FilterAsync("/Users", $"id eq \"{boss.Id}\" and manager eq \"{boss.Id}\"")).Finds();
            }
        },
        {
            Entra, "paging", "startIndex, itemsPerPage and totalResults are numbers on every page",
            Tutorial, "Microsoft's gallery test for pages fails.",
            async scim =>
            {
                await scim.CommonUserAsync();
                var answer = (await scim.GetAsync("/Users?startIndex=1&count=1")).IsList();
                answer.Must(
                    answer.Value("startIndex").AsInteger == 1 && answer.Value("itemsPerPage").AsInteger == 1,
                    "startIndex 1 and itemsPerPage 1");
            }
        },
    };
}
