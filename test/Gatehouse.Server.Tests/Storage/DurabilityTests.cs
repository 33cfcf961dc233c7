using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Storage;

/// <summary>What is acknowledged is on disk: the settings that promise it are asked for at every start (L1, L2).</summary>
public sealed class DurabilityOnSqlite(SqliteServer server) : StorageTest(server)
{
    [Fact]
    public async Task Every_connection_has_the_settings_that_the_promise_rests_on()
    {
        Assert.Equal("wal 2 1", await Database.Instance.ReadAsync(SettingsAsync, Stop));
        Assert.Equal("wal 2 1", await Database.Instance.WriteAsync(SettingsAsync, Stop));

        await Database.CheckAsync(Stop);
    }

    [Fact]
    public async Task A_database_that_would_forget_is_refused_at_the_start()
    {
        await using var forgetful = new SqliteDatabase(":memory:");

        var refusal = await Assert.ThrowsAsync<StorageException>(() => forgetful.CheckAsync(Stop));

        Assert.Contains("journal_mode=memory", refusal.Message, StringComparison.Ordinal);
    }

    static async Task<string> SettingsAsync(DbScope db) =>
        $"{await db.ScalarAsync<string>("pragma journal_mode", null, Stop)} "
        + $"{await db.ScalarAsync<long>("pragma synchronous", null, Stop)} {await db.ScalarAsync<long>("pragma foreign_keys", null, Stop)}";
}

public sealed class DurabilityOnPostgreSql(PostgreSqlServer server) : StorageTest(server)
{
    string ConnectionString => ((GatehouseOptions)Services.GetService(typeof(GatehouseOptions))!).Database.ConnectionString;

    [Fact]
    public async Task The_servers_own_connections_wait_for_the_disk()
    {
        await Database.CheckAsync(Stop);

        Assert.Equal("on", await Database.Instance.WriteAsync(static db => db.ScalarAsync<string>("show synchronous_commit", null, Stop), Stop));
    }

    [Theory]
    [InlineData("off")]
    [InlineData("local")]
    public async Task A_server_that_would_forget_is_refused_at_the_start(string setting)
    {
        await using var forgetful = new PostgreSqlDatabase($"{ConnectionString};Options=-c synchronous_commit={setting}");

        var refusal = await Assert.ThrowsAsync<StorageException>(() => forgetful.CheckAsync(Stop));

        Assert.Contains($"synchronous_commit={setting}", refusal.Message, StringComparison.Ordinal);
    }
}
