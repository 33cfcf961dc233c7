namespace Gatehouse.Bench;

/// <summary>Load fill: makes users and groups over HTTP, for servers whose tables are not ours.</summary>
static class FillCommand
{
    const int MembersPerRequest = 1_000;

    public static async Task<int> RunAsync(Options options)
    {
        var connections = options.Number("connections", 8);
        var (from, users) = (options.Number("from", 0), options.Number("users", 1_000));
        using var scim = new ScimEndpoint(options.Get("url"), options.Get("token"), connections);

        var limit = new ParallelOptions { MaxDegreeOfParallelism = connections };
        await Parallel.ForAsync(from, users, limit, async (number, _) =>
            Require(await scim.PostAsync("/Users", FilledDirectory.NewUser(FilledDirectory.UserName(number))), scim));

        var groups = options.Numbers("groups");
        if (groups.Count == 0)
            return 0;

        var members = new string[groups.Max()];
        await Parallel.ForAsync(0, members.Length, limit, async (number, _) =>
            members[number] = await scim.FindIdAsync("/Users", "userName", FilledDirectory.UserName(number))
                ?? throw new InvalidOperationException("A user is missing."));
        foreach (var size in groups)
            await CreateGroupAsync(scim, size, members);
        return 0;
    }

    static async Task CreateGroupAsync(ScimEndpoint scim, int size, string[] members)
    {
        var (status, id) = await scim.CreateAsync("/Groups", FilledDirectory.NewGroup(FilledDirectory.GroupName(size)));
        Require(status, scim);
        foreach (var chunk in members.Take(size).Chunk(MembersPerRequest))
            Require(await scim.PatchAsync($"/Groups/{id}", EntraPatches.AddMembers(chunk)), scim);
    }

    static void Require(System.Net.HttpStatusCode status, ScimEndpoint scim)
    {
        if ((int)status >= 300)
            throw new InvalidOperationException($"The directory could not be filled: {scim.FirstRefusal}");
    }
}
