using System.Diagnostics;
using System.Net;

namespace Gatehouse.Bench;

/// <summary>How long to send.</summary>
/// <param name="Duration">Until then.</param>
/// <param name="Least">But until so many requests were sent, on a machine that has other things to do, for at most ten times as long.</param>
/// <param name="Most">And never more than so many.</param>
sealed record Extent(TimeSpan Duration, int Least, int Most)
{
    public bool IsReached(TimeSpan elapsed, int sent) => elapsed >= Duration && (sent >= Least || elapsed >= 10 * Duration);
}

/// <summary>A number of connections, each of which sends its next request when the last one was answered.</summary>
sealed class ClosedLoop(int connections, ProcessCosts server, ProcessCosts database)
{
    /// <summary>Sends without counting, then counts.</summary>
    public async Task<Measurement> MeasureAsync(Operation operation, Extent warmUp, Extent extent)
    {
        var warm = new Counter(operation, 0, Math.Min(warmUp.Most, operation.Most / 5));
        await RunAsync(warm, warmUp);

        var counter = new Counter(operation, warm.Next, operation.Most);
        var (serverBefore, databaseBefore) = (server.CpuMilliseconds(), database.CpuMilliseconds());
        var started = Stopwatch.GetTimestamp();
        await RunAsync(counter, extent);
        var took = Stopwatch.GetElapsedTime(started);
        return counter.ToMeasurement(took, server.CpuMilliseconds() - serverBefore, database.CpuMilliseconds() - databaseBefore);
    }

    Task RunAsync(Counter counter, Extent extent)
    {
        var started = Stopwatch.GetTimestamp();
        return Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            while (!extent.IsReached(Stopwatch.GetElapsedTime(started), counter.Sent) && counter.TryTake(out var number))
                await counter.SendAsync(number);
        }));
    }

    sealed class Counter(Operation operation, int first, int most)
    {
        readonly Lock turn = new();
        readonly List<double> times = [];
        readonly int begin = first;
        int next = first;
        int errors;
        int throttled;

        public int Next => next;

        public int Sent => next - begin;

        public bool TryTake(out int number)
        {
            lock (turn)
            {
                number = next;
                if (next >= most)
                    return false;

                next++;
                return true;
            }
        }

        public async Task SendAsync(int number)
        {
            var begun = Stopwatch.GetTimestamp();
            var status = await operation.Send(number);
            var took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            lock (turn)
            {
                if ((int)status < 300)
                    times.Add(took);
                else
                    errors++;
                throttled += status == HttpStatusCode.TooManyRequests ? 1 : 0;
            }
        }

        public Measurement ToMeasurement(TimeSpan took, double serverCpu, double databaseCpu)
        {
            times.Sort();
            var answered = Math.Max(1, times.Count);
            return new()
            {
                Operation = operation.Name, Group = operation.Group, Answered = times.Count, Errors = errors, Throttled = throttled,
                PerSecond = times.Count / took.TotalSeconds, P50 = Percentile(0.50), P95 = Percentile(0.95), P99 = Percentile(0.99),
                Cpu = serverCpu + databaseCpu > 0 ? (serverCpu + databaseCpu) / answered : null,
                DatabaseCpu = databaseCpu > 0 ? databaseCpu / answered : null,
            };
        }

        double Percentile(double part) => times.Count == 0 ? 0 : times[Math.Min(times.Count - 1, (int)(part * times.Count))];
    }
}
