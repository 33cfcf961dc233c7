using Gatehouse.Server.Audit;

namespace Gatehouse.Server.Tests.Scim;

/// <summary>The audit trail: one event for every change, in the change's own transaction.</summary>
public abstract class AuditTests(ServerFixture server) : ScimTest(server)
{
    [Fact]
    public async Task Every_change_leaves_one_event_that_says_who_did_what_to_whom()
    {
        var created = await Scim.PostAsync("/Users", ScimClient.User("ann", "\"title\": \"Clerk\""));
        var user = created.Id;
        await Scim.PatchAsync($"/Users/{user}", """{ "op": "replace", "path": "title", "value": "Chief" }""");
        await Scim.PatchAsync($"/Users/{user}", """{ "op": "replace", "path": "active", "value": "False" }""");
        await Scim.PatchAsync($"/Users/{user}", """{ "op": "replace", "path": "active", "value": true }""");
        var group = await Scim.CreateGroupAsync("Tools");
        await Scim.PatchAsync($"/Groups/{group}", $$"""{ "op": "add", "path": "members", "value": [{ "value": "{{user}}" }] }""");
        await Scim.DeleteAsync($"/Users/{user}");
        await Scim.DeleteAsync($"/Groups/{group}");

        var events = await EventsAsync();

        // Events of one millisecond have no order between them.
        Assert.Equal(
            ["group.created", "group.deleted", "group.updated", "user.activated", "user.created", "user.deactivated", "user.deleted", "user.updated"],
            events.Keys.Order(StringComparer.Ordinal));
        Assert.All(events.Values, one => Assert.Equal(("client", Scim.Client.ToString()), (one.ActorKind, one.ActorId)));
        Assert.All(events.Values, one => Assert.Equal(one.TargetType == "user" ? user : group, one.TargetId));
        Assert.Equal(Assert.Single(created.Headers.GetValues("X-Request-Id")), events["user.created"].RequestId);
        Assert.Equal("127.0.0.1", events["user.created"].SourceAddress);
        Assert.Contains("title", events["user.updated"].Details, StringComparison.Ordinal);
        Assert.Contains(user, events["group.updated"].Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_refusals_and_changes_of_nothing_leave_none()
    {
        var user = await Scim.CreateUserAsync("ann");
        var group = await Scim.CreateGroupAsync("Tools");
        var before = (await EventsAsync()).Count;

        await Scim.GetAsync($"/Users/{user}");
        await Scim.PostAsync("/Users", ScimClient.User("ann"));
        await Scim.PostAsync("/Users", ScimClient.User("bea", "\"colour\": 1"));
        await Scim.PutAsync($"/Users/{user}", "{}");
        await Scim.PatchAsync($"/Users/{user}", """{ "op": "replace", "path": "title", "value": "x" }""", ("If-Match", "W/\"none\""));
        await Scim.PatchAsync($"/Users/{user}", """{ "op": "replace", "path": "active", "value": true }""");
        await Scim.PatchAsync($"/Users/{user}", "");
        await Scim.PatchAsync($"/Groups/{group}", """{ "op": "add", "path": "members", "value": [{ "value": "nobody" }] }""");
        await Scim.PatchAsync($"/Groups/{group}", """{ "op": "remove", "path": "members" }""");
        await Scim.DeleteAsync("/Users/none");

        Assert.Equal(before, (await EventsAsync()).Count);
    }

    [Fact]
    public async Task The_change_its_event_and_its_log_row_are_one_transaction()
    {
        // Where the event cannot be written there is no change either.
        var user = await Scim.CreateUserAsync("ann");
        var service = Service<Gatehouse.Server.Directory.Users>();
        var row = Gatehouse.Server.Directory.UserRow.From(new Gatehouse.Scim.Resources.ScimObject { ["userName"] = "bea" });

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => Database.WriteAsync(Scim.Organization, async db =>
        {
            await service.InsertAsync(db, row, "scim", null, Stop);
            await Service<AuditLog>().AppendAsync(db, new AuditEvent { ActorKind = "client", ActorId = "x", Action = "user.created", TargetType = "user", TargetId = user }, Stop);
            throw new InvalidOperationException("The power went.");
        }, Stop));

        Assert.Equal(1, await CountAsync("users"));
        Assert.Equal(1, await CountAsync("audit_events"));
        Assert.Equal(1, await CountAsync("scim_requests"));
    }

    async Task<IReadOnlyDictionary<string, StoredAuditEvent>> EventsAsync() =>
        (await Database.ReadAsync(Scim.Organization, db => Service<AuditLog>().ListAsync(db, null, 100, Stop), Stop)).ToDictionary(static one => one.Action);
}
