using System.Collections.Concurrent;

using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Organizations;

/// <summary>Organizations as requests need them, at most five seconds old.</summary>
sealed class OrganizationCache(Database database, OrganizationRegister organizations, TimeProvider clock)
{
    const int MostKept = 10_000;
    static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<OrganizationId, (Organization? Organization, long ReadAt)> entries = new();

    public async ValueTask<Organization?> GetAsync(OrganizationId id, CancellationToken stop)
    {
        if (entries.TryGetValue(id, out var known) && clock.GetElapsedTime(known.ReadAt) < MaxAge)
            return known.Organization;

        var readAt = clock.GetTimestamp();
        var organization = await database.ReadAsync(id, db => organizations.FindAsync(db, stop), stop);
        if (entries.Count >= MostKept)
            entries.Clear();
        entries[id] = (organization, readAt);
        return organization;
    }
}
