using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Gatehouse.Bench;

/// <summary>What one organization felt while another sent at some multiple of its limit.</summary>
sealed record Neighbourhood
{
    public required string Target { get; init; }

    /// <summary>How many times its limit the other organization sent; 0 when it was quiet.</summary>
    public required double Flood { get; init; }

    /// <summary>Milliseconds from when the request was due to its answer.</summary>
    public required double P50 { get; init; }

    public required double P95 { get; init; }

    public required double P99 { get; init; }

    public required int Errors { get; init; }

    public required double AcceptedPerSecond { get; init; }

    public required double AcceptedP95 { get; init; }

    public required double RefusedPerSecond { get; init; }

    public required double Megabytes { get; init; }
}

/// <summary>
/// Load neighbours: sends for one organization at a steady rate, while another sends at none, one, two and five times its limit. Requests
/// are sent when they are due, whether or not earlier ones were answered, as clients do that know nothing of one another.
/// </summary>
static class NeighboursCommand
{
    const int SteadyPerSecond = 50;
    const int Connections = 64;
    static readonly double[] Floods = [0, 1, 2, 5];
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<int> RunAsync(Options options)
    {
        var (users, limit, seconds) = (options.Number("users", 1_000), options.Number("limit", 200), options.Seconds("seconds", 20));
        var server = new ProcessCosts(options.Numbers("pid"));
        using var steady = new ScimEndpoint(options.Get("url"), options.Get("token"), Connections);
        using var flooding = new ScimEndpoint(options.Get("url"), options.Get("flood-token"), Connections);
        // Few enough to be found within the limit.
        var sample = await Sample.FindAsync(steady, Math.Min(users, 100), [], null);

        Console.WriteLine("flood   p50 ms   p95 ms   p99 ms   errors   accepted per second   their p95 ms   refused per second");
        var rounds = new List<Neighbourhood>();
        await MeasureAsync(0);
        for (var round = 0; round < options.Number("rounds", 3); round++)
        {
            foreach (var flood in Floods)
                rounds.Add(await MeasureAsync(flood));
        }

        if (options.Find("json") is { } file)
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(Floods.Select(flood => Median([.. rounds.Where(one => one.Flood == flood)])), Json));
        return 0;

        async Task<Neighbourhood> MeasureAsync(double flood)
        {
            var steadyAnswers = new ConcurrentBag<(HttpStatusCode Status, double Took)>();
            var floodAnswers = new ConcurrentBag<(HttpStatusCode Status, double Took)>();
            await Task.WhenAll(
                SendAsync(SteadyPerSecond, seconds, steadyAnswers, number => SteadyRequest(steady, sample, number)),
                SendAsync(flood * limit, seconds, floodAnswers, number => FindAsync(flooding, users, number)));

            var times = Times(steadyAnswers);
            var accepted = Times(floodAnswers);
            return Show(new()
            {
                Target = options.Find("target") ?? "server", Flood = flood, P50 = Percentile(times, 0.50), P95 = Percentile(times, 0.95),
                P99 = Percentile(times, 0.99), Errors = steadyAnswers.Count - times.Count, AcceptedPerSecond = accepted.Count / seconds,
                AcceptedP95 = Percentile(accepted, 0.95),
                RefusedPerSecond = floodAnswers.Count(static one => one.Status == HttpStatusCode.TooManyRequests) / seconds,
                Megabytes = server.ResidentMegabytes(),
            });
        }
    }

    static Neighbourhood Show(Neighbourhood one)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{one.Flood,4:0}x{one.P50,9:0.0}{one.P95,9:0.0}{one.P99,9:0.0}{one.Errors,9}{one.AcceptedPerSecond,22:0}{one.AcceptedP95,15:0.0}{one.RefusedPerSecond,21:0}"));
        return one;
    }

    // One stall of the disk decides a round's p99: ten requests in a thousand.
    static Neighbourhood Median(IReadOnlyList<Neighbourhood> rounds)
    {
        return rounds[0] with
        {
            P50 = Of(static one => one.P50), P95 = Of(static one => one.P95), P99 = Of(static one => one.P99), Errors = rounds.Sum(static one => one.Errors),
            AcceptedPerSecond = Of(static one => one.AcceptedPerSecond), AcceptedP95 = Of(static one => one.AcceptedP95),
            RefusedPerSecond = Of(static one => one.RefusedPerSecond), Megabytes = Of(static one => one.Megabytes),
        };

        double Of(Func<Neighbourhood, double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
    }

    // Every other one is a change, so that the neighbour waits for its turn to write as well.
    static Task<HttpStatusCode> SteadyRequest(ScimEndpoint scim, Sample sample, int number) => number % 2 == 0
        ? FindAsync(scim, sample.Users, number)
        : scim.PatchAsync($"/Users/{sample.UserIds[number % sample.UserIds.Count]}", EntraPatches.ChangeJob(number));

    static Task<HttpStatusCode> FindAsync(ScimEndpoint scim, int users, int number) =>
        scim.GetAsync($"/Users?filter={ScimEndpoint.Equal("userName", FilledDirectory.UserName(number % users))}");

    static async Task SendAsync(double perSecond, double seconds, ConcurrentBag<(HttpStatusCode, double)> answers, Func<int, Task<HttpStatusCode>> send)
    {
        var total = (int)(perSecond * seconds);
        var pending = new List<Task>(total);
        var begun = Stopwatch.StartNew();
        for (var number = 0; number < total; number++)
        {
            var due = TimeSpan.FromSeconds(number / perSecond);
            if (due - begun.Elapsed is { TotalMilliseconds: > 1 } early)
                await Task.Delay(early);
            pending.Add(OneAsync(number, due));
        }

        await Task.WhenAll(pending);

        async Task OneAsync(int number, TimeSpan due)
        {
            var status = await send(number);
            answers.Add((status, (begun.Elapsed - due).TotalMilliseconds));
        }
    }

    static List<double> Times(IEnumerable<(HttpStatusCode Status, double Took)> answers) =>
        [.. answers.Where(static one => (int)one.Status < 300).Select(static one => one.Took).Order()];

    static double Percentile(List<double> sorted, double part) => sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(part * sorted.Count))];
}
