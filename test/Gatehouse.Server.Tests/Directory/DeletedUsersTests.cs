using Gatehouse.Server.Directory;
using Gatehouse.Server.Tests.OAuth;
using Gatehouse.Server.Tests.Scim;

namespace Gatehouse.Server.Tests.Directory;

/// <summary>How long a deleted user can be brought back; that and how is told by the lifecycle suite.</summary>
public abstract class DeletedUsersTests(ServerFixture server) : ScimTest(server)
{
    [Fact]
    public async Task After_the_retention_nothing_of_a_deleted_user_is_left()
    {
        var (old, recent) = (await Scim.CreateUserAsync("old"), await Scim.CreateUserAsync("recent"));
        await Scim.DeleteAsync($"/Users/{old}");
        await Scim.DeleteAsync($"/Users/{recent}");
        var tooLongAgo = (DateTimeOffset.UtcNow - DeletedUsers.Retention - TimeSpan.FromHours(1)).ToUnixTimeMilliseconds();
        await Database.WriteAsync(Scim.Organization, db => db.ExecuteAsync("""
            update deleted_users
            set deleted_at = @tooLongAgo
            where organization_id = @organization
              and user_id = @id
            """, new { tooLongAgo, id = Guid.Parse(old) }, Stop), Stop);

        await Database.Instance.WriteAsync(db => Service<DeletedUsers>().PurgeAsync(db, Stop), Stop);

        Assert.Equal(["recent"], (await ListAsync()).Select(static user => user.UserName));
        Assert.False(await Database.WriteAsync(Scim.Organization, db => Service<DeletedUsers>().RestoreAsync(db, new UserId(Guid.Parse(old)), Stop), Stop));
    }

    [Fact]
    public async Task Deleted_users_are_listed_newest_first_and_no_more_than_asked_for()
    {
        foreach (var name in (string[])["a", "b", "c"])
            await Scim.DeleteAsync($"/Users/{await Scim.CreateUserAsync(name)}");

        Assert.Equal(["a", "b", "c"], (await ListAsync()).Select(static user => user.UserName).Order(StringComparer.Ordinal));
        Assert.Equal(2, (await ListAsync(2)).Count);
        var times = (await ListAsync()).Select(static user => user.DeletedAt).ToList();
        Assert.Equal(times.OrderDescending(), times);
    }

    Task<IReadOnlyList<DeletedUser>> ListAsync(int take = 10) =>
        Database.ReadAsync(Scim.Organization, db => Service<DeletedUsers>().ListAsync(db, take, Stop), Stop);
}

public sealed class DeletedUsersOnSqlite(SqliteServer server) : DeletedUsersTests(server);

public sealed class DeletedUsersOnPostgreSql(PostgreSqlServer server) : DeletedUsersTests(server);
