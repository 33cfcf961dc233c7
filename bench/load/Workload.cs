using System.Collections.Concurrent;
using System.Net;

namespace Gatehouse.Bench;

/// <summary>
/// The requests of one round, in the order in which they can be sent: users created first join and leave groups later, and everything
/// created is deleted at the end, so that each round finds the directory as it was filled.
/// </summary>
sealed class Workload(ScimEndpoint scim, Sample sample, int writes)
{
    public const string CreateUser = "create user";
    public const string FindUser = "look up by userName";
    public const string GetUser = "get user";
    public const string PatchUser = "patch user";
    public const string FirstPage = "first page of 100";
    public const string DeepPage = "deep page of 100";
    public const string CreateGroup = "create group";
    public const string AddMember = "add one member";
    public const string RemoveMember = "remove one member";
    public const string Cycle = "initial cycle";

    readonly string run = Guid.NewGuid().ToString("N")[..8];
    readonly ConcurrentQueue<string> users = new();
    readonly ConcurrentQueue<string> groups = new();
    string[] joiners = [];

    /// <param name="wanted">Names of operations; none means all.</param>
    public async IAsyncEnumerable<Operation> OperationsAsync(IReadOnlyList<string> wanted)
    {
        foreach (var operation in OfUsers().Where(one => IsWanted(one.Name)))
            yield return operation;

        if (IsWanted(CreateGroup))
            yield return new(CreateGroup, async n => await CreateGroupAsync($"Load {run} {n}")) { Most = writes };

        foreach (var size in IsWanted(AddMember) ? sample.GroupIds.Keys.Order().ToArray() : [])
        {
            await EnsureJoinersAsync();
            var path = $"/Groups/{sample.GroupIds[size]}";
            yield return new(AddMember, n => scim.PatchAsync(path, EntraPatches.AddMembers([joiners[n]]))) { Group = size, Most = joiners.Length };
            yield return new(RemoveMember, n => scim.PatchAsync(path, EntraPatches.RemoveMembers([joiners[n]]))) { Group = size, Most = joiners.Length };
        }

        if (IsWanted(Cycle))
            yield return new(Cycle, InitialCycleAsync) { Most = Math.Max(10, writes / 10) };

        bool IsWanted(string name) => wanted.Count == 0 || wanted.Contains(name);
    }

    IEnumerable<Operation> OfUsers()
    {
        yield return new(CreateUser, n => CreateUserAsync(NewName(n))) { Most = writes };
        yield return new(FindUser, n => scim.GetAsync(
            $"/Users?filter={ScimEndpoint.Equal("userName", FilledDirectory.UserName(Spread(n) % sample.Users))}"));
        yield return new(GetUser, n => scim.GetAsync($"/Users/{SampleUser(n)}"));
        yield return new(PatchUser, n => scim.PatchAsync($"/Users/{SampleUser(n)}", EntraPatches.ChangeJob(n)));
        yield return new(FirstPage, _ => scim.GetAsync("/Users?count=100"));
        if (sample.DeepCursor is { } cursor)
            yield return new(DeepPage, _ => scim.GetAsync($"/Users?count=100&cursor={Uri.EscapeDataString(cursor)}"));
    }

    string SampleUser(int n) => sample.UserIds[Spread(n) % sample.UserIds.Count];

    string NewName(int n) => $"{unchecked((uint)n * 2_246_822_519u):x8}.{run}.{n}@contoso.example";

    static int Spread(int n) => (int)(unchecked((uint)n * 2_654_435_761u) >> 1);

    async Task<HttpStatusCode> CreateUserAsync(string name)
    {
        var (status, id) = await scim.CreateAsync("/Users", FilledDirectory.NewUser(name));
        if (id is not null)
            users.Enqueue(id);
        return status;
    }

    async Task<HttpStatusCode> CreateGroupAsync(string name)
    {
        var (status, id) = await scim.CreateAsync("/Groups", FilledDirectory.NewGroup(name));
        if (id is not null)
            groups.Enqueue(id);
        return status;
    }

    async Task EnsureJoinersAsync()
    {
        for (var n = users.Count; n < writes; n++)
            await CreateUserAsync(NewName(int.MaxValue - n));
        joiners = [.. users.Take(writes)];
    }

    /// <summary>
    /// What Entra does in an initial cycle: match each user by filter, create it, match and create the group, then add its members in
    /// chunks. Here 10 users, one group and two chunks: 24 requests.
    /// </summary>
    async Task<HttpStatusCode> InitialCycleAsync(int number)
    {
        const int Users = 10;
        const int Chunk = 5;
        var ids = new List<string>();
        for (var i = 0; i < Users; i++)
        {
            var name = $"{unchecked((uint)(number + (i * 7919)) * 2_246_822_519u):x8}.{run}.{number}.{i}@contoso.example";
            var match = await scim.GetAsync($"/Users?filter={ScimEndpoint.Equal("userName", name)}");
            if ((int)match >= 300)
                return match;

            var (status, id) = await scim.CreateAsync("/Users", FilledDirectory.NewUser(name));
            if (id is null)
                return status;
            users.Enqueue(id);
            ids.Add(id);
        }

        var groupName = $"Cycle {run} {number}";
        var found = await scim.GetAsync($"/Groups?excludedAttributes=members&filter={ScimEndpoint.Equal("displayName", groupName)}");
        var (created, group) = await scim.CreateAsync("/Groups", FilledDirectory.NewGroup(groupName));
        if (group is null)
            return (int)found >= 300 ? found : created;
        groups.Enqueue(group);

        foreach (var chunk in ids.Chunk(Chunk))
        {
            var added = await scim.PatchAsync($"/Groups/{group}", EntraPatches.AddMembers(chunk));
            if ((int)added >= 300)
                return added;
        }

        return HttpStatusCode.OK;
    }

    /// <summary>Deletes what the round created.</summary>
    public async Task TidyAsync()
    {
        var limit = new ParallelOptions { MaxDegreeOfParallelism = 8 };
        await Parallel.ForEachAsync(groups, limit, async (id, _) => await scim.DeleteAsync($"/Groups/{id}"));
        await Parallel.ForEachAsync(users, limit, async (id, _) => await scim.DeleteAsync($"/Users/{id}"));
    }
}
