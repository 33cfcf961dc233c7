namespace Gatehouse.Bench.Report;

/// <summary>What is asked of the product, computed from a run.</summary>
sealed class Bars(Figures figures)
{
    static readonly string[] OfUsers =
        [Workload.CreateUser, Workload.FindUser, Workload.GetUser, Workload.PatchUser, Workload.FirstPage, Workload.DeepPage];

    static readonly string[] OfMembers = [Workload.AddMember, Workload.RemoveMember];

    public IEnumerable<Bar> All => [.. AgainstFloor(), .. MembersAgainstFloor(), .. Flat(), .. AgainstPeers(), .. Memory(), .. Endurance(), .. Neighbours()];

    /// <summary>One column for each size of the directory.</summary>
    public IEnumerable<Bar> AgainstFloor() =>
    [
        FloorBar(Workload.CreateUser, Targets.Sqlite, 2), FloorBar(Workload.CreateUser, Targets.SqliteInGroups, null),
        FloorBar(Workload.CreateUser, Targets.PostgreSql, 2),
        FloorBar(Workload.PatchUser, Targets.Sqlite, 2), FloorBar(Workload.PatchUser, Targets.SqliteInGroups, null),
        FloorBar(Workload.PatchUser, Targets.PostgreSql, 2),
        FloorBar(Workload.FindUser, Targets.Sqlite, 4), FloorBar(Workload.FindUser, Targets.PostgreSql, 2),
        FloorBar(Workload.GetUser, Targets.Sqlite, 4), FloorBar(Workload.GetUser, Targets.PostgreSql, 2),
        FloorBar(Workload.FirstPage, Targets.Sqlite, 2), FloorBar(Workload.FirstPage, Targets.PostgreSql, 2),
        FloorBar(Workload.DeepPage, Targets.Sqlite, 2), FloorBar(Workload.DeepPage, Targets.PostgreSql, 2),
        FloorBar(Workload.CreateGroup, Targets.Sqlite, null), FloorBar(Workload.CreateGroup, Targets.PostgreSql, null),
        FloorBar(Workload.Cycle, Targets.Sqlite, null), FloorBar(Workload.Cycle, Targets.SqliteInGroups, null),
        FloorBar(Workload.Cycle, Targets.PostgreSql, null),
    ];

    /// <summary>One column for each size of a group, in the largest directory.</summary>
    public IEnumerable<Bar> MembersAgainstFloor() => OfMembers.SelectMany(operation => new[]
    {
        MemberBar(operation, Targets.Sqlite, 2), MemberBar(operation, Targets.SqliteInGroups, null), MemberBar(operation, Targets.PostgreSql, 2),
    });

    /// <summary>Two columns: the product and, for comparison, its floor.</summary>
    public IEnumerable<Bar> Flat()
    {
        var (smallest, largest) = (figures.Sizes[0], figures.Sizes[^1]);
        foreach (var store in Stores())
        {
            foreach (var operation in OfUsers)
                yield return FlatBar($"{operation}, largest directory to smallest", store, target =>
                    figures.Cpu(target, operation, largest) / figures.Cpu(target, operation, smallest));

            if (figures.Groups.Count > 1)
            {
                foreach (var operation in OfMembers)
                    yield return FlatBar($"{operation}, largest group to smallest", store, target =>
                        figures.Cpu(target, operation, largest, figures.Groups[^1]) / figures.Cpu(target, operation, largest, figures.Groups[0]));
            }

            yield return FlatBar("deep page to first page, largest directory", store, target =>
                figures.Cpu(target, Workload.DeepPage, largest) / figures.Cpu(target, Workload.FirstPage, largest));
        }
    }

    /// <summary>One column, at the smallest directory: what the peer needs for each millisecond of ours.</summary>
    public IEnumerable<Bar> AgainstPeers()
    {
        const int LargestGroupOfPeer = 1_000;
        yield return PeerBar(Workload.CreateUser, 4);
        yield return PeerBar(Workload.PatchUser, 10);
        yield return PeerBar(Workload.FindUser, 10);
        yield return PeerBar(Workload.FirstPage, 50);
        foreach (var operation in OfMembers)
            yield return PeerBar(operation, 100, LargestGroupOfPeer);

        var size = figures.Sizes[0];
        yield return new(MeasureCommand.Token, Targets.OidcProvider, 2.5,
            [figures.Cpu(Targets.Sqlite.Product, MeasureCommand.Token, size) / figures.Cpu(Targets.OidcProvider, MeasureCommand.Token, size)]);
    }

    /// <summary>One column: the ratio to the floor.</summary>
    public IEnumerable<Bar> Memory() => Stores().Select(store =>
        new Bar("resident memory", store.Name, 2, [figures.Megabytes(store.Product) / figures.Megabytes(store.Floor)]));

    /// <summary>One column: the largest of the samples to the smallest.</summary>
    public IEnumerable<Bar> Endurance() => Stores().SelectMany(store => figures.Endurances.Where(one => one.Target == store.Product).Select(one =>
        new Bar($"resident memory over {one.Step * (one.Megabytes.Count - 1):#,0} operations", store.Name, 1.1, [one.Megabytes.Max() / one.Megabytes.Min()])));

    /// <summary>One column: the neighbour's p99 under a flood to its p99 in quiet.</summary>
    public IEnumerable<Bar> Neighbours() => Stores().SelectMany(store =>
    {
        var ours = figures.Neighbours.Where(one => one.Target == store.Product).ToList();
        return ours.Where(static one => one.Flood > 0).Select(one =>
            new Bar($"p99 beside a flood of {one.Flood:0} × its limit", store.Name, 2, [one.P99 / ours.First(static quiet => quiet.Flood == 0).P99]));
    });

    static Store[] Stores() => [Targets.Sqlite, Targets.PostgreSql];

    Bar FloorBar(string operation, Store store, double? limit) => new(operation, store.Name, limit,
        [.. figures.Sizes.Select(size => figures.Cpu(store.Product, operation, size) / figures.Cpu(store.Floor, operation, size))]);

    Bar MemberBar(string operation, Store store, double? limit) => new(operation, store.Name, limit,
        [.. figures.Groups.Select(group =>
            figures.Cpu(store.Product, operation, figures.Sizes[^1], group) / figures.Cpu(store.Floor, operation, figures.Sizes[^1], group))]);

    static Bar FlatBar(string what, Store store, Func<string, double?> ratio) =>
        new(what, store.Name, 1.25, [ratio(store.Product)]) { Beside = ratio(store.Floor) };

    Bar PeerBar(string operation, double limit, int? group = null) => new(
        group is null ? operation : $"{operation}, group of {group:N0}", Targets.Scimmy, limit,
        [figures.Cpu(Targets.Scimmy, operation, figures.Sizes[0], group) / figures.Cpu(Targets.Sqlite.Product, operation, figures.Sizes[0], group)])
    {
        IsLeast = true,
    };
}
