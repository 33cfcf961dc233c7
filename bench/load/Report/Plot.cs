using System.Globalization;
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

    static readonly CultureInfo Text = CultureInfo.InvariantCulture;

    static readonly string[] Operations =
        [Workload.CreateUser, Workload.PatchUser, Workload.FindUser, Workload.GetUser, Workload.FirstPage, Workload.DeepPage];

    readonly StringBuilder svg = new();
    double lowest;
    double highest;

    public string Write()
    {
        var stores = ((Store[])[Targets.Sqlite, Targets.PostgreSql]).Where(store => Points(store, Workload.GetUser).Count > 0).ToList();
        var costs = stores.SelectMany(store => Operations.SelectMany(operation => Points(store, operation))).Select(static point => point.Cost).ToList();
        (lowest, highest) = costs.Count == 0 ? (0.1, 1) : (Math.Pow(10, Math.Floor(Math.Log10(costs.Min()))), Math.Pow(10, Math.Ceiling(Math.Log10(costs.Max()))));

        Begin(stores);
        for (var i = 0; i < stores.Count; i++)
            Panel(stores[i], i * (PanelWidth + Left));
        return svg.Append("</svg>\n").ToString();
    }

    void Begin(List<Store> stores)
    {
        var width = stores.Count * (PanelWidth + Left);
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {Height}\" role=\"img\" aria-labelledby=\"title description\" font-family=\"system-ui, sans-serif\" font-size=\"12\">");
        Add("<title id=\"title\">CPU milliseconds per operation against users in the directory</title>");
        Add($"<desc id=\"description\">{string.Join(" ", stores.Select(Describe))}</desc>");
        Add("""
            <style>
              text { fill: #24292f; } .axis { stroke: #8c959f; stroke-width: 1; } .grid { stroke: #d0d7de; stroke-width: 1; } .line { fill: none; stroke-width: 2; } .muted { fill: #57606a; }
              .s0 { stroke: #0969da; } .s1 { stroke: #bc4c00; } .s2 { stroke: #1a7f37; } .s3 { stroke: #8250df; } .s4 { stroke: #bf3989; } .s5 { stroke: #6e7781; }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3; } .axis { stroke: #7d8590; } .grid { stroke: #30363d; } .muted { fill: #9198a1; }
                .s0 { stroke: #4493f8; } .s1 { stroke: #f0883e; } .s2 { stroke: #3fb950; } .s3 { stroke: #ab7df8; } .s4 { stroke: #db61a2; } .s5 { stroke: #9198a1; }
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
            Add($"<line class=\"grid\" x1=\"{x + Left}\" x2=\"{x + PanelWidth - Right}\" y1=\"{Y(cost)}\" y2=\"{Y(cost)}\"/>");
            Add($"<text class=\"muted\" text-anchor=\"end\" x=\"{x + Left - 6}\" y=\"{Y(cost) + 4}\">{cost.ToString("0.####", Text)}</text>");
        }

        Add($"<line class=\"axis\" x1=\"{x + Left}\" x2=\"{x + PanelWidth - Right}\" y1=\"{Height - Bottom}\" y2=\"{Height - Bottom}\"/>");
        foreach (var size in figures.Sizes)
            Add($"<text class=\"muted\" text-anchor=\"middle\" x=\"{x + X(size)}\" y=\"{Height - Bottom + 18}\">{size.ToString("#,0", Text)}</text>");
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

            Add($"<polyline class=\"line s{i}\" points=\"{string.Join(' ', points.Select(point => $"{x + X(point.Size)},{Y(point.Cost)}"))}\"/>");
            labels.Add((i, Y(points[^1].Cost)));
        }

        // Labels of lines that end close together are moved apart.
        var lowestFree = double.MinValue;
        foreach (var (series, y) in labels.OrderBy(static label => label.Y))
        {
            lowestFree = Math.Max(y, lowestFree + LabelHeight);
            Add($"<line class=\"s{series}\" stroke-width=\"2\" x1=\"{x + PanelWidth - Right + 6}\" x2=\"{x + PanelWidth - Right + 16}\" y1=\"{lowestFree}\" y2=\"{lowestFree}\"/>");
            Add($"<text x=\"{x + PanelWidth - Right + 20}\" y=\"{lowestFree + 4}\">{Operations[series]}</text>");
        }
    }

    List<(int Size, double Cost)> Points(Store store, string operation) =>
        [.. figures.Sizes.Select(size => (size, figures.Cpu(store.Product, operation, size))).Where(static pair => pair.Item2 > 0).Select(static pair => (pair.size, pair.Item2!.Value))];

    string Describe(Store store) => $"On {store.Name}: " + string.Join("; ", Operations.Select(operation => (operation, Points: Points(store, operation)))
        .Where(static one => one.Points.Count > 0)
        .Select(static one => $"{one.operation} from {one.Points[0].Cost:0.00} ms at {one.Points[0].Size:#,0} users to {one.Points[^1].Cost:0.00} ms at {one.Points[^1].Size:#,0}")) + ".";

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
