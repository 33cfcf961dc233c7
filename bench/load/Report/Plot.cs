using System.Text;

namespace Gatehouse.Bench.Report;

/// <summary>
/// Draws CPU per operation against the size of the directory as SVG, one panel for each store. Both axes are logarithmic: a cost that does
/// not grow is a level line, whatever its height.
/// </summary>
sealed class Plot(Figures figures)
{
    const int PanelWidth = 480;
    const int Height = 400;
    const int Left = 56;
    const int Right = 130;
    const int Top = 56;
    const int Bottom = 48;
    const int LabelHeight = 13;

    static readonly string[] Operations =
        [Workload.CreateUser, Workload.PatchUser, Workload.FindUser, Workload.GetUser, Workload.FirstPage, Workload.DeepPage];

    readonly StringBuilder svg = new();
    double lowest = 0.1;
    double highest = 1;

    public string Write()
    {
        var stores = ((Store[])[Targets.Sqlite, Targets.PostgreSql]).Where(store => Points(store, Workload.GetUser).Count > 0).ToList();
        var costs = stores.SelectMany(store => Operations.SelectMany(operation => Points(store, operation))).Select(static point => point.Cost).ToList();
        if (costs.Count > 0)
            (lowest, highest) = (Math.Pow(10, Math.Floor(Math.Log10(costs.Min()))), Math.Pow(10, Math.Ceiling(Math.Log10(costs.Max()))));

        Begin(stores);
        for (var i = 0; i < stores.Count; i++)
            Panel(stores[i], i * (PanelWidth + Left));
        return svg.Append("</svg>\n").ToString();
    }

    void Begin(List<Store> stores)
    {
        var width = stores.Count * (PanelWidth + Left);
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {Height}\" role=\"img\" aria-labelledby=\"title description\"");
        Add("  font-family=\"system-ui, sans-serif\" font-size=\"12\">");
        Add("<title id=\"title\">CPU milliseconds per operation against users in the directory</title>");
        Add($"<desc id=\"description\">{string.Join(" ", stores.Select(Describe))}</desc>");
        Add("""
            <style>
              text { fill: #24292f; } .muted { fill: #57606a; } .axis { stroke: #8c959f; } .grid { stroke: #d0d7de; }
              .line { fill: none; stroke-width: 2; }
              .s0 { stroke: #0969da; } .s1 { stroke: #bc4c00; } .s2 { stroke: #1a7f37; }
              .s3 { stroke: #8250df; } .s4 { stroke: #bf3989; } .s5 { stroke: #6e7781; }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3; } .muted { fill: #9198a1; } .axis { stroke: #7d8590; } .grid { stroke: #30363d; }
                .s0 { stroke: #4493f8; } .s1 { stroke: #f0883e; } .s2 { stroke: #3fb950; }
                .s3 { stroke: #ab7df8; } .s4 { stroke: #db61a2; } .s5 { stroke: #9198a1; }
              }
            </style>
            """);
    }

    void Panel(Store store, int x)
    {
        Add($"<text x=\"{x + Left}\" y=\"24\" font-weight=\"600\">Gatehouse on {store.Name}</text>");
        Add($"<text class=\"muted\" x=\"{x + Left}\" y=\"42\">CPU milliseconds per operation</text>");
        for (var cost = lowest; cost <= highest * 1.01; cost *= 10)
        {
            Add($"<path class=\"grid\" d=\"M{x + Left} {Y(cost)}H{x + PanelWidth - Right}\"/>");
            Add($"<text class=\"muted\" text-anchor=\"end\" x=\"{x + Left - 6}\" y=\"{Y(cost) + 4}\">{cost:0.####}</text>");
        }

        Add($"<path class=\"axis\" d=\"M{x + Left} {Height - Bottom}H{x + PanelWidth - Right}\"/>");
        foreach (var size in figures.Sizes)
            Add($"<text class=\"muted\" text-anchor=\"middle\" x=\"{x + X(size)}\" y=\"{Height - Bottom + 18}\">{size:#,0}</text>");
        Add($"<text class=\"muted\" text-anchor=\"middle\" x=\"{x + ((Left + PanelWidth - Right) / 2)}\" y=\"{Height - 10}\">users in the directory</text>");
        Lines(store, x);
    }

    void Lines(Store store, int x)
    {
        var labels = new List<(int Series, double Y)>();
        for (var i = 0; i < Operations.Length; i++)
        {
            var points = Points(store, Operations[i]);
            if (points.Count == 0)
                continue;

            var path = string.Join(' ', points.Select(point => $"{x + X(point.Size)},{Y(point.Cost)}"));
            Add($"<polyline class=\"line s{i}\" points=\"{path}\"/>");
            labels.Add((i, Y(points[^1].Cost)));
        }

        // Labels of lines that end close together are moved apart.
        var lowestFree = double.MinValue;
        foreach (var (series, y) in labels.OrderBy(static label => label.Y))
        {
            lowestFree = Math.Max(y, lowestFree + LabelHeight);
            var end = x + PanelWidth - Right;
            Add($"<path class=\"line s{series}\" d=\"M{end + 6} {lowestFree}h10\"/>");
            Add($"<text x=\"{end + 20}\" y=\"{lowestFree + 4}\">{Operations[series]}</text>");
        }
    }

    List<(int Size, double Cost)> Points(Store store, string operation) =>
    [
        .. figures.Sizes
            .Select(size => (Size: size, Cost: figures.Cpu(store.Product, operation, size) ?? 0))
            .Where(static point => point.Cost > 0),
    ];

    string Describe(Store store)
    {
        var lines = Operations
            .Select(operation => (Name: operation, Points: Points(store, operation)))
            .Where(static line => line.Points.Count > 0)
            .Select(static line =>
            {
                var (first, last) = (line.Points[0], line.Points[^1]);
                return $"{line.Name} from {first.Cost:0.00} ms at {first.Size:#,0} users to {last.Cost:0.00} ms at {last.Size:#,0}";
            });
        return $"On {store.Name}: {string.Join("; ", lines)}.";
    }

    double X(int size)
    {
        var (from, to) = (Math.Log10(figures.Sizes[0]), Math.Log10(figures.Sizes[^1]));
        var part = to > from ? (Math.Log10(size) - from) / (to - from) : 0.5;
        return Math.Round(Left + 12 + (part * (PanelWidth - Right - Left - 24)), 1);
    }

    double Y(double cost)
    {
        var part = (Math.Log10(cost) - Math.Log10(lowest)) / (Math.Log10(highest) - Math.Log10(lowest));
        return Math.Round(Height - Bottom - (part * (Height - Bottom - Top)), 1);
    }

    void Add(string text) => svg.Append(text).Append('\n');
}
