using System.Text.Json;

using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Transfer;

/// <summary>
/// Writes an organization's users and groups as NDJSON, one resource a line, in the form that <see cref="DirectoryImport"/> takes: ids are
/// told, so that clients that know them find them again. Page by page, so memory does not grow with the directory; what changes meanwhile
/// is exported as it was or as it is.
/// </summary>
sealed class DirectoryExport(Database database, Users users, Groups groups, GroupMembers members, SchemaCatalogs catalogs)
{
    const int Page = 500;
    const int FlushBytes = 64 * 1024;

    /// <param name="organization">Whose directory.</param>
    /// <param name="output">Where to.</param>
    /// <param name="progress">Told of users and groups together, after each page.</param>
    /// <param name="stop">Gives up; what was written until then is no complete export.</param>
    /// <returns>How many users and groups were written.</returns>
    public async Task<(long Users, long Groups)> WriteAsync(
        OrganizationId organization, Stream output, Action<long> progress, CancellationToken stop)
    {
        var catalog = await catalogs.GetAsync(organization, stop);
        var (userCount, groupCount) = (0L, 0L);

        await foreach (var page in PagesAsync(organization, users.ListAsync, static user => user.UserId, stop))
        {
            using var json = new Utf8JsonWriter(output, ScimJson.WriterOptions);
            foreach (var user in page)
            {
                Begin(json, catalog.ResourceTypes[0], user.UserId, user.Resource, user.CreatedAt, user.ModifiedAt);
                await EndAsync(json, output, stop);
            }

            progress(userCount += page.Count);
        }

        await foreach (var page in PagesAsync(organization, groups.ListAsync, static group => group.GroupId, stop))
        {
            foreach (var group in page)
                await WriteGroupAsync(organization, output, catalog.ResourceTypes[1], group, stop);
            progress(userCount + (groupCount += page.Count));
        }

        await output.FlushAsync(stop);
        return (userCount, groupCount);
    }

    /// <summary>How many users and groups there are.</summary>
    public Task<long> CountAsync(OrganizationId organization, CancellationToken stop) => database.ReadAsync(
        organization, async db => await users.CountAsync(db, RowCondition.All, stop) + await groups.CountAsync(db, RowCondition.All, stop), stop);

    async IAsyncEnumerable<IReadOnlyList<T>> PagesAsync<T>(
        OrganizationId organization, Func<DbScope, RowQuery, CancellationToken, Task<IReadOnlyList<T>>> list, Func<T, Guid> idOf,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        (Guid, object?)? after = null;
        while (true)
        {
            var query = new RowQuery(RowCondition.All, null, Descending: false, after, 0, Page);
            var page = await database.ReadAsync(organization, db => list(db, query, stop), stop);
            if (page.Count > 0)
                yield return page;
            if (page.Count < Page)
                yield break;
            after = (idOf(page[^1]), null);
        }
    }

    Task WriteGroupAsync(OrganizationId organization, Stream output, ResourceType type, StoredGroup group, CancellationToken stop) =>
        database.ReadAsync(organization, async db =>
        {
            await using var json = new Utf8JsonWriter(output, ScimJson.WriterOptions);
            Begin(json, type, group.GroupId, group.Resource, group.CreatedAt, group.ModifiedAt);
            json.WriteStartArray("members");
            await foreach (var member in members.StreamAsync(db, new GroupId(group.GroupId), stop))
            {
                json.WriteStartObject();
                json.WriteString("value", member.MemberId);
                json.WriteString("type", member.MemberType);
                json.WriteEndObject();
                if (json.BytesPending > FlushBytes)
                    await json.FlushAsync(stop);
            }

            json.WriteEndArray();
            await EndAsync(json, output, stop);
        }, stop);

    static void Begin(Utf8JsonWriter json, ResourceType type, Guid id, string resource, long createdAt, long modifiedAt)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        ResourceCopier.CopyMembers(json, resource, type, Projection.Default);
        json.WriteStartObject("meta");
        json.WriteString("resourceType", type.Name);
        json.WriteString("created", ScimDateTime.Format(DateTimeOffset.FromUnixTimeMilliseconds(createdAt)));
        json.WriteString("lastModified", ScimDateTime.Format(DateTimeOffset.FromUnixTimeMilliseconds(modifiedAt)));
        json.WriteEndObject();
    }

    static async Task EndAsync(Utf8JsonWriter json, Stream output, CancellationToken stop)
    {
        json.WriteEndObject();
        await json.FlushAsync(stop);
        json.Reset();
        output.WriteByte((byte)'\n');
    }
}
