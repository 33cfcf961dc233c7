using Gatehouse.Saml;
using Gatehouse.Server.Federation.Saml;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Federation;

/// <summary>Looks at every federation once a day: fetches metadata, and watches what ends. Any number of nodes may; each federation is taken by one.</summary>
sealed class FederationRounds(
    Database database, IdentityProviders providers, MetadataRefreshes refreshes, ProviderWatch watch, TimeProvider clock, ILogger<FederationRounds> log) : BackgroundService
{
    const int MostInOneRound = 100;
    const int MostAtOnce = 4;

    static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>How often a federation is looked at.</summary>
    public static readonly TimeSpan Daily = TimeSpan.FromHours(24);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
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
            while (await GoAsync(stop) == MostInOneRound)
            {
                // More may be due already.
            }
        }
        catch (Exception problem) when (problem is DatabaseUnavailableException or System.Data.Common.DbException)
        {
            log.RoundWaits("federations", problem);
        }
    }

    /// <summary>One round.</summary>
    /// <returns>How many were due.</returns>
    public async Task<int> GoAsync(CancellationToken stop)
    {
        var due = await database.Instance.ReadAsync(db => providers.ListDueAsync(db, MostInOneRound, stop), stop);
        await Parallel.ForEachAsync(
            due, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = stop }, async (one, cancelled) => await LookAsync(one.Id, cancelled));
        return due.Count;
    }

    async Task LookAsync(FederationId id, CancellationToken stop)
    {
        var provider = await database.WriteAsync(id.Organization, async db =>
            await providers.TakeDueAsync(db, id.Value, clock.GetUtcNow() + Lease, stop) ? await providers.FindAsync(db, id.Value, stop) : null, stop);
        if (provider is null)
            return;

        try
        {
            if (provider is { CanBeTried: true, Protocol: IdentityProvider.Saml })
                provider = await refreshes.RefreshAsync(provider, stop) ?? provider;
            await database.WriteAsync(id.Organization, async db =>
            {
                await watch.LookAsync(db, provider, stop);
                await providers.ScheduleAsync(db, id.Value, clock.GetUtcNow() + Daily, stop);
            }, stop);
        }
        catch (SamlException fault)
        {
            // What is stored was good by the rules of its time. One federation must not keep the others from being looked at.
            await database.WriteAsync(id.Organization, async db =>
            {
                await watch.UnreachableAsync(db, provider, fault.Message, stop);
                await providers.ScheduleAsync(db, id.Value, clock.GetUtcNow() + Daily, stop);
            }, stop);
        }
    }
}
