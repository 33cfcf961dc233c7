using System.Text.Json;

using Gatehouse.Scim;
using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Messages;
using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Scim;

/// <summary>Answers queries (RFC 7644 §3.4.2) of one resource type or, at the base, of all: users first, then groups.</summary>
sealed class ResourceQueries(
    Database database, Users users, Groups groups, GroupMembers members, ResourceDocuments documents, GroupDocuments groupDocuments, Cursors cursors)
{
    public Task WriteAsync(
        HttpResponse response, ScimCall call, IReadOnlyList<ResourceType> types, ResourceQuery query, CancellationToken stop)
    {
        RefuseMixedPaging(query, types);
        var filters = BindFilters(query.Filter, types);
        var take = Math.Min(query.Count ?? ScimLimits.DefaultPage, ScimLimits.MaxPage);
        var after = string.IsNullOrEmpty(query.Cursor) ? null : cursors.Read(call.Organization, types[0].Name, query);

        return database.ReadAsync(call.Organization, async db =>
        {
            var skip = query.Cursor is null ? query.StartIndex - 1L : 0;
            var userPage = await FindUsersAsync(db, call, query, filters, skip, take, after, stop);
            skip = Math.Max(0, skip - userPage.Total);
            var groupPage = await FindGroupsAsync(db, call, query, filters, skip, take - userPage.Rows.Count, after, stop);
            await WriteAsync(db, response, call, query, userPage, groupPage, stop);
        }, stop);
    }

    static void RefuseMixedPaging(ResourceQuery query, IReadOnlyList<ResourceType> types)
    {
        if (query.Cursor is null)
            return;

        if (query.HasStartIndex)
            throw new ScimException(400, "invalidCursor", "Give 'cursor' or 'startIndex', not both.");
        if (types.Count > 1)
            throw new ScimException(400, "invalidCursor", "Cursors need one resource type: query /Users or /Groups.");
    }

    static Dictionary<ResourceType, BoundFilter?> BindFilters(string? text, IReadOnlyList<ResourceType> types)
    {
        var filter = text is null ? null : FilterParser.Parse(text);
        return types.ToDictionary(static type => type, type => filter?.Bind(type, types));
    }

    Task<RowPage<StoredUser>> FindUsersAsync(
        DbScope db, ScimCall call, ResourceQuery query, Dictionary<ResourceType, BoundFilter?> filters, long skip, int take, CursorPosition? after,
        CancellationToken stop)
    {
        if (!filters.TryGetValue(call.UserType, out var filter))
            return Task.FromResult(new RowPage<StoredUser>(0, [], null));

        var projection = NeedsOf(query, "groups") ? Projection.Default : WithoutMemberships(call.UserType, "groups");
        var source = new RowSource<StoredUser>(
            call.UserType,
            condition => users.CountAsync(db, condition, stop),
            page => users.ListAsync(db, page, stop),
            static user => user.UserId,
            rows => documents.OfUsersAsync(db, call, rows, projection, stop));
        return PagesOf(source, filter, query, isUser: true).FindAsync(skip, take, after);
    }

    Task<RowPage<StoredGroup>> FindGroupsAsync(
        DbScope db, ScimCall call, ResourceQuery query, Dictionary<ResourceType, BoundFilter?> filters, long skip, int take, CursorPosition? after,
        CancellationToken stop)
    {
        if (!filters.TryGetValue(call.GroupType, out var filter))
            return Task.FromResult(new RowPage<StoredGroup>(0, [], null));

        var needsMembers = NeedsOf(query, "members");
        var source = new RowSource<StoredGroup>(
            call.GroupType,
            condition => groups.CountAsync(db, condition, stop),
            page => groups.ListAsync(db, page, stop),
            static group => group.GroupId,
            rows => GroupDocumentsAsync(db, call, rows, needsMembers, stop));
        return PagesOf(source, filter, query, isUser: false).FindAsync(skip, take, after);
    }

    RowPages<TRow> PagesOf<TRow>(RowSource<TRow> source, BoundFilter? filter, ResourceQuery query, bool isUser)
    {
        var (condition, isExact) = filter is null ? (RowCondition.All, true) : FilterSql.Translate(filter, isUser, database.Dialect);
        return new(source, filter, condition, isExact, SortOrder.Of(query.SortBy, query.Descending, source.Type, database.Dialect));
    }

    async Task<IReadOnlyList<ScimObject>> GroupDocumentsAsync(
        DbScope db, ScimCall call, IReadOnlyList<StoredGroup> rows, bool needsMembers, CancellationToken stop)
    {
        var found = rows.Select(row => ResourceDocuments.OfGroup(call, row, row.Read())).ToList();
        if (!needsMembers || rows.Count == 0)
            return found;

        for (var i = 0; i < rows.Count; i++)
        {
            var list = new ScimList();
            await foreach (var member in members.StreamAsync(db, new GroupId(rows[i].GroupId), stop))
            {
                var type = member.MemberType == "User" ? call.UserType : call.GroupType;
                list.Add(new ScimObject
                {
                    ["value"] = member.MemberId.ToString("D"), ["$ref"] = call.LocationOf(type, member.MemberId),
                    ["type"] = member.MemberType, ["display"] = member.Display,
                });
            }

            if (list.Count > 0)
                found[i]["members"] = list;
        }

        return found;
    }

    static Projection WithoutMemberships(ResourceType type, string attribute) => Projection.Of([], [attribute], type);

    static bool NeedsOf(ResourceQuery query, string attribute) =>
        query.Filter?.Contains(attribute, StringComparison.OrdinalIgnoreCase) == true
        || query.SortBy?.Contains(attribute, StringComparison.OrdinalIgnoreCase) == true;

    async Task WriteAsync(
        DbScope db, HttpResponse response, ScimCall call, ResourceQuery query, RowPage<StoredUser> userPage, RowPage<StoredGroup> groupPage,
        CancellationToken stop)
    {
        var userProjection = QueryParameters.ProjectionOf(query, call.UserType);
        var groupProjection = QueryParameters.ProjectionOf(query, call.GroupType);
        var shown = await documents.OfUsersAsync(db, call, userPage.Rows, userProjection, stop);

        await using var json = ScimResponses.Begin(response, StatusCodes.Status200OK);
        json.WriteStartObject();
        WriteHead(json, call, query, userPage, groupPage);
        json.WriteStartArray("Resources");
        foreach (var user in shown)
        {
            ResourceWriter.Write(json, user, call.UserType, userProjection);
            await ScimResponses.FlushIfLargeAsync(json, response, stop);
        }

        foreach (var group in groupPage.Rows)
            await groupDocuments.WriteAsync(db, json, response, call, group, groupProjection, stop);
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(stop);
        await response.BodyWriter.FlushAsync(stop);
    }

    void WriteHead(Utf8JsonWriter json, ScimCall call, ResourceQuery query, RowPage<StoredUser> userPage, RowPage<StoredGroup> groupPage)
    {
        json.WriteStartArray("schemas");
        json.WriteStringValue(ScimUrn.ListResponse);
        json.WriteEndArray();
        json.WriteNumber("totalResults", userPage.Total + groupPage.Total);
        json.WriteNumber("itemsPerPage", userPage.Rows.Count + groupPage.Rows.Count);
        if (query.Cursor is null)
            json.WriteNumber("startIndex", query.StartIndex);
        else if (userPage.Next is { } nextUser)
            json.WriteString("nextCursor", cursors.Issue(call.Organization, call.UserType.Name, query, nextUser));
        else if (groupPage.Next is { } nextGroup)
            json.WriteString("nextCursor", cursors.Issue(call.Organization, call.GroupType.Name, query, nextGroup));
    }
}
