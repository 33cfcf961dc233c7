using static Gatehouse.Server.Commands.Check.CheckLevel;

namespace Gatehouse.Server.Commands.Check;

/// <summary>DELETE.</summary>
static class DeleteChecks
{
    public static CheckGroup All { get; } = new("delete")
    {
        {
            Must, "gone", "DELETE answers 204, and the resource is gone for every method",
            "RFC 7644 §3.6", "Microsoft's validator deletes twice and wants 404 the second time.",
            async scim =>
            {
                var user = await scim.NewUserAsync();
                var path = $"/Users/{user.Id}";
                var deleted = (await scim.DeleteAsync(path)).Is(204);
                deleted.Must(deleted.Response.Text.Length == 0, "no body");
                (await scim.GetAsync(path)).Is(404).IsError();
                (await scim.DeleteAsync(path)).Is(404);
                (await scim.PutAsync(path, scim.User())).Is(404);
            }
        },
        {
            Must, "not-found-by-filter", "A deleted user is in no query",
            "RFC 7644 §3.6", "Clients link people to accounts that no longer exist.",
            async scim =>
            {
                scim.Needs("filter");
                var user = await scim.NewUserAsync();
                (await scim.DeleteAsync($"/Users/{user.Id}")).Is(204);
                (await scim.FilterAsync("/Users", $"userName eq \"{user.Text("userName")}\"")).Finds();
            }
        },
        {
            Should, "memberships", "Memberships of a deleted user end",
            "RFC 7644 §3.6; RFC 7643 §4.2", "Groups fill up with ids that lead nowhere.",
            async scim =>
            {
                var (leaves, stays) = (await scim.NewUserAsync(), await scim.NewUserAsync());
                var group = await scim.NewGroupAsync($$"""{"members":[{"value":"{{leaves.Id}}"},{"value":"{{stays.Id}}"}]}""");
                (await scim.DeleteAsync($"/Users/{leaves.Id}")).Is(204);
                GroupScenarioChecks.HasMembers((await scim.GetAsync($"/Groups/{group.Id}")).Is(200), stays.Id);
            }
        },
        {
            Must, "group", "Deleting a group leaves its members", "RFC 7644 §3.6", "People lose their accounts with a group.",
            async scim =>
            {
                var user = await scim.NewUserAsync();
                var group = await scim.NewGroupAsync($$"""{"members":[{"value":"{{user.Id}}"}]}""");
                (await scim.DeleteAsync($"/Groups/{group.Id}")).Is(204);
                (await scim.GetAsync($"/Groups/{group.Id}")).Is(404);
                (await scim.GetAsync($"/Users/{user.Id}")).Is(200);
            }
        },
    };
}
