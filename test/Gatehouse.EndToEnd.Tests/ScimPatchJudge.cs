using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>The npm package scim-patch in a process of its own. Needs <c>npm ci</c> in the folder scim-patch.</summary>
static class ScimPatchJudge
{
    /// <summary>Why the package cannot be asked here, or null.</summary>
    public static string? Missing => Directory.Exists(Path.Combine(Folder, "node_modules"))
        ? null
        : "scim-patch is not installed: run npm ci in test/Gatehouse.EndToEnd.Tests/scim-patch";

    static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gatehouse.slnx")))
                folder = folder.Parent;
            return Path.Combine(folder?.FullName ?? "", "test", "Gatehouse.EndToEnd.Tests", "scim-patch");
        }
    }

    /// <summary>The answers, in the order of the cases.</summary>
    public static async Task<IReadOnlyList<JsonObject>> AskAsync(IReadOnlyList<JsonObject> cases, CancellationToken stop)
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false), StandardOutputEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add("judge.mjs");
        using var process = Process.Start(start) ?? throw new InvalidOperationException("node could not be started.");
        var answers = process.StandardOutput.ReadToEndAsync(stop);
        foreach (var one in cases)
            await process.StandardInput.WriteLineAsync(one.ToJsonString().AsMemory(), stop);
        process.StandardInput.Close();

        var lines = (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync(stop);
        return lines.Length == cases.Count
            ? [.. lines.Select(static line => JsonNode.Parse(line)!.AsObject())]
            : throw new InvalidOperationException($"scim-patch answered {lines.Length} of {cases.Count} cases.");
    }
}
