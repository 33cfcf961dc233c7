using Dapper;

using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Storage;

/// <summary>A scope speaks for one organization and for no other (S1).</summary>
public abstract class DbScopeTests(OAuthServer server) : StorageTest(server)
{
    const string Unbound = "select token_id from revoked_tokens";

    [Fact]
    public async Task A_statement_that_does_not_name_the_organization_is_refused_by_every_method()
    {
        await WriteAsync("one");

        await RefusedAsync(static db => db.FindAsync<string>(Unbound, null, Stop));
        await RefusedAsync(static db => db.ListAsync<string>(Unbound, null, Stop));
        await RefusedAsync(static async db => await db.StreamAsync<Word>(Unbound, null, Stop).ToListAsync(Stop));
        await RefusedAsync(static db => db.ScalarAsync<string>(Unbound, null, Stop));
        await RefusedAsync(static db => db.ExecuteAsync("delete from revoked_tokens", null, Stop));
        await RefusedAsync(static db => db.ExecuteAsync(
            "delete from revoked_tokens where organization_id = @other", new { other = Guid.NewGuid() }, Stop));

        Assert.Equal(["one"], await WordsAsync());
    }

    [Fact]
    public async Task Every_method_binds_the_organization_itself()
    {
        await WriteAsync("one");

        await Database.ReadAsync(Organization, static async db =>
        {
            Assert.Equal("one", await db.FindAsync<string>(ListSql, null, Stop));
            Assert.Equal(["one"], await db.ListAsync<string>(ListSql, null, Stop));
            Assert.Equal([new Word { TokenId = "one" }], await db.StreamAsync<Word>(ListSql, null, Stop).ToListAsync(Stop));
            Assert.Equal("one", await db.ScalarAsync<string>(ListSql, null, Stop));
        }, Stop);
    }

    [Fact]
    public async Task The_organization_that_is_bound_is_the_scopes_own_whatever_the_arguments_say()
    {
        var other = OrganizationId.New(TimeProvider.System);
        await WriteAsync("ours");
        await Database.WriteAsync(other, static db => InsertAsync(db, "theirs"), Stop);
        var arguments = new DynamicParameters(new { organization = other.Value });

        Assert.Equal(["ours"], await Database.ReadAsync(Organization, db => db.ListAsync<string>(ListSql, new { organization = other.Value }, Stop), Stop));
        Assert.Equal(["ours"], await Database.ReadAsync(Organization, db => db.ListAsync<string>(ListSql, arguments, Stop), Stop));
    }

    [Fact]
    public async Task A_scope_tells_whose_it_is_and_the_instances_is_nobodys()
    {
        Assert.Equal(Organization, await Database.ReadAsync(Organization, static db => Task.FromResult(db.Organization), Stop));

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Database.Instance.ReadAsync(static db => Task.FromResult(db.Organization), Stop));
    }

    [Fact]
    public async Task The_instances_scope_sees_all_organizations()
    {
        var other = OrganizationId.New(TimeProvider.System);
        var word = Guid.NewGuid().ToString("N");
        await WriteAsync(word);
        await Database.WriteAsync(other, db => InsertAsync(db, word), Stop);

        var owners = await Database.Instance.ReadAsync(
            db => db.ListAsync<Guid>("select organization_id from revoked_tokens where token_id = @word", new { word }, Stop), Stop);

        Assert.Equal(new[] { Organization.Value, other.Value }.Order(), owners.Order());
    }

    [Fact]
    public async Task A_taken_key_is_told_in_one_way_on_every_engine()
    {
        await WriteAsync("one");

        // The primary key of one table, a unique index of another.
        await Assert.ThrowsAsync<UniqueViolationException>(() => WriteAsync("one"));
        await Database.WriteAsync(Organization, static db => db.ExecuteAsync(UserSql, new { user = Guid.NewGuid() }, Stop), Stop);
        await Assert.ThrowsAsync<UniqueViolationException>(
            () => Database.WriteAsync(Organization, static db => db.ExecuteAsync(UserSql, new { user = Guid.NewGuid() }, Stop), Stop));
    }

    [Theory]
    [InlineData("insert into revoked_tokens (organization_id, token_id) values (@organization, 'x')")]
    [InlineData("insert into clients (organization_id, client_id, name, scopes, state, token_lifetime, version, created_at, modified_at) values (@organization, 'x', '', '', '', 0, 0, 0, 0)")]
    [InlineData("select nonsense from revoked_tokens where organization_id = @organization")]
    public async Task Other_faults_are_not_mistaken_for_a_taken_key(string sql)
    {
        var problem = await Assert.ThrowsAnyAsync<Exception>(() => Database.WriteAsync(Organization, db => db.ExecuteAsync(sql, null, Stop), Stop));

        Assert.IsAssignableFrom<System.Data.Common.DbException>(problem);
    }

    const string UserSql = """
        insert into users (organization_id, user_id, user_name, user_name_key, active, resource, origin, version, created_at, modified_at)
        values (@organization, @user, 'ann', 'ann', true, '{}', 'scim', 1, 0, 0)
        """;

    async Task RefusedAsync(Func<DbScope, Task> statement)
    {
        var read = await Assert.ThrowsAsync<InvalidOperationException>(() => Database.ReadAsync(Organization, statement, Stop));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.WriteAsync(Organization, statement, Stop));

        Assert.Contains("must say whose rows", read.Message, StringComparison.Ordinal);
    }

    sealed record Word
    {
        public required string TokenId { get; init; }
    }
}

public sealed class DbScopeOnSqlite(SqliteServer server) : DbScopeTests(server);

public sealed class DbScopeOnPostgreSql(PostgreSqlServer server) : DbScopeTests(server);
