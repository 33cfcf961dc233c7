using System.Globalization;
using Spectre.Console;

namespace Gatehouse.Server.Commands.Check;

/// <summary>A report for people: what to repair first, what to consider, and the figures.</summary>
static class TextReport
{
    // A file or a pipe has no width: requests have to be copied from it as they are.
    const int NoWrapping = 10_000;

    static readonly (Verdict Verdict, string Name)[] Verdicts =
    [
        (Verdict.Passed, "passed"),
        (Verdict.Failed, "failed"),
        (Verdict.Advice, "advice"),
        (Verdict.NotApplicable, "not applicable"),
        (Verdict.Skipped, "skipped"),
    ];

    public static void Write(CheckReport report, IAnsiConsole console)
    {
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = NoWrapping;

        WriteFindings(console, report, Verdict.Failed, "Failed: the standard demands this", "red");
        WriteFindings(console, report, Verdict.Advice, "Advice: the standard recommends it, or Microsoft Entra ID relies on it", "yellow");
        WriteReasons(console, report);
        WriteGroups(console, report);

        if (!report.IsComplete)
            console.MarkupLine("[yellow]Stopped before the end: these are the results so far.[/]");
        if (report.LeftBehind.Count > 0)
            console.MarkupLineInterpolated($"[red]Test data that could not be deleted:[/] {string.Join(", ", report.LeftBehind)}");
        var figures = Verdicts.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{report.Count(entry.Verdict)} {entry.Name}"));
        console.MarkupLineInterpolated($"{report.Address}: {string.Join(", ", figures)}");
    }

    static void WriteFindings(IAnsiConsole console, CheckReport report, Verdict verdict, string heading, string colour)
    {
        var results = report.Results.Where(result => result.Verdict == verdict).ToList();
        if (results.Count == 0)
            return;

        console.MarkupLine($"[bold {colour}]{heading}[/]");
        console.WriteLine();
        foreach (var result in results)
        {
            console.MarkupLineInterpolated($"[bold]{result.Check.Title}[/] [dim]{result.Check.Id}[/]");
            if (result.Finding is { } finding)
                WriteFinding(console, finding);
            WriteLine(console, "see", result.Check.Reference);
            console.WriteLine();
        }
    }

    static void WriteFinding(IAnsiConsole console, Finding finding)
    {
        WriteLine(console, "request", finding.Request);
        if (finding.Sent is not null)
            WriteLine(console, "body", finding.Sent);
        WriteLine(console, "came", finding.Received);
        WriteLine(console, "expected", finding.Expected);
        WriteLine(console, "otherwise", finding.Why);
    }

    static void WriteLine(IAnsiConsole console, string label, string text) =>
        console.MarkupLineInterpolated($"  [dim]{label.PadRight(9)}[/] {text}");

    static void WriteReasons(IAnsiConsole console, CheckReport report)
    {
        var reasons = report.Results
            .Where(result => result.Reason is not null)
            .GroupBy(result => (result.Verdict, result.Reason))
            .ToList();
        if (reasons.Count == 0)
            return;

        console.MarkupLine("[bold]Not checked[/]");
        console.WriteLine();
        foreach (var reason in reasons)
        {
            var ids = string.Join(", ", reason.Select(result => result.Check.Id));
            var what = reason.Key.Verdict == Verdict.Skipped ? "skipped" : "not applicable";
            console.MarkupLineInterpolated($"{reason.Key.Reason} [dim]{what}: {ids}[/]");
        }

        console.WriteLine();
    }

    static void WriteGroups(IAnsiConsole console, CheckReport report)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("group");
        foreach (var (_, name) in Verdicts)
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var group in report.Results.GroupBy(result => result.Check.Group))
        {
            var figures = Verdicts.Select(entry => group.Count(result => result.Verdict == entry.Verdict));
            table.AddRow([Markup.Escape(group.Key), .. figures.Select(Figure)]);
        }

        console.Write(table);
    }

    static string Figure(int count) => count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture);
}
