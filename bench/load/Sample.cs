using System.Text.Json;

namespace Gatehouse.Bench;

/// <summary>Users spread over a filled directory, its groups, and the cursor of a page far behind the first. Looked up once and kept in a file.</summary>
sealed record Sample(int Users, IReadOnlyList<string> UserIds, IReadOnlyDictionary<int, string> GroupIds, string? DeepCursor)
{
    const int MostUsers = 5_000;
    const int DeepestUsers = 100_000;
    const int Page = 200;
    const int Connections = 8;

    public static async Task<Sample> FindAsync(ScimEndpoint scim, int users, IReadOnlyList<int> groups, string? file)
    {
        var sample = file is not null && File.Exists(file)
            ? JsonSerializer.Deserialize<Sample>(await File.ReadAllTextAsync(file))!
            : new Sample(users, await FindUsersAsync(scim, users), new Dictionary<int, string>(), await WalkAsync(scim, users));

        var ids = new Dictionary<int, string>(sample.GroupIds);
        foreach (var group in groups.Where(group => !ids.ContainsKey(group)))
            ids[group] = await scim.FindIdAsync("/Groups", "displayName", FilledDirectory.GroupName(group))
                ?? throw new InvalidOperationException($"There is no '{FilledDirectory.GroupName(group)}'. Fill the directory first.");

        sample = sample with { GroupIds = ids };
        if (file is not null)
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(sample));
        return sample;
    }

    static async Task<string[]> FindUsersAsync(ScimEndpoint scim, int users)
    {
        var wanted = Math.Min(users, MostUsers);
        var ids = new string[wanted];
        await Parallel.ForAsync(0, wanted, new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (i, _) =>
        {
            var name = FilledDirectory.UserName((int)((long)i * users / wanted));
            ids[i] = await scim.FindIdAsync("/Users", "userName", name)
                ?? throw new InvalidOperationException($"There is no '{name}'. Fill the directory with {users} users first.");
        });
        return ids;
    }

    // To the middle of the directory, at most to where a page found by counting rows would long have shown its price.
    static async Task<string?> WalkAsync(ScimEndpoint scim, int users)
    {
        string? cursor = null;
        for (var walked = 0; walked < Math.Min(users / 2, DeepestUsers); walked += Page)
        {
            var next = await scim.NextCursorAsync($"/Users?count={Page}&attributes=id&cursor={Uri.EscapeDataString(cursor ?? "")}");
            if (next is null)
                break;
            cursor = next;
        }

        return cursor;
    }
}
