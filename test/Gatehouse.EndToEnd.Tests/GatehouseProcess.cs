using System.Diagnostics;
using System.Text;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>The program itself, in a process of its own, started and ended as an operator does it.</summary>
sealed class GatehouseProcess : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    readonly Process process;
    readonly StringBuilder output = new();
    readonly StringBuilder error = new();

    GatehouseProcess(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => Read(output);

    public string Error => Read(error);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="folder">Where it is started, and where its data folder comes into being.</param>
    /// <param name="settings">Environment variables it has beside those of every process.</param>
    /// <param name="args">The command line.</param>
    /// <param name="input">What it reads, or null when it is to read nothing.</param>
    public static GatehouseProcess Start(string folder, IReadOnlyDictionary<string, string> settings, IEnumerable<string> args, string? input = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gatehouse.dll"), .. args])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = input is not null,
        };
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var started = new GatehouseProcess(start);
        if (input is not null)
        {
            started.process.StandardInput.WriteLine(input);
            started.process.StandardInput.Close();
        }

        return started;
    }

    /// <summary>Waits until the process has written a text.</summary>
    public async Task SaysAsync(string text)
    {
        using var deadline = Deadline();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(process.HasExited && !Output.Contains(text, StringComparison.Ordinal), $"It ended and did not say '{text}'. {Output}{Error}");
            await Task.Delay(20, deadline.Token);
        }
    }

    /// <returns>The exit status.</returns>
    public async Task<int> EndsAsync()
    {
        using var deadline = Deadline();
        await process.WaitForExitAsync(deadline.Token);
        return process.ExitCode;
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await EndsAsync();
    }

    /// <summary>SIGTERM, as service managers send it.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Stop);
        Assert.Equal(0, kill.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    static CancellationTokenSource Deadline()
    {
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        deadline.CancelAfter(Patience);
        return deadline;
    }

    static bool IsSetting(string name) =>
        name.StartsWith("GATEHOUSE__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Database__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ConnectionStrings__", StringComparison.OrdinalIgnoreCase);

    static void Append(StringBuilder text, string? line)
    {
        if (line is null)
            return;

        lock (text)
            text.AppendLine(line);
    }

    static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
