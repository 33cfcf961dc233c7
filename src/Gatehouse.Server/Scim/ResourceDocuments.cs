using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Scim;

/// <summary>Adds to stored resources what only the server knows: id, meta, groups, the manager's name, and Gatehouse's own attributes.</summary>
sealed class ResourceDocuments(Users users, GroupMembers members)
{
    /// <summary>Users as answers show them. Asks the database only for what the projection lets through.</summary>
    public async Task<IReadOnlyList<ScimObject>> OfUsersAsync(
        DbScope db, ScimCall call, IReadOnlyList<StoredUser> stored, Projection projection, CancellationToken stop)
    {
        var documents = stored.Select(user => OfUser(call, user, user.Read(), projection)).ToList();
        await AddGroupsAsync(db, call, documents, projection, stop);
        await AddManagersAsync(db, call, documents, projection, stop);
        return documents;
    }

    /// <summary>A user that was created just now, who cannot be in a group yet.</summary>
    public async Task<ScimObject> OfNewUserAsync(
        DbScope db, ScimCall call, StoredUser stored, ScimObject resource, Projection projection, CancellationToken stop)
    {
        var document = OfUser(call, stored, resource, projection);
        await AddManagersAsync(db, call, [document], projection, stop);
        return document;
    }

    public async Task<ScimObject> OfUserAsync(
        DbScope db, ScimCall call, StoredUser stored, ScimObject resource, Projection projection, CancellationToken stop)
    {
        var document = OfUser(call, stored, resource, projection);
        await AddGroupsAsync(db, call, [document], projection, stop);
        await AddManagersAsync(db, call, [document], projection, stop);
        return document;
    }

    /// <summary>A group without its members, which are streamed.</summary>
    public static ScimObject OfGroup(ScimCall call, StoredGroup stored, ScimObject resource) =>
        Envelope(call, call.GroupType, resource, stored.GroupId, stored.Version, stored.CreatedAt, stored.ModifiedAt);

    static ScimObject OfUser(ScimCall call, StoredUser stored, ScimObject resource, Projection projection)
    {
        var document = Envelope(call, call.UserType, resource, stored.UserId, stored.Version, stored.CreatedAt, stored.ModifiedAt);
        AddOwnAttributes(call, stored, document, projection);
        return document;
    }

    static ScimObject Envelope(ScimCall call, ResourceType type, ScimObject resource, Guid id, long version, long createdAt, long modifiedAt)
    {
        var document = new ScimObject { ["schemas"] = resource["schemas"], ["id"] = id.ToString("D") };
        foreach (var (name, value) in resource)
            document[name] = value;

        ResourceReader.SetSchemas(document, type);
        document["meta"] = new ScimObject
        {
            ["resourceType"] = type.Name,
            ["created"] = ScimDateTime.Format(DateTimeOffset.FromUnixTimeMilliseconds(createdAt)),
            ["lastModified"] = ScimDateTime.Format(DateTimeOffset.FromUnixTimeMilliseconds(modifiedAt)),
            ["location"] = call.LocationOf(type, id),
            ["version"] = ETags.Of(version),
        };
        return document;
    }

    static void AddOwnAttributes(ScimCall call, StoredUser stored, ScimObject document, Projection projection)
    {
        if (projection.IsDefault)
            return;

        var values = new ScimObject
        {
            ["organizationId"] = call.Organization.ToString(),
            ["origin"] = stored.Origin,
            ["provisionedBy"] = stored.ProvisionedBy,
            ["state"] = document["active"].AsBoolean == true ? "active" : "inactive",
        };
        var schema = GatehouseUserSchema.Schema;
        foreach (var (name, value) in values)
        {
            if (projection.Includes(schema, schema.FindAttribute(name)!))
                new AttributeLocation(schema, schema.FindAttribute(name)!).Set(document, value);
        }

        ResourceReader.SetSchemas(document, call.UserType);
    }

    async Task AddGroupsAsync(DbScope db, ScimCall call, IReadOnlyList<ScimObject> documents, Projection projection, CancellationToken stop)
    {
        if (documents.Count == 0 || call.UserType.Schema.FindAttribute("groups") is not { } attribute || !projection.Includes(null, attribute))
            return;

        var byId = documents.ToDictionary(static document => Guid.Parse(document["id"].AsText!));
        foreach (var membership in await members.GroupsOfAsync(db, byId.Keys, stop))
        {
            var document = byId[membership.MemberId];
            if (document["groups"].AsList is not { } groups)
                document["groups"] = groups = [];
            groups.Add(new ScimObject
            {
                ["value"] = membership.GroupId.ToString("D"),
                ["$ref"] = call.LocationOf(call.GroupType, membership.GroupId),
                ["display"] = membership.Display,
                ["type"] = "direct",
            });
        }
    }

    async Task AddManagersAsync(DbScope db, ScimCall call, IReadOnlyList<ScimObject> documents, Projection projection, CancellationToken stop)
    {
        if (call.UserType.Find(StandardSchemas.EnterpriseUserId, "manager") is not { } manager || !projection.Includes(manager.Extension, manager.Attribute))
            return;

        var managed = documents
            .Select(document => manager.Get(document).AsObject)
            .OfType<ScimObject>()
            .Where(static value => ResourceIds.TryParse(value["value"].AsText, out _))
            .ToList();
        if (managed.Count == 0)
            return;

        // A manager who does not exist (yet) is kept as sent, without address and name.
        var names = await users.NamesAsync(db, [.. managed.Select(static value => Guid.Parse(value["value"].AsText!)).Distinct()], stop);
        foreach (var value in managed)
        {
            var id = Guid.Parse(value["value"].AsText!);
            if (!names.TryGetValue(id, out var name))
                continue;

            value["$ref"] = call.LocationOf(call.UserType, id);
            value["displayName"] = name;
        }
    }
}
