namespace Gatehouse.Bench.Report;

/// <summary>Load report: shows the medians of a run, and puts them into the page and the plot.</summary>
static class ReportCommand
{
    const string Begin = "<!-- figures:begin -->";
    const string End = "<!-- figures:end -->";

    public static async Task<int> RunAsync(Options options)
    {
        var figures = Figures.Read(options.Get("results"));
        var tables = new Tables(figures, options.Find("about") ?? "").Write(DateOnly.FromDateTime(DateTime.UtcNow));
        await Console.Out.WriteLineAsync(tables);
        if (options.Find("plot") is { } plot)
            await File.WriteAllTextAsync(plot, new Plot(figures).Write());
        if (options.Find("page") is { } page)
            await File.WriteAllTextAsync(page, Replace(await File.ReadAllTextAsync(page), tables));
        return 0;
    }

    static string Replace(string page, string tables)
    {
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        return begin >= 0 && end > begin
            ? $"{page[..(begin + Begin.Length)]}\n{tables}{page[end..]}"
            : throw new OptionException($"The page has no {Begin} and {End}.");
    }
}
