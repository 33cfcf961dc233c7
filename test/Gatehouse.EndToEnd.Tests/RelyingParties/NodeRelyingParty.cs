using System.Diagnostics;
using System.Text.Json;

using Gatehouse.EndToEnd.Tests.Browser;

namespace Gatehouse.EndToEnd.Tests.RelyingParties;

/// <summary>A client library of others in a process of its own, driven by the script relying-party.mjs of its folder. Needs <c>npm ci</c> there.</summary>
sealed class NodeRelyingParty : IDisposable
{
    /// <summary>On every page of it.</summary>
    public const string Page = "#back";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Process process;
    readonly Task<string> problem;

    NodeRelyingParty(Process process)
    {
        this.process = process;
        problem = process.StandardError.ReadToEndAsync(Stop);
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static NodeRelyingParty Start(string library, object registration)
    {
        var folder = Path.Combine(RepositoryFolder.Root, "test", "Gatehouse.EndToEnd.Tests", library);
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules")), $"{library} is not installed: run npm ci in test/Gatehouse.EndToEnd.Tests/{library}");
        var start = new ProcessStartInfo("node", ["relying-party.mjs", JsonSerializer.Serialize(registration)])
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        return new(Process.Start(start) ?? throw new InvalidOperationException("node could not be started."));
    }

    /// <summary>Where the person's browser has to go now.</summary>
    public async Task<string> OpensAsync() => (await SaysAsync("open")).GetString()!;

    /// <summary>Waits until the script has done something, and lets it go on after the tester has done something too.</summary>
    public async Task HasDoneAsync(string done, Func<Task> then)
    {
        Assert.Equal(done, (await SaysAsync("done")).GetString());
        await then();
        await process.StandardInput.WriteLineAsync("go on".AsMemory(), Stop);
        await process.StandardInput.FlushAsync(Stop);
    }

    /// <summary>What it knows in the end.</summary>
    public async Task<JsonElement> LearnsAsync()
    {
        var learned = await SaysAsync("learned");
        await process.WaitForExitAsync(Stop).WaitAsync(Patience, Stop);
        return learned;
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

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
