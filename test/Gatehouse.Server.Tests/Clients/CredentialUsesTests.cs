using Gatehouse.Server.Clients;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Server.Tests.Clients;

/// <summary>An administrator sees when a credential was last used, at most a minute late.</summary>
public abstract class CredentialUsesTests(OAuthServer server) : OAuthTest(server)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Whole milliseconds, as they are stored.
    readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));

    [Fact]
    public async Task A_use_is_written_down_within_a_minute_with_its_own_time()
    {
        var client = await CreateClientAsync();
        using var uses = NewUses();
        await uses.StartAsync(Stop);
        var usedAt = clock.GetUtcNow();

        uses.Note(client.ClientId, client.Credential);
        Assert.Null(await LastUseAsync(client));

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        deadline.CancelAfter(Patience);
        while (await LastUseAsync(client) is null)
        {
            // More than once, because the loop may not have begun to wait when the clock moves first.
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(20, deadline.Token);
        }

        Assert.Equal(usedAt, await LastUseAsync(client));
        await uses.StopAsync(Stop);
    }

    [Fact]
    public async Task What_is_noted_when_the_server_stops_is_written_down()
    {
        var client = await CreateClientAsync();
        using var uses = NewUses();
        await uses.StartAsync(Stop);
        uses.Note(client.ClientId, client.Credential);

        await uses.StopAsync(Stop);

        Assert.Equal(clock.GetUtcNow(), await LastUseAsync(client));
    }

    [Fact]
    public async Task The_last_of_many_uses_counts_also_when_another_node_wrote_a_later_one()
    {
        var client = await CreateClientAsync();
        using var late = NewUses();
        late.Note(client.ClientId, client.Credential);
        clock.Advance(TimeSpan.FromSeconds(10));
        using var prompt = NewUses();
        prompt.Note(client.ClientId, client.Credential);
        clock.Advance(TimeSpan.FromSeconds(10));
        prompt.Note(client.ClientId, client.Credential);
        var last = clock.GetUtcNow();

        await prompt.StopAsync(Stop);
        await late.StopAsync(Stop);

        Assert.Equal(last, await LastUseAsync(client));
    }

    [Fact]
    public async Task A_credential_that_is_gone_stops_nobody()
    {
        var (gone, client) = (await CreateClientAsync(), await CreateClientAsync());
        using var uses = NewUses();
        uses.Note(gone.ClientId, Guid.NewGuid());
        uses.Note(client.ClientId, client.Credential);

        await uses.StopAsync(Stop);

        Assert.NotNull(await LastUseAsync(client));
    }

    [Fact]
    public async Task Fetching_a_token_is_a_use_of_the_secret_that_fetched_it()
    {
        var client = await CreateClientAsync();
        var second = await AddSecretAsync(client);
        var other = Assert.Single(await CredentialsAsync(client), one => one.CredentialId != client.Credential).CredentialId;

        await PostTokenAsync(("client_id", client.Id), ("client_secret", second));
        await PostTokenAsync(("client_id", client.Id), ("client_secret", "wrong"));
        await FlushAsync();

        var credentials = (await CredentialsAsync(client)).ToDictionary(static one => one.CredentialId);
        Assert.NotNull(credentials[other].LastUsedAt);
        Assert.Null(credentials[client.Credential].LastUsedAt);
    }

    [Fact]
    public async Task A_request_is_a_use_of_its_long_lived_token()
    {
        var client = await CreateClientAsync();
        var (id, token) = await Database.WriteAsync(client.Organization, db => Services.GetRequiredService<ClientRegister>()
            .AddBearerTokenAsync(db, client.ClientId, DateTimeOffset.UtcNow.AddDays(1), Stop), Stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/scim/v2/Users");
        request.Headers.Authorization = new("Bearer", token);

        using var answer = await Http.SendAsync(request, Stop);
        await FlushAsync();

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.NotNull(Assert.Single(await CredentialsAsync(client), one => one.CredentialId == id).LastUsedAt);
    }

    CredentialUses NewUses() => new(Database, clock, NullLogger<CredentialUses>.Instance);

    // The host's own, which writes once a minute and when it stops. It goes on noting after that.
    Task FlushAsync() => Services.GetRequiredService<CredentialUses>().StopAsync(Stop);

    Task<IReadOnlyList<Credential>> CredentialsAsync(TestClient client) => Database.ReadAsync(
        client.Organization, db => Services.GetRequiredService<ClientRegister>().CredentialsAsync(db, client.ClientId, Stop), Stop);

    async Task<DateTimeOffset?> LastUseAsync(TestClient client) =>
        Assert.Single(await CredentialsAsync(client), one => one.CredentialId == client.Credential).LastUsedAt;
}

public sealed class CredentialUsesOnSqlite(SqliteServer server) : CredentialUsesTests(server);

public sealed class CredentialUsesOnPostgreSql(PostgreSqlServer server) : CredentialUsesTests(server);
