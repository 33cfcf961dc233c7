using System.Diagnostics;
using System.Text.Json;

using Gatehouse.EndToEnd.Tests.Browser;

namespace Gatehouse.EndToEnd.Tests.Federation;

/// <summary>An identity provider of other makers in a process of its own, set up by the script start.mjs of its folder. Ends with its input.</summary>
sealed class Upstream : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(10);

    readonly Process process;
    readonly Task<string> problem;

    Upstream(Process process)
    {
        this.process = process;
        problem = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>What it says of itself, such as its issuer.</summary>
    public JsonElement Ready { get; private set; }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="product">Behind <c>upstream-</c> in the name of its folder.</param>
    /// <param name="configuration">What the script reads.</param>
    /// <param name="authority">A file with the authority that it trusts besides, or null.</param>
    public static async Task<Upstream> StartAsync(string product, object configuration, string? authority = null)
    {
        Assert.SkipWhen(MissingBecause(product) is not null, MissingBecause(product) ?? "");
        var start = new ProcessStartInfo("node", ["start.mjs", JsonSerializer.Serialize(configuration)])
        {
            WorkingDirectory = FolderOf(product), RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        if (authority is not null)
            start.Environment["NODE_EXTRA_CA_CERTS"] = authority;
        var upstream = new Upstream(Process.Start(start) ?? throw new InvalidOperationException("node could not be started."));
        try
        {
            upstream.Ready = await upstream.SaysAsync("ready");
            return upstream;
        }
        catch
        {
            await upstream.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes us known to it.</summary>
    public async Task AddAsync(object serviceProvider)
    {
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { sp = serviceProvider }).AsMemory(), Stop);
        await process.StandardInput.FlushAsync(Stop);
        Assert.Equal("sp", (await SaysAsync("done")).GetString());
    }

    public async ValueTask DisposeAsync()
    {
        // A provider of its own closes what it has started itself.
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(LastPatience, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    static string? MissingBecause(string product)
    {
        string[] needed = product switch
        {
            "glewlwyd" => ["/usr/bin/glewlwyd", "/usr/bin/sqlite3"],
            "simplesamlphp" => ["/usr/bin/php", "/usr/share/simplesamlphp/www/saml2/idp/metadata.php", "/usr/bin/openssl"],
            "samlify" => [NodeModulesOf(product), "/usr/bin/openssl"],
            _ => [NodeModulesOf(product)],
        };
        return needed.FirstOrDefault(static path => !Path.Exists(path)) switch
        {
            null => null,
            { } path when path == NodeModulesOf(product) => $"{product} is not installed: run npm ci in test/Gatehouse.EndToEnd.Tests/upstream-{product}",
            { } path => $"{product} cannot run: {path} is not installed",
        };
    }

    static string NodeModulesOf(string product) => Path.Combine(FolderOf(product), "node_modules");

    static string FolderOf(string product) => Path.Combine(RepositoryFolder.Root, "test", "Gatehouse.EndToEnd.Tests", $"upstream-{product}");

    async Task<JsonElement> SaysAsync(string what)
    {
        var line = await process.StandardOutput.ReadLineAsync(Stop).AsTask().WaitAsync(Patience, Stop);
        if (line is null)
            Assert.Fail(await problem);

        var said = JsonDocument.Parse(line).RootElement;
        Assert.True(said.TryGetProperty(what, out var value), $"It was to say '{what}', and said: {line}");
        return value;
    }
}
