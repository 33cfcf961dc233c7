using System.Diagnostics;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>The scimmy endpoint of the folder scimmy, in its own process. Needs <c>npm ci</c> in that folder.</summary>
sealed class ScimmyServer : IDisposable
{
    public const string Token = "scimmy-test-token";

    readonly Process process;

    ScimmyServer(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Why the server cannot be started here, or null.</summary>
    public static string? Missing => Directory.Exists(Path.Combine(Folder, "node_modules"))
        ? null
        : "scimmy is not installed: run npm ci in test/Gatehouse.EndToEnd.Tests/scimmy";

    static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gatehouse.slnx")))
                folder = folder.Parent;
            return Path.Combine(folder?.FullName ?? "", "test", "Gatehouse.EndToEnd.Tests", "scimmy");
        }
    }

    public static async Task<ScimmyServer> StartAsync(CancellationToken stop)
    {
        var start = new ProcessStartInfo("node") { WorkingDirectory = Folder, RedirectStandardOutput = true };
        start.ArgumentList.Add("server.mjs");
        start.ArgumentList.Add(Token);
        var process = Process.Start(start) ?? throw new InvalidOperationException("node could not be started.");
        var address = await process.StandardOutput.ReadLineAsync(stop)
            ?? throw new InvalidOperationException("The scimmy server ended before it listened.");
        return new(process, new(address));
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}
