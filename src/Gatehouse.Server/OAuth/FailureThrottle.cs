namespace Gatehouse.Server.OAuth;

/// <summary>
/// Counts failed client authentications per client and source address, so that guessing costs us neither a look-up nor
/// a hash (S27, S106). Held in memory, per node, and bounded.
/// </summary>
sealed class FailureThrottle(TimeProvider clock)
{
    public const int Allowed = 20;
    public const int Capacity = 10_000;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    readonly Lock gate = new();
    readonly Dictionary<(string Client, string Source), Failures> counted = [];

    public int Size
    {
        get
        {
            lock (gate)
                return counted.Count;
        }
    }

    /// <returns>How long the caller has to wait; zero when it may try.</returns>
    public TimeSpan WaitFor(string client, string source)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            return counted.TryGetValue((client, source), out var failures) && failures.Count >= Allowed && failures.Until > now
                ? failures.Until - now
                : TimeSpan.Zero;
        }
    }

    public void Add(string client, string source)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            if (counted.TryGetValue((client, source), out var failures) && failures.Until > now)
            {
                counted[(client, source)] = failures with { Count = failures.Count + 1 };
                return;
            }

            MakeRoom(now);
            counted[(client, source)] = new Failures(1, now + Window);
        }
    }

    void MakeRoom(DateTimeOffset now)
    {
        if (counted.Count < Capacity)
            return;

        foreach (var (key, failures) in counted)
        {
            if (failures.Until <= now)
                counted.Remove(key);
        }

        // Under a flood of invented client ids, forgetting all of them is safer than growing.
        if (counted.Count >= Capacity)
            counted.Clear();
    }

    readonly record struct Failures(int Count, DateTimeOffset Until);
}
