using Gatehouse.Server.Clients;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Server.Tests.Clients;

/// <summary>What ends a token before its time, and what does not.</summary>
public abstract class TokenStatesTests : OAuthTest
{
    readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    readonly TokenStates states;

    protected TokenStatesTests(OAuthServer server)
        : base(server) => states = new TokenStates(Database, clock);

    [Fact]
    public async Task A_token_of_an_active_client_is_confirmed_under_the_clients_present_name()
    {
        var client = await CreateClientAsync();

        var confirmed = await states.ConfirmAsync(SignedToken(client), Stop);

        Assert.Equal("Provisioning", confirmed?.Caller.ClientName);
        Assert.Equal(["scim.read", "scim.write"], confirmed!.Caller.Scopes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_client_that_was_never_there_confirms_nothing()
    {
        var client = await CreateClientAsync();

        Assert.Null(await states.ConfirmAsync(SignedToken(client with { ClientId = ClientId.New(client.Organization, clock) }), Stop));
    }

    [Fact]
    public async Task A_suspended_organization_confirms_nothing_until_it_is_resumed()
    {
        var client = await CreateClientAsync();
        await SuspendAsync(client);
        Assert.Null(await states.ConfirmAsync(SignedToken(client), Stop));

        await Database.WriteAsync(
            client.Organization, db => Services.GetRequiredService<OrganizationRegister>().SetStateAsync(db, Organization.Active, Stop), Stop);

        Assert.NotNull(await states.ConfirmAsync(SignedToken(client), Stop));
    }

    [Fact]
    public async Task Revoking_one_signed_token_ends_that_one_alone()
    {
        var client = await CreateClientAsync();
        var (first, second) = (SignedToken(client), SignedToken(client));

        await RevokeAsync(first);
        await RevokeAsync(first);

        Assert.Null(await states.ConfirmAsync(first, Stop));
        Assert.NotNull(await states.ConfirmAsync(second, Stop));
    }

    [Fact]
    public async Task Revoking_one_long_lived_token_ends_that_one_alone()
    {
        var client = await CreateClientAsync();
        var (first, second) = (await LongLivedTokenAsync(client), await LongLivedTokenAsync(client));

        await RevokeAsync(first);

        Assert.Null(await states.ConfirmAsync(first, Stop));
        Assert.NotNull(await states.ConfirmAsync(second, Stop));
        Assert.NotNull(await states.ConfirmAsync(SignedToken(client), Stop));
    }

    [Fact]
    public async Task The_end_of_a_secret_does_not_end_tokens_that_it_fetched()
    {
        var client = await CreateClientAsync();
        var token = SignedToken(client);

        await RevokeCredentialAsync(client);

        Assert.NotNull(await states.ConfirmAsync(token, Stop));
    }

    [Fact]
    public async Task A_revocation_is_forgotten_once_its_token_would_have_expired_anyway()
    {
        var client = await CreateClientAsync();
        await RevokeAsync(SignedToken(client));
        Assert.Equal(1, await CountAsync(client));

        clock.Advance(TimeSpan.FromHours(2));
        await RevokeAsync(SignedToken(client));

        Assert.Equal(1, await CountAsync(client));
    }

    [Fact]
    public async Task Sweeping_leaves_other_organizations_and_running_revocations_alone()
    {
        var (client, other) = (await CreateClientAsync(), await CreateClientAsync());
        await RevokeAsync(SignedToken(other));
        clock.Advance(TimeSpan.FromHours(2));
        var running = SignedToken(client);

        await RevokeAsync(running);
        await RevokeAsync(SignedToken(client));

        Assert.Equal(2, await CountAsync(client));
        Assert.Equal(1, await CountAsync(other));
        Assert.Null(await states.ConfirmAsync(running, Stop));
    }

    AccessToken SignedToken(TestClient client) => new()
    {
        Caller = new Caller(client.Organization, client.ClientId, "", new HashSet<string> { "scim.read", "scim.write" }),
        Audience = "", Id = Guid.NewGuid().ToString(), IssuedAt = clock.GetUtcNow(), ExpiresAt = clock.GetUtcNow().AddHours(1), IsLongLived = false,
    };

    async Task<AccessToken> LongLivedTokenAsync(TestClient client)
    {
        var (id, _) = await Database.WriteAsync(
            client.Organization, db => new ClientRegister(clock).AddBearerTokenAsync(db, client.ClientId, clock.GetUtcNow().AddDays(1), Stop), Stop);
        return SignedToken(client) with { Id = id.ToString("N"), IsLongLived = true };
    }

    Task RevokeAsync(AccessToken token) => Database.WriteAsync(token.Caller.Organization, db => states.RevokeAsync(db, token, Stop), Stop);

    Task<long> CountAsync(TestClient client) => Database.ReadAsync(client.Organization, static db => db.ScalarAsync<long>(
        "select count(*) from revoked_tokens where organization_id = @organization", null, Stop), Stop);
}

public sealed class TokenStatesOnSqlite(SqliteServer server) : TokenStatesTests(server);

public sealed class TokenStatesOnPostgreSql(PostgreSqlServer server) : TokenStatesTests(server);
