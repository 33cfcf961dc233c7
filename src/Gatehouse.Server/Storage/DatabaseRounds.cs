namespace Gatehouse.Server.Storage;

/// <summary>Work that comes round again. What does not succeed now waits for the next round; nothing is lost by that, and the server goes on.</summary>
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
        catch (Exception problem) when (!stop.IsCancellationRequested)
        {
            // Whatever it is: one row that cannot be worked on must not end the server, which an exception out of here would.
            Postponed(problem);
        }
    }

    /// <summary>One round.</summary>
    protected abstract Task RoundAsync(CancellationToken stop);

    /// <summary>Logs that a round has to wait.</summary>
    protected abstract void Postponed(Exception problem);
}
