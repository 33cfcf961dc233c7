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
    Database database, Users users, Groups groups, GroupMembers members, GroupDocuments groupDocuments, Cursors cursors)
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

    async Task<RowPage<UserInGroups>> FindUsersAsync(
        DbScope db, ScimCall call, ResourceQuery query, Dictionary<ResourceType, BoundFilter?> filters, long skip, int take, CursorPosition? after,
        CancellationToken stop)
    {
        if (!filters.TryGetValue(call.UserType, out var filter))
            return new(0, [], null);

        // A page that the database finds brings its groups along; a walk over many rows asks for those of the page afterwards.
        var wantsGroups = UserDocuments.WantsGroups(QueryParameters.ProjectionOf(query, call.UserType));
        var needsGroups = NeedsOf(query, "groups");
        var pages = PagesOf(call.UserType, isPage => UserRows(db, call, needsGroups || (isPage && wantsGroups), stop), filter, query);
        var page = await pages.FindAsync(skip, take, after);
        return wantsGroups && !needsGroups && !pages.IsFoundByDatabase ? page with { Rows = await AddGroupsAsync(db, page.Rows, stop) } : page;
    }

    RowSource<UserInGroups> UserRows(DbScope db, ScimCall call, bool inGroups, CancellationToken stop) => new(
        call.UserType,
        condition => users.CountAsync(db, condition, stop),
        inGroups
            ? page => users.ListInGroupsAsync(db, page, stop)
            : async page => [.. (await users.ListAsync(db, page, stop)).Select(UserInGroups.Alone)],
        static user => user.User.UserId,
        rows => Task.FromResult<IReadOnlyList<ScimObject>>([.. rows.Select(row => UserDocuments.TreeOf(call, row, Projection.Default))]));

    async Task<IReadOnlyList<UserInGroups>> AddGroupsAsync(DbScope db, IReadOnlyList<UserInGroups> rows, CancellationToken stop)
    {
        if (rows.Count == 0)
            return rows;

        var groupsOf = (await members.GroupsOfAsync(db, [.. rows.Select(static row => row.User.UserId)], stop)).ToLookup(static one => one.MemberId);
        return [.. rows.Select(row => row with { Groups = [.. groupsOf[row.User.UserId]] })];
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
        return PagesOf(call.GroupType, _ => source, filter, query).FindAsync(skip, take, after);
    }

    RowPages<TRow> PagesOf<TRow>(ResourceType type, Func<bool, RowSource<TRow>> sourceOf, BoundFilter? filter, ResourceQuery query)
    {
        var (condition, isExact) = filter is null ? (RowCondition.All, true) : FilterSql.Translate(filter, type.Name == "User", database.Dialect);
        var sort = SortOrder.Of(query.SortBy, query.Descending, type, database.Dialect);
        var isFoundByDatabase = isExact && sort is not { Column: null };
        return new(sourceOf(isFoundByDatabase), filter, condition, isExact, sort);
    }

    async Task<IReadOnlyList<ScimObject>> GroupDocumentsAsync(
        DbScope db, ScimCall call, IReadOnlyList<StoredGroup> rows, bool needsMembers, CancellationToken stop)
    {
        var found = rows.Select(row => GroupDocuments.TreeOf(call, row)).ToList();
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

    static bool NeedsOf(ResourceQuery query, string attribute) =>
        query.Filter?.Contains(attribute, StringComparison.OrdinalIgnoreCase) == true
        || query.SortBy?.Contains(attribute, StringComparison.OrdinalIgnoreCase) == true;

    async Task WriteAsync(
        DbScope db, HttpResponse response, ScimCall call, ResourceQuery query, RowPage<UserInGroups> userPage, RowPage<StoredGroup> groupPage,
        CancellationToken stop)
    {
        var userProjection = QueryParameters.ProjectionOf(query, call.UserType);
        var groupProjection = QueryParameters.ProjectionOf(query, call.GroupType);
        await using var json = ScimResponses.Begin(response, StatusCodes.Status200OK);
        json.WriteStartObject();
        WriteHead(json, call, query, userPage, groupPage);
        json.WriteStartArray("Resources");
        foreach (var user in userPage.Rows)
        {
            UserDocuments.Write(json, call, user, userProjection);
            await ScimResponses.FlushIfLargeAsync(json, response, stop);
        }

        foreach (var group in groupPage.Rows)
            await groupDocuments.WriteAsync(db, json, response, call, group, groupProjection, stop);
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(stop);
        await response.BodyWriter.FlushAsync(stop);
    }

    void WriteHead(Utf8JsonWriter json, ScimCall call, ResourceQuery query, RowPage<UserInGroups> userPage, RowPage<StoredGroup> groupPage)
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
