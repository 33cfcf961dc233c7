using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Directory;

/// <summary>Forgets deleted users whose time to be restored is over. Any number of nodes may do so at once.</summary>
sealed class DeletedUserRetention(Database database, DeletedUsers deleted, TimeProvider clock) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await database.Instance.WriteAsync(db => deleted.PurgeAsync(db, stoppingToken), stoppingToken);
    }
}
