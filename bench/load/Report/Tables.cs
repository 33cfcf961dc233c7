using System.Globalization;
using System.Text;

namespace Gatehouse.Bench.Report;

/// <summary>Writes a run as Markdown.</summary>
sealed class Tables(Figures figures, string about)
{
    static readonly CultureInfo Text = CultureInfo.InvariantCulture;

    static readonly string[] Operations =
    [
        Workload.CreateUser, Workload.FindUser, Workload.GetUser, Workload.PatchUser, Workload.FirstPage, Workload.DeepPage,
        Workload.CreateGroup, Workload.Cycle,
    ];

    readonly StringBuilder page = new();

    public string Write(DateOnly day)
    {
        var bars = new Bars(figures);
        var judged = bars.All.Where(static bar => bar.IsMet is not null).ToList();
        Line($"Measured on {day.ToString("d MMMM yyyy", Text)}: {Machine()}; {about}. Medians of {figures.Rounds} rounds, {figures.Connections} connections, "
            + $"{figures.Errors} errors. **{judged.Count(static bar => bar.IsMet == true)} of {judged.Count} bars met.**");

        Heading("Cost beside the floor");
        BarTable("Operation", bars.AgainstFloor(), [.. figures.Sizes.Select(static size => $"{Count(size)} users")], "Store");
        if (figures.Groups.Count > 0)
        {
            Heading($"One member, in a directory of {Count(figures.Sizes[^1])} users");
            BarTable("Operation", bars.MembersAgainstFloor(), [.. figures.Groups.Select(static group => $"group of {Count(group)}")], "Store");
        }

        Heading("Flat");
        BarTable("Cost of", bars.Flat(), ["ratio"], "Store", "the floor's own");
        Heading($"Beside peers, in a directory of {Count(figures.Sizes[0])} users");
        BarTable("Operation", bars.AgainstPeers(), ["ratio"], "Peer");
        MemoryTable(bars);
        EnduranceTable(bars);
        NeighboursTable(bars);
        CostTable();
        foreach (var store in (Store[])[Targets.Sqlite, Targets.PostgreSql])
            RateTable(store);
        return page.ToString();
    }

    void BarTable(string first, IEnumerable<Bar> bars, string[] columns, string second, string? beside = null)
    {
        Line($"| {first} | {second} | limit | {string.Join(" | ", columns)} |{(beside is null ? "" : $" {beside} |")} |");
        Line($"|---|---|--:|{string.Concat(Enumerable.Repeat("--:|", columns.Length + (beside is null ? 0 : 1)))}---|");
        foreach (var bar in bars.Where(static bar => bar.Values.Any(static value => value is not null)))
        {
            var limit = bar.Limit is null ? "" : $"{(bar.IsLeast ? "≥" : "≤")} {bar.Limit.Value.ToString("0.##", Text)} ×";
            var values = string.Join(" | ", [.. bar.Values.Select(Ratio), .. beside is null ? [] : (string[])[Ratio(bar.Beside)]]);
            Line($"| {bar.What} | {bar.Where} | {limit} | {values} | {Verdict(bar)} |");
        }
    }

    static string Verdict(Bar bar) => bar.IsMet switch { true => "met", false => "**missed**", null => "" };

    void MemoryTable(Bars bars)
    {
        Heading("Resident memory of the server process");
        Line("| Store | Gatehouse | floor | limit | ratio | |");
        Line("|---|--:|--:|--:|--:|---|");
        foreach (var (store, bar) in ((Store[])[Targets.Sqlite, Targets.PostgreSql]).Zip(bars.Memory()))
        {
            var (ours, floor) = (Number(figures.Megabytes(store.Product), "0"), Number(figures.Megabytes(store.Floor), "0"));
            if (bar.IsMet is not null)
                Line($"| {store.Name} | {ours} MB | {floor} MB | ≤ 2 × | {Ratio(bar.Values[0])} | {Verdict(bar)} |");
        }
    }

    void EnduranceTable(Bars bars)
    {
        if (figures.Endurances.Count == 0)
            return;

        Heading("Memory over time");
        BarTable("What", bars.Endurance(), ["largest to smallest"], "Store");
    }

