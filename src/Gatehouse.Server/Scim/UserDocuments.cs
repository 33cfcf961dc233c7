using System.Text.Json;

using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;
using Gatehouse.Server.Directory;

namespace Gatehouse.Server.Scim;

/// <summary>Users as answers show them: the stored document with what only the server knows, which is id, meta, groups, the manager's name
/// and Gatehouse's own attributes.</summary>
static class UserDocuments
{
    const string Groups = "groups";
    const string Direct = "direct";

    static readonly SchemaAttribute GroupsAttribute = StandardSchemas.User.FindAttribute(Groups)!;

    public static bool WantsGroups(Projection projection) => projection.Includes(null, GroupsAttribute);

    /// <summary>Writes a user: its text as it is stored where the projection allows it, else from a tree.</summary>
    public static void Write(Utf8JsonWriter json, ScimCall call, UserInGroups user, Projection projection)
    {
        if (!projection.IsWholesale)
        {
            ResourceWriter.Write(json, TreeOf(call, user, projection), call.UserType, projection);
            return;
        }

        json.WriteStartObject();
        ResourceCopier.CopyMembers(json, user.User.Resource, call.UserType, projection, ManagerOf(call, user.User));
        EnvelopeOf(call, user.User).Write(json, projection);
        if (user.Groups.Count > 0 && WantsGroups(projection))
            WriteGroups(json, call, user.Groups);
        json.WriteEndObject();
    }

    static void WriteGroups(Utf8JsonWriter json, ScimCall call, IReadOnlyList<Membership> groups)
    {
        json.WriteStartArray(Groups);
        foreach (var membership in groups)
        {
            json.WriteStartObject();
            json.WriteString("value", membership.GroupId);
            json.WriteString("$ref", call.LocationOf(call.GroupType, membership.GroupId));
            json.WriteString("display", membership.Display);
            json.WriteString("type", Direct);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The same as a tree, for filters, sorting and chosen attributes.</summary>
    public static ScimObject TreeOf(ScimCall call, UserInGroups user, Projection projection)
    {
        var document = EnvelopeOf(call, user.User).Around(user.User.Read());
        AddOwnAttributes(call, user.User, document, projection);
        if (user.Groups.Count > 0 && WantsGroups(projection))
            document[Groups] = ListOf(call, user.Groups);

        if (ManagerOf(call, user.User) is { } manager && document[manager.Extension!.Id].AsObject is { } enterprise)
            enterprise[manager.Name] = manager.Value;
        return document;
    }

    static ResourceEnvelope EnvelopeOf(ScimCall call, StoredUser user) =>
        new(call.UserType, user.UserId, call.LocationOf(call.UserType, user.UserId), user.Version, user.CreatedAt, user.ModifiedAt);

    static ScimList ListOf(ScimCall call, IReadOnlyList<Membership> groups) => new(groups.Select(membership => (ScimValue)new ScimObject
    {
        ["value"] = membership.GroupId.ToString("D"),
        ["$ref"] = call.LocationOf(call.GroupType, membership.GroupId),
        ["display"] = membership.Display,
        ["type"] = Direct,
    }));

    static ResourceCopier.Replacement? ManagerOf(ScimCall call, StoredUser user) =>
        user.ManagerId is not { } id || call.UserType.FindSchema(StandardSchemas.EnterpriseUserId) is not { } enterprise ? null
        : new(enterprise, "manager", new ScimObject
        {
            ["value"] = id.ToString("D"), ["$ref"] = call.LocationOf(call.UserType, id), ["displayName"] = user.ManagerName,
        });

    static void AddOwnAttributes(ScimCall call, StoredUser stored, ScimObject document, Projection projection)
    {
        if (projection.IsWholesale)
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
}
