using System.Text.Json;

namespace Gatehouse.Bench.Report;

/// <summary>The medians of all rounds of a run.</summary>
sealed class Figures
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    readonly Dictionary<(string Target, int Users, string Operation, int? Group), Measurement> medians;
    readonly ILookup<(string Target, int Users), double> memory;

    Figures(IReadOnlyList<Round> rounds)
    {
        medians = rounds
            .SelectMany(static round => round.Measurements, static (round, one) => (Key: (round.Target, round.Users, one.Operation, one.Group), One: one))
            .GroupBy(static pair => pair.Key, static pair => pair.One)
            .ToDictionary(static group => group.Key, static group => MedianOf([.. group]));
        memory = rounds.ToLookup(static round => (round.Target, round.Users), static round => round.ResidentMegabytes);
        Sizes = [.. rounds.Select(static round => round.Users).Distinct().Order()];
        Groups = [.. medians.Keys.Where(key => key.Users == Sizes[^1]).Select(static key => key.Group).OfType<int>().Distinct().Order()];
        Rounds = rounds.GroupBy(static round => (round.Target, round.Users)).Max(static group => group.Count());
        Connections = rounds.Max(static round => round.Connections);
        Errors = rounds.Sum(static round => round.Measurements.Sum(static one => one.Errors));
    }

    /// <summary>What neighbours feel of a flood, by store and flood.</summary>
    public IReadOnlyList<Neighbourhood> Neighbours { get; private init; } = [];

    /// <summary>Memory over many operations, by store.</summary>
    public IReadOnlyList<Endurance> Endurances { get; private init; } = [];

    /// <summary>Users in the directory, ascending.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>Members of the groups measured in the largest directory, ascending.</summary>
    public IReadOnlyList<int> Groups { get; }

    public int Rounds { get; }

    public int Connections { get; }

    public int Errors { get; }

    public static Figures Read(string folder)
    {
        var rounds = Directory.EnumerateFiles(folder, "*.json")
            .Select(static file => JsonSerializer.Deserialize<Round>(File.ReadAllText(file), Json)!)
            .ToList();
        return rounds.Count > 0
            ? new(rounds) { Neighbours = [.. ReadAll<List<Neighbourhood>>(folder, "neighbours").SelectMany(static one => one)], Endurances = [.. ReadAll<Endurance>(folder, "endurance")] }
            : throw new OptionException($"There are no results in {folder}.");
    }

    static IEnumerable<T> ReadAll<T>(string folder, string name) => !Directory.Exists(Path.Combine(folder, name)) ? [] :
        Directory.EnumerateFiles(Path.Combine(folder, name), "*.json").Select(static file => JsonSerializer.Deserialize<T>(File.ReadAllText(file), Json)!);

    public Measurement? Find(string target, string operation, int users, int? group = null) =>
        medians.GetValueOrDefault((target, users, operation, group));

    public double? Cpu(string target, string operation, int users, int? group = null) => Find(target, operation, users, group)?.Cpu;

    /// <summary>Resident memory after the largest directory.</summary>
    public double? Megabytes(string target) => memory[(target, Sizes[^1])].ToList() is { Count: > 0 } values ? Median(values) : null;

    static Measurement MedianOf(List<Measurement> rounds) => rounds[0] with
    {
        Answered = rounds.Sum(static one => one.Answered),
        Errors = rounds.Sum(static one => one.Errors),
        Throttled = rounds.Sum(static one => one.Throttled),
        PerSecond = Median(rounds.Select(static one => one.PerSecond)),
        P50 = Median(rounds.Select(static one => one.P50)),
        P95 = Median(rounds.Select(static one => one.P95)),
        P99 = Median(rounds.Select(static one => one.P99)),
        Cpu = rounds[0].Cpu is null ? null : Median(rounds.Select(static one => one.Cpu ?? 0)),
        DatabaseCpu = rounds[0].DatabaseCpu is null ? null : Median(rounds.Select(static one => one.DatabaseCpu ?? 0)),
    };

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
