using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Directory;

/// <summary>Forgets deleted users whose time to be restored is over. Any number of nodes may do so at once.</summary>
sealed partial class DeletedUserRetention(
    Database database, DeletedUsers deleted, TimeProvider clock, ILogger<DeletedUserRetention> log) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await PurgeAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    async Task PurgeAsync(CancellationToken stop)
    {
        try
        {
            await database.Instance.WriteAsync(db => deleted.PurgeAsync(db, stop), stop);
        }
        catch (Exception problem) when (problem is DatabaseUnavailableException or System.Data.Common.DbException)
        {
            // Nothing is lost by forgetting an hour later.
            Postponed(problem);
        }
    }

    [LoggerMessage(1101, LogLevel.Warning, "Deleted users could not be forgotten now; the next hour tries again")]
    partial void Postponed(Exception problem);
}
