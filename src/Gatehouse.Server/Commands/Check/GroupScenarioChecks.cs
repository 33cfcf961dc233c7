using Gatehouse.Scim.Schemas;
using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>How Microsoft Entra ID and others maintain groups and their members.</summary>
static class GroupScenarioChecks
{
    const string Tutorial = "https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups";
    const string Compatibility = "https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility";
    const string Why = "People miss access they should have, or keep access they should not.";

    public static CheckGroup All { get; } = new("entra-groups")
    {
        {
            Entra, "create", "A group with Entra's old URN in schemas is created", Tutorial, "No group is provisioned.",
            async scim =>
            {
                scim.NeedsGroups();
                (await scim.PostAsync("/Groups", scim.Group($$"""
                    {"schemas":["{{StandardSchemas.GroupId}}","http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
                    "externalId":"{{scim.NewName()}}","meta":{"resourceType":"Group"} }
                    """))).Is(201);
            }
        },
        {
            Entra, "add", "Add members with $ref null; adding again adds nothing", Tutorial, Why,
            async scim =>
            {
                var (group, first, second) = await PrepareAsync(scim);
                var add = $$"""{"op":"Add","path":"members","value":[{"$ref":null,"value":"{{first}}"},{"$ref":null,"value":"{{second}}"}]}""";
                await MembersAreAsync(scim, group, add, first, second);
                await MembersAreAsync(scim, group, add, first, second);
            }
        },
        {
            Entra, "remove-value", "Remove members with a value list removes only these",
            Compatibility, "Read by the letter, one removal empties the whole group.",
            async scim =>
            {
                var (group, first, second) = await PrepareAsync(scim, withMembers: true);
                await MembersAreAsync(
                    scim, group, $$"""{"op":"Remove","path":"members","value":[{"$ref":null,"value":"{{second}}"}]}""", first);
            }
        },
        {
            Must, "remove-filter", "remove members[value eq \"…\"] removes only that member", "RFC 7644 §3.5.2.2", Why,
            async scim =>
            {
                var (group, first, second) = await PrepareAsync(scim, withMembers: true);
                await MembersAreAsync(scim, group, $$"""{"op":"remove","path":"members[value eq \"{{second}}\"]"}""", first);
            }
        },
        {
            Entra, "remove-again", "Removing a person who is no member is a success",
            "https://github.com/AzureAD/SCIMReferenceCode/issues/10", "A repeated request stops the group's updates.",
            async scim =>
            {
                var (group, first, second) = await PrepareAsync(scim, withMembers: true);
                var remove = $$"""{"op":"Remove","path":"members[value eq \"{{second}}\"]"}""";
                await MembersAreAsync(scim, group, remove, first);
                await MembersAreAsync(scim, group, remove, first);
            }
        },
        {
            Must, "mixed", "Removal, addition and rename in one request, as Okta sends them", "RFC 7644 §3.5.2", Why,
            async scim =>
            {
                var (group, first, second) = await PrepareAsync(scim);
                await MembersAreAsync(scim, group, $$"""{"op":"add","path":"members","value":[{"value":"{{first}}"}]}""", first);
                var name = scim.NewName();
                await MembersAreAsync(scim, group, $$"""
                    {"op":"remove","path":"members[value eq \"{{first}}\"]"},{"op":"add","path":"members","value":[{"value":"{{second}}"}]},
                    {"op":"replace","path":"displayName","value":"{{name}}"}
                    """, second);
                var read = (await scim.GetAsync(group)).Is(200);
                read.Must(read.Text("displayName") == name, "the new displayName");
            }
        },
        {
            Must, "replace", "replace members makes exactly that the membership", "RFC 7644 §3.5.2.3", Why,
            async scim =>
            {
                var (group, _, second) = await PrepareAsync(scim, withMembers: true);
                await MembersAreAsync(scim, group, $$"""{"op":"replace","path":"members","value":[{"value":"{{second}}"}]}""", second);
            }
        },
        {
            Must, "remove-all", "remove members without a value empties the group", "RFC 7644 §3.5.2.2", Why,
            async scim =>
            {
                var (group, _, _) = await PrepareAsync(scim, withMembers: true);
                await MembersAreAsync(scim, group, """{"op":"remove","path":"members"}""");
            }
        },
        {
            Must, "without-path", "add without a path extends the membership", "RFC 7644 §3.5.2.1", Why,
            async scim =>
            {
                var (group, first, second) = await PrepareAsync(scim);
                await MembersAreAsync(scim, group, $$"""{"op":"add","value":{"members":[{"value":"{{first}}"}]} }""", first);
                await MembersAreAsync(scim, group, $$"""{"op":"add","value":{"members":[{"value":"{{second}}"}]} }""", first, second);
            }
        },
        {
            Entra, "rename-conflict", "Another group's displayName is 409 uniqueness",
            Tutorial, "Entra ID matches groups by displayName and cannot tell two apart.",
            async scim =>
            {
                var (group, _, _) = await PrepareAsync(scim);
                var other = await scim.NewGroupAsync();
                (await scim.PatchAsync(group, $$"""{"op":"Replace","path":"displayName","value":"{{other.Text("displayName")}}"}"""))
                    .Refuses(409, "uniqueness");
            }
        },
        {
            Entra, "okta-rename", "The present id inside a value without a path is ignored",
            "https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20", "Okta's group renames fail.",
            async scim =>
            {
                var (group, _, _) = await PrepareAsync(scim);
                var name = scim.NewName();
                var read = await scim.PatchAndReadAsync(
                    group, $$"""{"op":"replace","value":{"id":"{{group.Split('/')[^1]}}","displayName":"{{name}}"} }""");
                read.Must(read.Text("displayName") == name, "the new displayName");
            }
        },
        {
            Should, "unknown-member", "A member that does not exist is refused",
            "RFC 7643 §4.2", "Groups fill up with ids that lead nowhere.",
            async scim =>
            {
                var (group, _, _) = await PrepareAsync(scim);
                (await scim.PatchAsync(group, """{"op":"add","path":"members","value":[{"value":"00000000-0000-4000-8000-000000000000"}]}"""))
                    .Refuses(400);
            }
        },
        {
            Entra, "disabled-stays", "A disabled user stays a member",
            "https://learn.microsoft.com/entra/identity/app-provisioning/how-provisioning-works",
            "Entra ID does not send memberships again after a restore.",
            async scim =>
            {
                scim.NeedsAttribute("active");
                var (group, first, second) = await PrepareAsync(scim, withMembers: true);
                await scim.PatchAndReadAsync($"/Users/{first}", """{"op":"replace","path":"active","value":false}""");
                HasMembers((await scim.GetAsync(group)).Is(200), first, second);
            }
        },
        {
            Should, "many", "One request with 100 member values is a success",
            "RFC 7644 §3.5.2; https://github.com/AzureAD/SCIMReferenceCode/blob/master/Entra-AppGallery-AI-Validation-Checklist.md",
            "Entra ID sends many memberships in one request.",
            async scim =>
            {
                var (group, first, second) = await PrepareAsync(scim);
                var values = string.Join(
                    ',', Enumerable.Range(0, 100).Select(index => $$"""{"value":"{{(index % 2 == 0 ? first : second)}}"}"""));
                await MembersAreAsync(scim, group, $$"""{"op":"add","path":"members","value":[{{values}}]}""", first, second);
            }
        },
    };

    public static void HasMembers(Answer group, params IReadOnlyList<string> users)
    {
        var members = group.Elements("members").Select(member => member["value"].AsText ?? "").Order(StringComparer.Ordinal);
        group.Must(
            members.SequenceEqual(users.Order(StringComparer.Ordinal)),
            users.Count == 0 ? "no members" : $"exactly {users.Count} members: {string.Join(", ", users)}");
    }

    static async Task MembersAreAsync(Endpoint scim, string group, string operations, params IReadOnlyList<string> users) =>
        HasMembers(await scim.PatchAndReadAsync(group, operations), users);

    static async Task<(string Group, string First, string Second)> PrepareAsync(Endpoint scim, bool withMembers = false)
    {
        scim.Needs("patch");
        scim.NeedsGroups();
        var (first, second) = ((await scim.NewUserAsync()).Id, (await scim.NewUserAsync()).Id);
        var group = await scim.NewGroupAsync(withMembers ? $$"""{"members":[{"value":"{{first}}"},{"value":"{{second}}"}]}""" : "{}");
        return ($"/Groups/{group.Id}", first, second);
    }
}
