using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Server.Tests.Storage;

public abstract class InstanceSettingsTests(OAuthServer server) : StorageTest(server)
{
    readonly string name = $"test {Guid.NewGuid():N}";

    InstanceSettings Settings => Services.GetRequiredService<InstanceSettings>();

    [Fact]
    public async Task The_last_value_of_a_name_counts()
    {
        Assert.Null(await Settings.FindAsync(name, Stop));

        await Settings.SetAsync(name, "first", Stop);
        await Settings.SetAsync(name, "second", Stop);

        Assert.Equal("second", await Settings.FindAsync(name, Stop));
        Assert.Null(await Settings.FindAsync(name + "x", Stop));
    }

    [Fact]
    public async Task Nodes_that_set_one_name_at_once_do_not_fail()
    {
        var values = Enumerable.Range(0, 16).Select(static number => $"value {number}").ToList();

        await Task.WhenAll(values.Select(value => Task.Run(() => Settings.SetAsync(name, value, Stop))));

        Assert.Contains(await Settings.FindAsync(name, Stop), values);
    }
}

public sealed class InstanceSettingsOnSqlite(SqliteServer server) : InstanceSettingsTests(server);

public sealed class InstanceSettingsOnPostgreSql(PostgreSqlServer server) : InstanceSettingsTests(server);
