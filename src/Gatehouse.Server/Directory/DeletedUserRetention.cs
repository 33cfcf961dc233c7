using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Directory;

/// <summary>Forgets deleted users whose time to be restored is over. Any number of nodes may do so at once.</summary>
sealed partial class DeletedUserRetention(Database database, DeletedUsers deleted, TimeProvider clock, ILogger<DeletedUserRetention> log)
    : DatabaseRounds(TimeSpan.FromHours(1), clock)
{
    protected override Task RoundAsync(CancellationToken stop) => database.Instance.WriteAsync(db => deleted.PurgeAsync(db, stop), stop);

    [LoggerMessage(1101, LogLevel.Warning, "Deleted users could not be forgotten now; the next hour tries again")]
    protected override partial void Postponed(Exception problem);
}
