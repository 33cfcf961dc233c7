using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Organizations;

/// <summary>
/// Goes from organization to organization and has every module forget what is over. Any number of nodes may do so; what is gone is gone.
/// One organization a transaction, so that nobody waits for long.
/// </summary>
sealed partial class RetentionRounds(
    Database database, OrganizationRegister organizations, IEnumerable<IRetention> modules, TimeProvider clock, ILogger<RetentionRounds> log) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryForgetAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    async Task TryForgetAsync(CancellationToken stop)
    {
        try
        {
            await ForgetAsync(stop);
        }
        catch (Exception problem) when (problem is DatabaseUnavailableException or System.Data.Common.DbException)
        {
            // Nothing is lost by forgetting an hour later.
            Postponed(problem);
        }
    }

    /// <summary>One round over all organizations.</summary>
    public async Task ForgetAsync(CancellationToken stop)
    {
        var all = await database.Instance.ReadAsync(db => organizations.ListAsync(db, stop), stop);
        foreach (var organization in all)
        {
            var now = clock.GetUtcNow();
            await database.WriteAsync(organization.Id, async db =>
            {
                foreach (var module in modules)
                    await module.ForgetAsync(db, now, stop);
            }, stop);
        }
    }

    [LoggerMessage(1301, LogLevel.Warning, "What is over could not be forgotten now; the next hour tries again")]
    partial void Postponed(Exception problem);
}
