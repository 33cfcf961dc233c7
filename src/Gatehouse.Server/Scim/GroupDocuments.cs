using System.Text.Json;

using Gatehouse.Scim.Resources;
using Gatehouse.Scim.Schemas;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Scim;

/// <summary>Writes groups, streaming their members from the database to the client. Without members asked for, none is read.</summary>
sealed class GroupDocuments(Groups groups, GroupMembers members, Database database)
{
    static readonly SchemaAttribute MembersAttribute = StandardSchemas.Group.FindAttribute("members")!;

    public static bool WantsMembers(Projection projection) => projection.Includes(null, MembersAttribute);

    /// <summary>A group without its members as a tree, for filters, sorting and chosen attributes.</summary>
    public static ScimObject TreeOf(ScimCall call, StoredGroup stored) => EnvelopeOf(call, stored).Around(stored.Read());

    static ResourceEnvelope EnvelopeOf(ScimCall call, StoredGroup stored) =>
        new(call.GroupType, stored.GroupId, call.LocationOf(call.GroupType, stored.GroupId), stored.Version, stored.CreatedAt, stored.ModifiedAt);

    /// <summary>Answers a change with the group as it is now.</summary>
    public Task SendAsync(HttpResponse response, ScimCall call, WriteResult result, Projection projection, CancellationToken stop)
    {
        response.Headers.ETag = result.Version;
        if (result.Status == StatusCodes.Status201Created)
            response.Headers.Location = result.Location;

        _ = GroupId.TryParse(result.Location[(result.Location.LastIndexOf('/') + 1)..], out var id);
        return database.ReadAsync(call.Organization, async db =>
        {
            var stored = await groups.FindAsync(db, id, stop) ?? throw GroupWrites.NotFound();
            await SendAsync(db, response, call, stored, projection, stop, result.Status);
        }, stop);
    }

    public async Task SendAsync(
        DbScope db, HttpResponse response, ScimCall call, StoredGroup stored, Projection projection, CancellationToken stop, int status = 200)
    {
        await using var json = ScimResponses.Begin(response, status);
        await WriteAsync(db, json, response, call, stored, projection, stop);
        await json.FlushAsync(stop);
        await response.BodyWriter.FlushAsync(stop);
    }

    /// <summary>Writes one group into an answer that has begun.</summary>
    public async Task WriteAsync(
        DbScope db, Utf8JsonWriter json, HttpResponse response, ScimCall call, StoredGroup stored, Projection projection, CancellationToken stop)
    {
        json.WriteStartObject();
        if (projection.IsWholesale)
        {
            ResourceCopier.CopyMembers(json, stored.Resource, call.GroupType, projection);
            EnvelopeOf(call, stored).Write(json, projection);
        }
        else
        {
            ResourceWriter.WriteMembers(json, TreeOf(call, stored), call.GroupType, projection);
        }

        if (WantsMembers(projection))
            await WriteMembersAsync(db, json, response, call, new GroupId(stored.GroupId), projection, stop);
        json.WriteEndObject();
    }

    async Task WriteMembersAsync(
        DbScope db, Utf8JsonWriter json, HttpResponse response, ScimCall call, GroupId group, Projection projection, CancellationToken stop)
    {
        var begun = false;
        await foreach (var member in members.StreamAsync(db, group, stop))
        {
            if (!begun)
                json.WriteStartArray("members");
            begun = true;
            Write(json, call, member, projection);
            await ScimResponses.FlushIfLargeAsync(json, response, stop);
        }

        // RFC 7643 §2.5: a group without members has no such attribute.
        if (begun)
            json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, ScimCall call, Member member, Projection projection)
    {
        json.WriteStartObject();
        if (Wants(projection, "value"))
            json.WriteString("value", member.MemberId);
        if (Wants(projection, "$ref"))
            json.WriteString("$ref", call.LocationOf(member.MemberType == "User" ? call.UserType : call.GroupType, member.MemberId));
        if (Wants(projection, "type"))
            json.WriteString("type", member.MemberType);
        if (member.Display is not null && Wants(projection, "display"))
            json.WriteString("display", member.Display);
        json.WriteEndObject();
    }

    static bool Wants(Projection projection, string subAttribute) =>
        projection.Includes(null, MembersAttribute, MembersAttribute.FindSubAttribute(subAttribute)!);
}
