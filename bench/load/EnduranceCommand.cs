using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Gatehouse.Bench;

/// <summary>Resident memory of a server after so many operations.</summary>
sealed record Endurance
{
    public required string Target { get; init; }

    /// <summary>Operations between two samples.</summary>
    public required int Step { get; init; }

    /// <summary>The first one is taken after a step, when the server has warmed up.</summary>
    public required IReadOnlyList<double> Megabytes { get; init; }
}

/// <summary>Load endure: sends look-ups, reads, changes and pages for long, and looks at the server's memory at equal distances.</summary>
static class EnduranceCommand
{
    const int Samples = 10;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<int> RunAsync(Options options)
    {
        var (connections, users, step) = (options.Number("connections", 8), options.Number("users", 1_000), options.Number("operations", 500_000) / Samples);
        var server = new ProcessCosts(options.Numbers("pid"));
        using var scim = new ScimEndpoint(options.Get("url"), options.Get("token"), connections);
        var sample = await Sample.FindAsync(scim, users, [], null);

        var megabytes = new List<double>();
        for (var i = 0; i <= Samples; i++)
        {
            await Parallel.ForAsync(i * step, (i + 1) * step, new ParallelOptions { MaxDegreeOfParallelism = connections }, async (number, _) =>
                Require(await SendAsync(scim, sample, number), scim));
            megabytes.Add(server.ResidentMegabytes());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(i + 1) * step,9:#,0} operations  {megabytes[^1]:0} MB"));
        }

        if (options.Find("json") is { } file)
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(
                new Endurance { Target = options.Find("target") ?? "server", Step = step, Megabytes = megabytes }, Json));
        return 0;
    }

    static Task<HttpStatusCode> SendAsync(ScimEndpoint scim, Sample sample, int number) => (number % 20) switch
    {
        0 => scim.GetAsync("/Users?count=100"),
        < 5 => scim.PatchAsync($"/Users/{sample.UserIds[number % sample.UserIds.Count]}", EntraPatches.ChangeJob(number)),
        < 12 => scim.GetAsync($"/Users?filter={ScimEndpoint.Equal("userName", FilledDirectory.UserName(number % sample.Users))}"),
        _ => scim.GetAsync($"/Users/{sample.UserIds[number % sample.UserIds.Count]}"),
    };

    static void Require(HttpStatusCode status, ScimEndpoint scim)
    {
        if ((int)status >= 300)
            throw new InvalidOperationException($"A request was refused: {scim.FirstRefusal}");
    }
}
