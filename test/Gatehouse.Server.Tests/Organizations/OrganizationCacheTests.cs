using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Server.Tests.Organizations;

public abstract class OrganizationCacheTests : OAuthTest
{
    readonly OrganizationId id = OrganizationId.New(TimeProvider.System);
    readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    readonly OrganizationCache cache;

    protected OrganizationCacheTests(OAuthServer server)
        : base(server) => cache = new OrganizationCache(Database, Register, clock);

    OrganizationRegister Register => Services.GetRequiredService<OrganizationRegister>();

    [Fact]
    public async Task What_was_read_is_good_for_five_seconds_and_no_longer()
    {
        await Database.WriteAsync(id, db => Register.CreateAsync(db, "Contoso", "minimal", Stop), Stop);
        Assert.Equal("active", await StateAsync());
        await Database.WriteAsync(id, db => Register.SetStateAsync(db, Organization.Suspended, Stop), Stop);

        clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal("active", await StateAsync());
        clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal("suspended", await StateAsync());
    }

    [Fact]
    public async Task An_organization_that_was_not_there_is_found_once_it_is()
    {
        Assert.Null(await cache.GetAsync(id, Stop));
        await Database.WriteAsync(id, db => Register.CreateAsync(db, "Contoso", "minimal", Stop), Stop);

        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("active", await StateAsync());
    }

    [Fact]
    public async Task Organizations_are_kept_apart()
    {
        var other = OrganizationId.New(TimeProvider.System);
        await Database.WriteAsync(id, db => Register.CreateAsync(db, "Contoso", "minimal", Stop), Stop);
        await Database.WriteAsync(other, db => Register.CreateAsync(db, "Fabrikam", "minimal", Stop), Stop);

        Assert.Equal("Contoso", (await cache.GetAsync(id, Stop))?.Name);
        Assert.Equal("Fabrikam", (await cache.GetAsync(other, Stop))?.Name);
        Assert.Equal("Contoso", (await cache.GetAsync(id, Stop))?.Name);
    }

    async Task<string?> StateAsync() => (await cache.GetAsync(id, Stop))?.State;
}

public sealed class OrganizationCacheOnSqlite(SqliteServer server) : OrganizationCacheTests(server);

public sealed class OrganizationCacheOnPostgreSql(PostgreSqlServer server) : OrganizationCacheTests(server);
