using System.Data.Common;

namespace Gatehouse.Server.Storage;

/// <summary>Work that comes round again. What the database does not let happen now waits for the next round; nothing is lost by that.</summary>
abstract class DatabaseRounds(TimeSpan interval, TimeProvider clock) : BackgroundService
{
    protected TimeProvider Clock => clock;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    async Task TryAsync(CancellationToken stop)
    {
        try
        {
            await RoundAsync(stop);
        }
        catch (Exception problem) when (problem is DatabaseUnavailableException or DbException)
        {
            Postponed(problem);
        }
    }

    /// <summary>One round.</summary>
    protected abstract Task RoundAsync(CancellationToken stop);

    /// <summary>Logs that a round has to wait.</summary>
    protected abstract void Postponed(Exception problem);
}
