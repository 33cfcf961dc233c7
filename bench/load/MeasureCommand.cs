using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Gatehouse.Bench;

/// <summary>Load measure: one round against one server.</summary>
static class MeasureCommand
{
    public const string Token = "token";

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<int> RunAsync(Options options)
    {
        var connections = options.Number("connections", 8);
        var server = new ProcessCosts(options.Numbers("pid"));
        var loop = new ClosedLoop(connections, server, new ProcessCosts(options.Numbers("database-pid")));
        var least = options.Number("at-least", 100);
        var warmUp = new Extent(TimeSpan.FromSeconds(options.Seconds("warm-up", 0.3)), 0, 1_000);
        var extent = new Extent(TimeSpan.FromSeconds(options.Seconds("seconds", 5)), least, int.MaxValue);
        var users = options.Number("users", 1_000);

        Console.WriteLine("operation               group  per second   p50 ms   p95 ms   p99 ms   CPU ms  of it db   errors");
        var measurements = new List<Measurement>();
        if (options.Find("url") is { } url)
        {
            using var scim = new ScimEndpoint(url, options.Get("token"), connections);
            var sample = await Sample.FindAsync(scim, users, options.Numbers("groups"), options.Find("sample"));
            var workload = new Workload(scim, sample, options.Number("writes", 1_000));
            await foreach (var operation in workload.OperationsAsync(options.List("operations")))
                measurements.Add(Show(await loop.MeasureAsync(operation, warmUp, extent)));
            await workload.TidyAsync();
            ShowRefusal(scim);
        }

        if (options.Find("token-endpoint") is { } endpoint)
        {
            using var client = new ScimEndpoint(endpoint, null, connections);
            var operation = new Operation(Token, RequestToken(client, options));
            measurements.Add(Show(await loop.MeasureAsync(operation, warmUp, extent)));
            ShowRefusal(client);
        }

        if (options.Find("json") is { } file)
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new Round
            {
                Target = options.Find("target") ?? "server", Users = users, Connections = connections,
                ResidentMegabytes = server.ResidentMegabytes(), Measurements = measurements,
            }, Json));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"resident memory {server.ResidentMegabytes():0} MB"));
        return 0;
    }

    static Func<int, Task<HttpStatusCode>> RequestToken(ScimEndpoint client, Options options)
    {
        var address = new Uri(options.Get("token-endpoint"));
        List<KeyValuePair<string, string>> form =
        [
            new("grant_type", "client_credentials"), new("client_id", options.Get("client-id")), new("client_secret", options.Get("client-secret")),
        ];
        if (options.Find("scope") is { } scope)
            form.Add(new("scope", scope));
        return _ => client.PostFormAsync(address, form);
    }

    static Measurement Show(Measurement one)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{one.Operation,-22}{one.Group,7}{one.PerSecond,12:0}{one.P50,9:0.00}{one.P95,9:0.00}{one.P99,9:0.00}")
            + string.Create(CultureInfo.InvariantCulture, $"{one.Cpu,9:0.000}{one.DatabaseCpu,10:0.000}{one.Errors,9}"));
        return one;
    }

    static void ShowRefusal(ScimEndpoint endpoint)
    {
        if (endpoint.FirstRefusal is { } refusal)
            Console.WriteLine($"first refusal: {refusal}");
    }
}
