using System.Collections.Concurrent;

using Gatehouse.Scim.Schemas;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Directory;

/// <summary>What each organization's requests are checked against: its profile and its own schemas. Answers are at most five seconds old.</summary>
sealed class SchemaCatalogs(Database database, OrganizationCache organizations, OrganizationSchemas schemas, TimeProvider clock)
{
    const int MostKept = 10_000;
    static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<OrganizationId, Entry> entries = new();

    public async ValueTask<SchemaCatalog> GetAsync(OrganizationId organization, CancellationToken stop)
    {
        var known = entries.GetValueOrDefault(organization);
        if (known is not null && clock.GetElapsedTime(known.ReadAt) < MaxAge)
            return known.Catalog;

        var readAt = clock.GetTimestamp();
        var profile = (await organizations.GetAsync(organization, stop))?.SchemaProfile ?? SchemaProfile.EntraDefault;
        var custom = await database.ReadAsync(organization, db => schemas.ListAsync(db, stop), stop);
        var catalog = custom.Count == 0 ? SchemaProfile.Catalog(profile) : SchemaProfile.Catalog(profile, custom);

        if (entries.Count >= MostKept)
            entries.Clear();
        entries[organization] = new(catalog, readAt);
        return catalog;
    }

    sealed record Entry(SchemaCatalog Catalog, long ReadAt);
}
