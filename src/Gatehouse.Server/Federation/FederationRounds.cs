using Gatehouse.Saml;
using Gatehouse.Server.Federation.Saml;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Federation;

/// <summary>Looks at every federation once a day: fetches metadata, and watches what ends. Any number of nodes may; each federation is taken by one.</summary>
sealed class FederationRounds(
    Database database, IdentityProviders providers, MetadataRefreshes refreshes, ProviderWatch watch, TimeProvider clock, ILogger<FederationRounds> log)
    : DatabaseRounds(TimeSpan.FromMinutes(5), clock)
{
    const int MostInOneRound = 100;
    const int MostAtOnce = 4;

    static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>How often a federation is looked at.</summary>
    public static readonly TimeSpan Daily = TimeSpan.FromHours(24);

    protected override async Task RoundAsync(CancellationToken stop)
    {
        while (await GoAsync(stop) == MostInOneRound)
        {
            // More may be due already.
        }
    }

    protected override void Postponed(Exception problem) => log.RoundWaits("federations", problem);

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
            await providers.TakeDueAsync(db, id.Value, Clock.GetUtcNow() + Lease, stop) ? await providers.FindAsync(db, id.Value, stop) : null, stop);
        if (provider is null)
            return;

        try
        {
            if (provider is { CanBeTried: true, Protocol: IdentityProvider.Saml })
                provider = await refreshes.RefreshAsync(provider, stop) ?? provider;
            await database.WriteAsync(id.Organization, async db =>
            {
                await watch.LookAsync(db, provider, stop);
                await providers.ScheduleAsync(db, id.Value, Clock.GetUtcNow() + Daily, stop);
            }, stop);
        }
        catch (SamlException fault)
        {
            // What is stored was good by the rules of its time. One federation must not keep the others from being looked at.
            await database.WriteAsync(id.Organization, async db =>
            {
                await watch.UnreachableAsync(db, provider, fault.Message, stop);
                await providers.ScheduleAsync(db, id.Value, Clock.GetUtcNow() + Daily, stop);
            }, stop);
        }
    }
}
