namespace Gatehouse.Server.Keys;

/// <summary>Loads the signing keys before the server listens, follows what other nodes change, and rotates when it is time.</summary>
sealed class KeyRefresh(SigningKeys keys, TimeProvider clock, ILogger<KeyRefresh> log) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await keys.LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await RefreshAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    async Task RefreshAsync(CancellationToken stop)
    {
        try
        {
            await keys.RefreshAsync(stop);
            await keys.RotateIfDueAsync(stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The keys in memory stay good; the next tick tries again.
            log.RefreshFailed(e);
        }
    }
}

static partial class KeysLog
{
    [LoggerMessage(2101, LogLevel.Warning, "Signing keys could not be refreshed")]
    public static partial void RefreshFailed(this ILogger log, Exception cause);
}
