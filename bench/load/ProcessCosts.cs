using System.Globalization;
using System.Runtime.InteropServices;

namespace Gatehouse.Bench;

/// <summary>
/// CPU time and memory of processes and all they started. The kernel's clock of a process is utime + stime of /proc/PID/stat without the
/// rounding to 10 ms; what has ended is in its parent's cutime and cstime.
/// </summary>
sealed partial class ProcessCosts(IReadOnlyList<int> roots)
{
    const int ClockOfWholeProcess = 2;
    static readonly double MillisecondsPerTick = 10;

    public double CpuMilliseconds()
    {
        var parents = ReadAll();
        return roots.Sum(root => TreeMilliseconds(root, parents));
    }

    /// <summary>Resident memory of the processes named, without their children.</summary>
    public double ResidentMegabytes() => roots.Sum(static root => ResidentKilobytes(root)) / 1024.0;

    static double TreeMilliseconds(int pid, ILookup<int, Entry> byParent)
    {
        var own = byParent.SelectMany(static group => group).FirstOrDefault(entry => entry.Pid == pid);
        return Milliseconds(pid) + (own?.EndedChildren ?? 0) + byParent[pid].Sum(child => TreeMilliseconds(child.Pid, byParent));
    }

    static ILookup<int, Entry> ReadAll() =>
        Directory.EnumerateDirectories("/proc")
            .Select(static folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? Read(pid) : null)
            .OfType<Entry>()
            .ToLookup(static entry => entry.Parent);

    static Entry? Read(int pid)
    {
        try
        {
            // The second field is the program's name in brackets and may hold anything; numbers follow the last bracket.
            var text = File.ReadAllText($"/proc/{pid}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture);
            return new(pid, int.Parse(fields[1], CultureInfo.InvariantCulture), ticks * MillisecondsPerTick);
        }
        catch (IOException)
        {
            return null;
        }
    }

    static double Milliseconds(int pid) =>
        ClockGetTime((~pid << 3) | ClockOfWholeProcess, out var time) == 0 ? (time.Seconds * 1000.0) + (time.Nanoseconds / 1e6) : 0;

    static long ResidentKilobytes(int pid) =>
        File.ReadLines($"/proc/{pid}/status")
            .Where(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Select(static line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture))
            .FirstOrDefault();

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ClockGetTime(int clock, out Time time);

    struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    sealed record Entry(int Pid, int Parent, double EndedChildren);
}
