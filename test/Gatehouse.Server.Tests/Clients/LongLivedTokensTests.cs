using Gatehouse.Server.Clients;
using Gatehouse.Server.Keys;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Server.Tests.Clients;

public abstract class LongLivedTokensTests(OAuthServer server) : OAuthTest(server)
{
    BearerTokens Tokens => Services.GetRequiredService<BearerTokens>();

    [Fact]
    public async Task A_long_lived_token_names_its_caller()
    {
        var client = await CreateClientAsync(scopes: "scim.read");
        var token = await AddTokenAsync(client);

        var caller = await Tokens.AuthenticateAsync(token, Stop);

        Assert.Equal(client.ClientId, caller?.Client);
        Assert.Equal(client.Organization, caller?.Organization);
        Assert.Equal(["scim.read"], caller?.Scopes);
    }

    [Fact]
    public async Task A_token_changed_anywhere_opens_nothing()
    {
        var token = await AddTokenAsync(await CreateClientAsync());

        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.Null(await Tokens.AuthenticateAsync(changed, Stop));
        }
    }

    [Fact]
    public async Task A_well_formed_token_that_was_never_issued_opens_nothing()
    {
        var client = await CreateClientAsync();

        Assert.Null(await Tokens.AuthenticateAsync(LongLivedTokens.Create(client.ClientId, Guid.NewGuid()), Stop));
        Assert.Null(await Tokens.AuthenticateAsync(LongLivedTokens.Create(client.ClientId, client.Credential), Stop));
    }

    [Fact]
    public async Task A_long_lived_token_ends_on_its_day()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var node = ActivatorUtilities.CreateInstance<BearerTokens>(
            Services, ActivatorUtilities.CreateInstance<LongLivedTokens>(Services, clock), clock);
        var token = await AddTokenAsync(await CreateClientAsync(), TimeSpan.FromDays(365));
        clock.Advance(TimeSpan.FromDays(364));
        Assert.NotNull(await node.AuthenticateAsync(token, Stop));

        clock.Advance(TimeSpan.FromDays(2));

        Assert.Null(await node.AuthenticateAsync(token, Stop));
    }

    [Fact]
    public async Task Its_client_can_look_it_up_and_revoke_it_and_nobody_else_can()
    {
        var client = await CreateClientAsync();
        var other = await CreateClientAsync();
        var token = await AddTokenAsync(client);

        Assert.False(await IsActiveAsync(other, token));
        await PostFormAsync("/oauth/v2/revoke", [("token", token), .. other.Credentials]);
        Assert.True(await IsActiveAsync(client, token));

        await PostFormAsync("/oauth/v2/revoke", [("token", token), .. client.Credentials]);

        Assert.False(await IsActiveAsync(client, token));
        Assert.Null(await Tokens.AuthenticateAsync(token, Stop));
    }

    [Fact]
    public async Task A_long_lived_token_is_neither_a_secret_nor_an_assertion()
    {
        var client = await CreateClientAsync();
        var token = await AddTokenAsync(client);

        (await PostTokenAsync(("client_id", client.Id), ("client_secret", token))).ShouldRefuse(401, "invalid_client");
        Assert.Null(await Tokens.AuthenticateAsync(client.Secret, Stop));
    }

    [Fact]
    public async Task Only_the_hash_of_a_token_is_stored()
    {
        var client = await CreateClientAsync();
        var token = await AddTokenAsync(client);

        var hashes = await Database.ReadAsync(
            client.Organization,
            db => db.ListAsync<byte[]>("select hash from client_credentials where organization_id = @organization", null, Stop),
            Stop);

        Assert.Contains(hashes, hash => hash.AsSpan().SequenceEqual(Secrets.Hash(token)));
        Assert.All(hashes, hash => Assert.Equal(32, hash.Length));
    }

    Task<string> AddTokenAsync(TestClient client, TimeSpan? lifetime = null) =>
        Database.WriteAsync(
            client.Organization,
            async db => (await Services.GetRequiredService<ClientRegister>()
                .AddBearerTokenAsync(db, client.ClientId, DateTimeOffset.UtcNow + (lifetime ?? TimeSpan.FromDays(1)), Stop)).Token,
            Stop);

    async Task<bool> IsActiveAsync(TestClient client, string token) =>
        (await PostFormAsync("/oauth/v2/introspect", [("token", token), .. client.Credentials])).Json.GetProperty("active").GetBoolean();
}

public sealed class LongLivedTokensOnSqlite(SqliteServer server) : LongLivedTokensTests(server);

public sealed class LongLivedTokensOnPostgreSql(PostgreSqlServer server) : LongLivedTokensTests(server);
