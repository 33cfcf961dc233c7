using Gatehouse.Server.Keys;

namespace Gatehouse.Server.Tests.Commands;

public sealed class TokenCommandTests : CommandTest
{
    [Fact]
    public async Task Create_answers_with_a_token_and_when_it_ends()
    {
        var organization = await CreateOrganizationAsync();
        var client = await CreateClientAsync(organization);

        var created = await JsonAsync("tokens", "create", "--organization", organization, "--client", client);

        Assert.Equal(["token", "expiresAt"], created.EnumerateObject().Select(static member => member.Name));
        Assert.Matches("^ghtok_[A-Za-z0-9_-]+$", created.GetProperty("token").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", created.GetProperty("expiresAt").GetString());
        Assert.InRange(created.GetProperty("expiresAt").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddDays(364), DateTimeOffset.UtcNow.AddDays(366));
        Assert.Equal(["client.created", "organization.created", "token.created"], (await ActionsAsync(organization)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_token_is_shown_once_and_only_its_hash_is_kept()
    {
        var organization = await CreateOrganizationAsync();
        var client = await CreateClientAsync(organization);
        (await RunAsync("tokens", "create", "--organization", organization, "--client", client)).ShouldSay("ghtok_", "cannot be shown again");
        var token = (await JsonAsync("tokens", "create", "--organization", organization, "--client", client)).GetProperty("token").GetString()!;

        var hashes = await Database.Instance.ReadAsync(static db => db.ListAsync<byte[]>("select hash from client_credentials", null, Stop), Stop);

        Assert.Contains(hashes, hash => hash.AsSpan().SequenceEqual(Secrets.Hash(token)));
        (await RunAsync("clients", "list", "--organization", organization)).ShouldSay("bearer_token");
        Assert.DoesNotContain("ghtok_", (await RunAsync("clients", "list", "--organization", organization)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0m")]
    [InlineData("367d")]
    [InlineData("100000000d")]
    [InlineData("1y")]
    public async Task A_bad_lifetime_is_refused_and_no_token_is_made(string lifetime)
    {
        var organization = await CreateOrganizationAsync();
        var client = await CreateClientAsync(organization);

        (await RunAsync("tokens", "create", "--organization", organization, "--client", client, "--lifetime", lifetime, "--output", "json")).ShouldRefuse(lifetime);

        Assert.Single(await CredentialsAsync(organization, client));
    }

    [Fact]
    public async Task A_client_of_another_organization_is_refused()
    {
        var client = await CreateClientAsync(await CreateOrganizationAsync());

        (await RunAsync("tokens", "create", "--organization", await CreateOrganizationAsync(), "--client", client)).ShouldRefuse("another organization");
    }

    [Fact]
    public async Task Revoke_ends_one_token()
    {
        var organization = await CreateOrganizationAsync();
        var client = await CreateClientAsync(organization);
        await JsonAsync("tokens", "create", "--organization", organization, "--client", client, "--lifetime", "12h");
        var token = (await CredentialsAsync(organization, client)).Single(static one => one.GetProperty("kind").GetString() == "bearer_token").GetProperty("id").GetString()!;

        Assert.Equal(token, (await JsonAsync("tokens", "revoke", "--client", client, "--token-id", token)).GetProperty("revoked").GetString());

        Assert.Equal("secret", Assert.Single(await CredentialsAsync(organization, client)).GetProperty("kind").GetString());
        (await RunAsync("tokens", "revoke", "--client", client, "--token-id", token)).ShouldRefuse(token, "gatehouse clients list");
        (await RunAsync("tokens", "revoke", "--client", client, "--token-id", "nonsense")).ShouldRefuse("nonsense", "gatehouse clients list");
    }
}
