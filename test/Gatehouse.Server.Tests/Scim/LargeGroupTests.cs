using System.Diagnostics;

using Gatehouse.Server.Directory;

namespace Gatehouse.Server.Tests.Scim;

/// <summary>What a change costs must not grow with the group.</summary>
public abstract class LargeGroupTests(ServerFixture server) : ScimTest(server)
{
    const int Members = 100_000;

    [Fact]
    public async Task A_change_of_one_member_costs_the_same_in_a_group_of_a_hundred_thousand()
    {
        var user = await Scim.CreateUserAsync("ann@contoso.example");
        var (small, large) = (await Scim.CreateGroupAsync("Small"), await Scim.CreateGroupAsync("Large"));
        await DirectoryRows.InsertUsersAsync(Database, Scim.Organization, Members, Stop);
        await DirectoryRows.AddToGroupAsync(Database, Scim.Organization, large, Stop);
        Assert.Equal(Members, await CountAsync("group_members"));

        await MeasureAsync(small, user);
        var (smallBytes, _) = await MeasureAsync(small, user);
        await MeasureAsync(large, user);
        var (largeBytes, largeTime) = await MeasureAsync(large, user);

        // Holding the members once would take megabytes; what other tests allocate meanwhile is far below that.
        Assert.InRange(largeBytes, 0, smallBytes + (20 * 1024 * 1024));
        Assert.InRange(largeTime, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(Members, await CountAsync("group_members"));
    }

    [Fact]
    public async Task Adding_and_removing_a_member_touches_one_row()
    {
        var user = await Scim.CreateUserAsync("ann@contoso.example");
        var group = await Scim.CreateGroupAsync("Large");
        await DirectoryRows.InsertUsersAsync(Database, Scim.Organization, 1_000, Stop);
        await DirectoryRows.AddToGroupAsync(Database, Scim.Organization, group, Stop);
        var members = Service<GroupMembers>();
        _ = GroupId.TryParse(group, out var id);
        Guid[] one = [Guid.Parse(user)];

        Assert.Equal(one, await Database.WriteAsync(Scim.Organization, db => members.AddAsync(db, id, one, Stop), Stop));
        Assert.Empty(await Database.WriteAsync(Scim.Organization, db => members.AddAsync(db, id, one, Stop), Stop));
        Assert.Equal(one, await Database.WriteAsync(Scim.Organization, db => members.RemoveAsync(db, id, one, Stop), Stop));

        // Whoever stayed was not written again: the time of joining is still the one of the beginning.
        (await Scim.PatchAsync($"/Groups/{group}", $$"""{ "op": "add", "path": "members", "value": [{ "value": "{{user}}" }] }""")).ShouldBe(204);
        Assert.Equal(1_000, await CountAsync("group_members", "added_at = 1"));
        Assert.Equal(1_001, await CountAsync("group_members"));
    }

    [Fact]
    public async Task A_large_group_is_streamed_whole()
    {
        var group = await Scim.CreateGroupAsync("Large");
        await DirectoryRows.InsertUsersAsync(Database, Scim.Organization, 20_000, Stop);
        await DirectoryRows.AddToGroupAsync(Database, Scim.Organization, group, Stop);

        var members = await Scim.MembersAsync(group);

        Assert.Equal(20_000, members.Distinct().Count());
        Assert.Equal(20_000, members.Count);
    }

    async Task<(long Bytes, TimeSpan Time)> MeasureAsync(string group, string user)
    {
        var started = Stopwatch.GetTimestamp();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        (await Scim.PatchAsync($"/Groups/{group}", $$"""{ "op": "Add", "path": "members", "value": [{ "value": "{{user}}" }] }""")).ShouldBe(204);
        (await Scim.PatchAsync($"/Groups/{group}", $$"""{ "op": "remove", "path": "members[value eq \"{{user}}\"]" }""")).ShouldBe(204);
        return (GC.GetTotalAllocatedBytes(precise: true) - before, Stopwatch.GetElapsedTime(started));
    }
}