    void NeighboursTable(Bars bars)
    {
        if (figures.Neighbours.Count == 0)
            return;

        Heading("One organization beside another that floods the server");
        BarTable("Neighbour's", bars.Neighbours(), ["to quiet"], "Store");
        Line("");
        Line("| Store | flood | neighbour's p50 ms | p95 ms | p99 ms | errors | flood accepted per second | their p95 ms | refused per second | memory |");
        Line("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var one in figures.Neighbours.OrderByDescending(static one => one.Target).ThenBy(static one => one.Flood))
            Line(string.Create(
                Text,
                $"| {StoreOf(one.Target)} | {one.Flood:0} × | {one.P50:0.0} | {one.P95:0.0} | {one.P99:0.0} | {one.Errors} | {one.AcceptedPerSecond:0} | {one.AcceptedP95:0.0} | {one.RefusedPerSecond:0} | {one.Megabytes:0} MB |"));
    }

    static string StoreOf(string target) => target == Targets.Sqlite.Product ? Targets.Sqlite.Name : Targets.PostgreSql.Name;

    /// <summary>Each server's CPU by size of the directory.</summary>
    void CostTable()
    {
        Heading("CPU milliseconds per operation");
        Line($"| Operation | Server | {string.Join(" | ", figures.Sizes.Select(static size => $"{Count(size)} users"))} |");
        Line($"|---|---|{string.Concat(Enumerable.Repeat("--:|", figures.Sizes.Count))}");
        foreach (var operation in (string[])[.. Operations, MeasureCommand.Token])
        {
            foreach (var (target, name) in Servers())
            {
                var costs = figures.Sizes.Select(size => figures.Cpu(target, operation, size)).ToList();
                if (costs.Any(static cost => cost is not null))
                    Line($"| {operation} | {name} | {string.Join(" | ", costs.Select(static cost => Number(cost, "0.000")))} |");
            }
        }
    }

    static (string Target, string Name)[] Servers() =>
    [
        (Targets.Sqlite.Product, "Gatehouse, SQLite"), (Targets.Sqlite.Floor, "floor, SQLite"), (Targets.SqliteInGroups.Floor, "floor, SQLite, group commit"),
        (Targets.PostgreSql.Product, "Gatehouse, PostgreSQL"), (Targets.PostgreSql.Floor, "floor, PostgreSQL"),
        (Targets.Scimmy, "scimmy, SQLite"), (Targets.OidcProvider, "oidc-provider"),
    ];

    void RateTable(Store store)
    {
        var size = figures.Sizes[^1];
        if (figures.Find(store.Product, Workload.GetUser, size) is null)
            return;

        Heading($"Rates on {store.Name}, in a directory of {Count(size)} users");
        Line("| Operation | per second | p50 ms | p95 ms | p99 ms | CPU ms | of it database | errors |");
        Line("|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var operation in Operations)
            RateLine(operation, figures.Find(store.Product, operation, size));
        foreach (var group in figures.Groups)
        {
            RateLine($"{Workload.AddMember}, group of {Count(group)}", figures.Find(store.Product, Workload.AddMember, size, group));
            RateLine($"{Workload.RemoveMember}, group of {Count(group)}", figures.Find(store.Product, Workload.RemoveMember, size, group));
        }

        RateLine(MeasureCommand.Token, figures.Find(store.Product, MeasureCommand.Token, figures.Sizes[0]));
    }

    void RateLine(string name, Measurement? one)
    {
        if (one is not null)
            Line(string.Create(
                Text,
                $"| {name} | {one.PerSecond:#,0} | {one.P50:0.0} | {one.P95:0.0} | {one.P99:0.0} | {one.Cpu:0.000} | {one.DatabaseCpu:0.000} | {one.Errors} |"));
    }

    void Heading(string text)
    {
        Line("");
        Line($"### {text}");
        Line("");
    }

    void Line(string text) => page.Append(text).Append('\n');

    static string Machine()
    {
        var kilobytes = double.Parse(File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], Text);
        return string.Create(Text, $"{Environment.ProcessorCount} cores, {kilobytes / 1024 / 1024:0} GB of memory, .NET {Environment.Version}");
    }

    static string Count(int number) => number.ToString("#,0", Text);

    static string Ratio(double? value) => value is null ? "" : Number(value, value >= 100 ? "#,0" : value >= 10 ? "0.0" : "0.00");

    static string Number(double? value, string format) => value?.ToString(format, Text) ?? "";
}
