using System.Globalization;
using System.Text;

namespace Gatehouse.Bench.Report;

/// <summary>Writes a run as Markdown.</summary>
sealed class Tables(Figures figures, string about)
{
    static readonly CultureInfo Text = CultureInfo.InvariantCulture;

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
            var verdict = bar.IsMet switch { true => "met", false => "**missed**", null => "" };
            Line($"| {bar.What} | {bar.Where} | {limit} | {string.Join(" | ", bar.Values.Select(Ratio))} |{(beside is null ? "" : $" {Ratio(bar.Beside)} |")} {verdict} |");
        }
    }

    void MemoryTable(Bars bars)
    {
        Heading("Resident memory of the server process");
        Line("| Store | Gatehouse | floor | limit | ratio | |");
        Line("|---|--:|--:|--:|--:|---|");
        foreach (var (store, bar) in ((Store[])[Targets.Sqlite, Targets.PostgreSql]).Zip(bars.Memory()).Where(static pair => pair.Second.IsMet is not null))
            Line($"| {store.Name} | {Number(figures.Megabytes(store.Product), "0")} MB | {Number(figures.Megabytes(store.Floor), "0")} MB | ≤ 2 × | {Ratio(bar.Values[0])} | {(bar.IsMet == true ? "met" : "**missed**")} |");
    }

    /// <summary>Each server's CPU by size of the directory.</summary>
    void CostTable()
    {
        Heading("CPU milliseconds per operation");
        Line($"| Operation | Server | {string.Join(" | ", figures.Sizes.Select(static size => $"{Count(size)} users"))} |");
        Line($"|---|---|{string.Concat(Enumerable.Repeat("--:|", figures.Sizes.Count))}");
        foreach (var operation in (string[])[
            Workload.CreateUser, Workload.FindUser, Workload.GetUser, Workload.PatchUser, Workload.FirstPage, Workload.DeepPage, Workload.CreateGroup, Workload.Cycle, MeasureCommand.Token])
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
        foreach (var operation in (string[])[
            Workload.CreateUser, Workload.FindUser, Workload.GetUser, Workload.PatchUser, Workload.FirstPage, Workload.DeepPage, Workload.CreateGroup, Workload.Cycle])
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
            Line($"| {name} | {Number(one.PerSecond, "#,0")} | {Number(one.P50, "0.0")} | {Number(one.P95, "0.0")} | {Number(one.P99, "0.0")} | {Number(one.Cpu, "0.000")} | {Number(one.DatabaseCpu, "0.000")} | {one.Errors} |");
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
        var kilobytes = File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return string.Create(Text, $"{Environment.ProcessorCount} cores, {Math.Round(double.Parse(kilobytes, Text) / 1024 / 1024)} GB of memory, .NET {Environment.Version}");
    }

    static string Count(int number) => number.ToString("#,0", Text);

    static string Ratio(double? value) => value is null ? "" : Number(value, value >= 100 ? "#,0" : value >= 10 ? "0.0" : "0.00");

    static string Number(double? value, string format) => value?.ToString(format, Text) ?? "";
}
