namespace Gatehouse.Server.Storage;

/// <summary>What a module forgets when its time is over. Called for each organization about once an hour, by any node.</summary>
interface IRetention
{
    /// <param name="db">The organization's scope, writing.</param>
    /// <param name="now">The time.</param>
    /// <param name="stop">Gives up.</param>
    Task ForgetAsync(DbScope db, DateTimeOffset now, CancellationToken stop);
}
