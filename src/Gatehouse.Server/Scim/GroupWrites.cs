using Gatehouse.Scim;
using Gatehouse.Scim.Patch;
using Gatehouse.Scim.Resources;
using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Scim;

/// <summary>
/// Changes of groups, the same through every door. Each is one transaction that holds the change, its audit event and its row in the
/// request log. Members are changed as rows, under the group row's lock, without reading those that stay.
/// </summary>
sealed class GroupWrites(Database database, Groups groups, GroupMembers members, AuditLog audit)
{
    const string Members = "members";

    public Task<WriteResult> CreateAsync(ScimCall call, ScimValue body, CancellationToken stop)
    {
        var resource = ResourceReader.Read(body, call.GroupType);
        var ids = MemberChanges.IdsOf(resource[Members]);
        resource.Remove(Members);
        var row = GroupRow.From(resource);

        return WriteAsync(call, async db =>
        {
            var stored = await groups.InsertAsync(db, row, stop);
            var id = new GroupId(stored.GroupId);
            var joined = await members.AddAsync(db, id, ids, stop);
            await RecordAsync(db, call, "group.created", 201, id, ChangedAttributes.Of(null, resource), new(joined, [], 0), stop);
            return ResultOf(call, 201, stored);
        }, stop);
    }

    public Task<WriteResult> ReplaceAsync(ScimCall call, string id, Func<ScimValue> body, string? ifMatch, CancellationToken stop) =>
        ChangeAsync(call, id, ifMatch, 200, async (db, group, before) =>
        {
            var after = ResourceReader.Read(body(), call.GroupType);
            ResourceReader.RefuseChangedImmutables(before, after, call.GroupType);
            var ids = MemberChanges.IdsOf(after[Members]);
            after.Remove(Members);
            return (after, await members.ReplaceAsync(db, group, ids, stop));
        }, stop);

    public Task<WriteResult> PatchAsync(ScimCall call, string id, Func<ScimValue> body, string? ifMatch, CancellationToken stop) =>
        ChangeAsync(call, id, ifMatch, 204, async (db, group, before) =>
        {
            var operations = PatchResolver.Resolve(PatchRequest.Read(body()), call.GroupType, id);
            var after = before.Clone();
            PatchApplier.Apply([.. operations.Where(static one => !IsOnMembers(one))], call.GroupType, after);

            var changes = new MemberChanges(members, db, group);
            foreach (var operation in operations.Where(IsOnMembers))
                await changes.ApplyAsync(operation, stop);
            return (after, changes.Outcome);
        }, stop);

    public Task<WriteResult> DeleteAsync(ScimCall call, string id, string? ifMatch, CancellationToken stop) =>
        database.WriteAsync(call.Organization, async db =>
        {
            var stored = await FindForUpdateAsync(db, id, stop);
            ETags.RequireMatch(ifMatch, stored.Version);
            var group = new GroupId(stored.GroupId);
            await members.LeaveAllAsync(db, group.Value, stop);
            await groups.DeleteAsync(db, group, stop);
            await RecordAsync(db, call, "group.deleted", 204, group, [], MembershipChange.None, stop);
            return new WriteResult(204, call.LocationOf(call.GroupType, stored.GroupId), null, null);
        }, stop);

    Task<WriteResult> ChangeAsync(
        ScimCall call, string id, string? ifMatch, int status,
        Func<DbScope, GroupId, ScimObject, Task<(ScimObject After, MembershipChange Members)>> change, CancellationToken stop) =>
        WriteAsync(call, async db =>
        {
            var stored = await FindForUpdateAsync(db, id, stop);
            ETags.RequireMatch(ifMatch, stored.Version);
            var group = new GroupId(stored.GroupId);
            var before = stored.Read();
            var (after, membership) = await change(db, group, before);
            var changed = ChangedAttributes.Of(before, after).ToList();
            if (changed.Count > 0)
                stored = await groups.UpdateAsync(db, stored, GroupRow.From(after), stop);
            else if (membership.IsAny)
                stored = await groups.TouchAsync(db, stored, stop);

            if (membership.IsAny)
                changed.Add(Members);
            await RecordAsync(db, call, "group.updated", status, group, changed, membership, stop);
            return ResultOf(call, status, stored);
        }, stop);

    async Task<WriteResult> WriteAsync(ScimCall call, Func<DbScope, Task<WriteResult>> work, CancellationToken stop)
    {
        try
        {
            return await database.WriteAsync(call.Organization, work, stop);
        }
        catch (UniqueViolationException)
        {
            throw Groups.NameTaken();
        }
    }

    static bool IsOnMembers(ResolvedOperation operation) => operation.Target is { Extension: null, Attribute.Name: Members };

    async Task<StoredGroup> FindForUpdateAsync(DbScope db, string id, CancellationToken stop) =>
        (GroupId.TryParse(id, out var group) ? await groups.FindForUpdateAsync(db, group, stop) : null) ?? throw NotFound();

    public static ScimException NotFound() => ScimException.NotFound("There is no group with this id.");

    async Task RecordAsync(
        DbScope db, ScimCall call, string action, int status, GroupId group, IReadOnlyList<string> changed, MembershipChange membership,
        CancellationToken stop)
    {
        if (changed.Count > 0 || action != "group.updated")
        {
            var details = new ScimAudit.Details
            {
                Attributes = changed, Joined = membership.Joined, Left = membership.Left,
                JoinedCount = membership.Joined.Count, LeftCount = membership.Left.Count + membership.LeftUntold,
            };
            await audit.AppendAsync(db, ScimAudit.Event(call, action, "group", group.Value, details), stop);
        }

        call.Log.TargetId = group.ToString();
        call.Log.Attributes = changed;
        call.Log.Status = status;
        await ScimRequestLog.AppendAsync(db, call.Caller, call.Log, stop);
    }

    static WriteResult ResultOf(ScimCall call, int status, StoredGroup stored) =>
        new(status, call.LocationOf(call.GroupType, stored.GroupId), ETags.Of(stored.Version), null);
}
