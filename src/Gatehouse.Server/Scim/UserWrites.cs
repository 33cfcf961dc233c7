using Gatehouse.Scim;
using Gatehouse.Scim.Patch;
using Gatehouse.Scim.Resources;
using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Findings;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Scim;

/// <summary>
/// Changes of users, the same through every door: POST, PUT, PATCH, DELETE and Bulk. Each is one transaction that holds the change, its
/// audit event and its row in the request log.
/// </summary>
sealed class UserWrites(Database database, Users users, DeletedUsers deleted, FindingRegister findings, AuditLog audit)
{
    const string Origin = "scim";

    public Task<WriteResult> CreateAsync(ScimCall call, ScimValue body, CancellationToken stop)
    {
        var resource = ResourceReader.Read(body, call.UserType);
        var row = UserRow.From(resource);

        return WriteAsync(call, async db =>
        {
            var stored = await users.InsertAsync(db, row, Origin, call.Caller.Client.ToString(), stop);
            await RecordAsync(db, call, "user.created", 201, stored.UserId, ChangedAttributes.Of(null, resource), stop);
            return ResultOf(call, 201, UserInGroups.Alone(stored));
        }, stop);
    }

    public Task<WriteResult> ReplaceAsync(ScimCall call, string id, Func<ScimValue> body, string? ifMatch, CancellationToken stop) =>
        ChangeAsync(call, id, ifMatch, before =>
        {
            var after = ResourceReader.Read(body(), call.UserType);
            ResourceReader.RefuseChangedImmutables(before, after, call.UserType);
            // A client that says nothing about active does not mean to let a deactivated user back in.
            if (!after["active"].HasValue)
                after["active"] = before["active"];
            return after;
        }, stop);

    public Task<WriteResult> PatchAsync(ScimCall call, string id, Func<ScimValue> body, string? ifMatch, CancellationToken stop) =>
        ChangeAsync(call, id, ifMatch, before =>
        {
            var operations = PatchResolver.Resolve(PatchRequest.Read(body()), call.UserType, id);
            var after = before.Clone();
            return PatchApplier.Apply(operations, call.UserType, after) ? after : before;
        }, stop);

    public Task<WriteResult> DeleteAsync(ScimCall call, string id, string? ifMatch, CancellationToken stop) =>
        database.WriteAsync(call.Organization, async db =>
        {
            var stored = (await FindForUpdateAsync(db, id, stop)).User;
            ETags.RequireMatch(ifMatch, stored.Version);
            await deleted.DeleteAsync(db, new UserId(stored.UserId), stop);
            if (stored.ProvisionedBy is null)
                await ResolveAsync(db, stored.UserId, stop);
            await RecordAsync(db, call, "user.deleted", 204, stored.UserId, [], stop);
            return new WriteResult(204, call.LocationOf(call.UserType, stored.UserId), null, null);
        }, stop);

    Task<WriteResult> ChangeAsync(ScimCall call, string id, string? ifMatch, Func<ScimObject, ScimObject> change, CancellationToken stop) =>
        WriteAsync(call, async db =>
        {
            var (stored, groups) = await FindForUpdateAsync(db, id, stop);
            ETags.RequireMatch(ifMatch, stored.Version);
            var before = stored.Read();
            var after = change(before);
            var changed = ChangedAttributes.Of(before, after);
            var client = call.Caller.Client.ToString();

            // The first write of a provisioning client takes an account over that was made at a sign-in or by hand.
            if (stored.ProvisionedBy is null)
                await ResolveAsync(db, stored.UserId, stop);
            if (changed.Count > 0 || stored.ProvisionedBy is null)
                stored = await users.UpdateAsync(db, stored, UserRow.From(after), client, stop);

            await RecordAsync(db, call, ActionOf(before, after), 200, stored.UserId, changed, stop);
            return ResultOf(call, 200, new(stored, groups));
        }, stop);

    /// <summary>Provisioning has found somebody who came before it.</summary>
    Task ResolveAsync(DbScope db, Guid user, CancellationToken stop) =>
        findings.ResolveAsync(db, FindingKinds.SignedInBeforeProvisioning, new UserId(user).ToString(), stop);

    async Task<WriteResult> WriteAsync(ScimCall call, Func<DbScope, Task<WriteResult>> work, CancellationToken stop)
    {
        try
        {
            return await database.WriteAsync(call.Organization, work, stop);
        }
        catch (UniqueViolationException)
        {
            throw Users.NameTaken();
        }
    }

    async Task<UserInGroups> FindForUpdateAsync(DbScope db, string id, CancellationToken stop) =>
        (UserId.TryParse(id, out var user) ? await users.FindForUpdateAsync(db, user, stop) : null) ?? throw NotFound();

    public static ScimException NotFound() => ScimException.NotFound("There is no user with this id.");

    static string ActionOf(ScimObject before, ScimObject after) => (before["active"].AsBoolean, after["active"].AsBoolean) switch
    {
        (true, false) => "user.deactivated",
        (false, true) => "user.activated",
        _ => "user.updated",
    };

    async Task RecordAsync(
        DbScope db, ScimCall call, string action, int status, Guid id, IReadOnlyList<string> changed, CancellationToken stop)
    {
        if (changed.Count > 0 || action != "user.updated")
            await audit.AppendAsync(db, ScimAudit.Event(call, action, "user", id, new ScimAudit.Details { Attributes = changed }), stop);

        call.Log.TargetId = id.ToString("D");
        call.Log.Attributes = changed;
        call.Log.Status = status;
        await ScimRequestLog.AppendAsync(db, call.Caller, call.Log, stop);
    }

    static WriteResult ResultOf(ScimCall call, int status, UserInGroups user) =>
        new(status, call.LocationOf(call.UserType, user.User.UserId), ETags.Of(user.User.Version), user);
}
