using Gatehouse.Server.Clients;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Server.Tests.Clients;

/// <summary>Clients and their credentials, as commands add and end them (S26, S27).</summary>
public abstract class ClientRegisterTests : OAuthTest
{
    readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    readonly ClientRegister register;

    internal ClientRegister Register => register;

    protected ClientRegisterTests(OAuthServer server)
        : base(server) => register = new ClientRegister(clock);

    [Fact]
    public async Task Two_secrets_are_valid_at_once_and_a_third_is_refused()
    {
        var client = (await CreateClientAsync()).ClientId;

        Assert.NotNull(await AddAsync(client));
        Assert.Null(await AddAsync(client));

        Assert.Equal(2, (await CredentialsAsync(client)).Count);
    }

    [Fact]
    public async Task Of_many_that_add_a_second_secret_at_once_one_does()
    {
        var client = (await CreateClientAsync()).ClientId;

        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => AddAsync(client))));

        Assert.Single(added, static secret => secret is not null);
        Assert.Equal(2, (await CredentialsAsync(client)).Count);
    }

    [Fact]
    public async Task A_revoked_secret_makes_room_for_another()
    {
        var client = await CreateClientAsync();
        await AddAsync(client.ClientId);

        Assert.True(await WriteAsync(client.ClientId, db => register.RevokeCredentialAsync(db, client.ClientId, client.Credential, Stop)));

        Assert.NotNull(await AddAsync(client.ClientId));
        Assert.Equal(clock.GetUtcNow().ToUnixTimeMilliseconds(), Assert.Single(
            await CredentialsAsync(client.ClientId), one => one.CredentialId == client.Credential).RevokedAt?.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task An_expired_secret_makes_room_for_another()
    {
        var client = (await CreateClientAsync()).ClientId;
        await AddAsync(client, clock.GetUtcNow().AddDays(1));
        Assert.Null(await AddAsync(client));

        clock.Advance(TimeSpan.FromDays(1));

        Assert.NotNull(await AddAsync(client));
    }

    [Fact]
    public async Task Keys_and_tokens_are_no_secrets_and_take_no_room()
    {
        var client = (await CreateClientAsync()).ClientId;
        await Database.WriteAsync(client.Organization, async db =>
        {
            await register.AddPublicKeyAsync(db, client, "{}", Stop);
            await register.AddBearerTokenAsync(db, client, clock.GetUtcNow().AddDays(1), Stop);
            await register.AddBearerTokenAsync(db, client, clock.GetUtcNow().AddDays(2), Stop);
        }, Stop);

        Assert.NotNull(await AddAsync(client));

        Assert.Equal(
            ["bearer_token", "bearer_token", "public_key", "secret", "secret"],
            (await CredentialsAsync(client)).Select(static one => one.Kind).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_credential_ends_once_and_only_under_its_own_client()
    {
        var client = await CreateClientAsync();
        var stranger = await CreateClientAsync();
        var sibling = await Database.WriteAsync(
            client.Organization, db => register.CreateAsync(db, "Sibling", "scim.read", TimeSpan.FromHours(1), Stop), Stop);

        foreach (var other in new[] { stranger.ClientId, sibling })
            Assert.False(await WriteAsync(other, db => register.RevokeCredentialAsync(db, other, client.Credential, Stop)));
        Assert.False(await WriteAsync(client.ClientId, db => register.RevokeCredentialAsync(db, client.ClientId, Guid.NewGuid(), Stop)));

        Assert.True(await WriteAsync(client.ClientId, db => register.RevokeCredentialAsync(db, client.ClientId, client.Credential, Stop)));
        Assert.False(await WriteAsync(client.ClientId, db => register.RevokeCredentialAsync(db, client.ClientId, client.Credential, Stop)));
    }

    [Fact]
    public async Task A_client_ends_once_and_for_good()
    {
        var client = (await CreateClientAsync()).ClientId;
        Assert.True(await IsActiveAsync(client));

        Assert.True(await WriteAsync(client, db => register.RevokeAsync(db, client, Stop)));

        Assert.False(await IsActiveAsync(client));
        Assert.False(await WriteAsync(client, db => register.RevokeAsync(db, client, Stop)));
        Assert.Equal("revoked", Assert.Single(await Database.ReadAsync(client.Organization, db => register.ListAsync(db, Stop), Stop)).State);
    }

    [Fact]
    public async Task The_clients_of_another_organization_are_not_there()
    {
        var client = (await CreateClientAsync()).ClientId;
        var other = OrganizationId.New(TimeProvider.System);

        Assert.Empty(await Database.ReadAsync(other, db => register.ListAsync(db, Stop), Stop));
        Assert.Empty(await Database.ReadAsync(other, db => register.CredentialsAsync(db, client, Stop), Stop));
        Assert.False(await Database.ReadAsync(other, db => register.IsActiveAsync(db, client, Stop), Stop));
        Assert.False(await Database.WriteAsync(other, db => register.RevokeAsync(db, client, Stop), Stop));
        Assert.True(await IsActiveAsync(client));
    }

    [Fact]
    public async Task A_client_needs_an_organization_that_exists() => await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(
        () => Database.WriteAsync(
            OrganizationId.New(TimeProvider.System), db => register.CreateAsync(db, "Lost", "scim.read", TimeSpan.FromHours(1), Stop), Stop));

    [Fact]
    public async Task A_secret_that_ends_later_works_until_then()
    {
        var client = await CreateClientAsync();
        var lasting = await AddSecretAsync(client, DateTimeOffset.UtcNow.AddHours(1));

        Assert.Equal(200, (int)(await PostTokenAsync(("client_id", client.Id), ("client_secret", lasting))).Status);
    }

    async Task<string?> AddAsync(ClientId client, DateTimeOffset? expiresAt = null) =>
        (await Database.WriteAsync(client.Organization, db => register.AddSecretAsync(db, client, expiresAt, Stop), Stop))?.Secret;

    Task<IReadOnlyList<Credential>> CredentialsAsync(ClientId client) =>
        Database.ReadAsync(client.Organization, db => register.CredentialsAsync(db, client, Stop), Stop);

    Task<bool> IsActiveAsync(ClientId client) => Database.ReadAsync(client.Organization, db => register.IsActiveAsync(db, client, Stop), Stop);

    Task<bool> WriteAsync(ClientId client, Func<DbScope, Task<bool>> work) => Database.WriteAsync(client.Organization, work, Stop);
}

public sealed class ClientRegisterOnSqlite(SqliteServer server) : ClientRegisterTests(server);

public sealed class ClientRegisterOnPostgreSql(PostgreSqlServer server) : ClientRegisterTests(server)
{
    [Fact]
    public async Task Transactions_that_run_side_by_side_count_one_another()
    {
        const int Several = 4;
        var client = (await CreateClientAsync()).ClientId;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = 0;

        var added = await Task.WhenAll(Enumerable.Range(0, Several).Select(_ => Database.WriteAsync(client.Organization, async db =>
        {
            await Register.IsActiveAsync(db, client, Stop);
            if (Interlocked.Increment(ref begun) == Several)
                all.SetResult();
            await all.Task.WaitAsync(Stop);
            return await Register.AddSecretAsync(db, client, null, Stop);
        }, Stop)));

        Assert.Single(added, static secret => secret is not null);
    }
}
