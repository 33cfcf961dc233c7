using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Organizations;

/// <summary>
/// Goes from organization to organization and has every module forget what is over. Any number of nodes may do so; what is gone is gone.
/// One organization a transaction, so that nobody waits for long.
/// </summary>
sealed partial class RetentionRounds(
    Database database, OrganizationRegister organizations, IEnumerable<IRetention> modules, TimeProvider clock, ILogger<RetentionRounds> log)
    : DatabaseRounds(TimeSpan.FromHours(1), clock)
{
    protected override Task RoundAsync(CancellationToken stop) => ForgetAsync(stop);

    /// <summary>One round over all organizations.</summary>
    public async Task ForgetAsync(CancellationToken stop)
    {
        var all = await database.Instance.ReadAsync(db => organizations.ListAsync(db, stop), stop);
        foreach (var organization in all)
        {
            var now = Clock.GetUtcNow();
            await database.WriteAsync(organization.Id, async db =>
            {
                foreach (var module in modules)
                    await module.ForgetAsync(db, now, stop);
            }, stop);
        }
    }

    [LoggerMessage(1301, LogLevel.Warning, "What is over could not be forgotten now; the next hour tries again")]
    protected override partial void Postponed(Exception problem);
}
