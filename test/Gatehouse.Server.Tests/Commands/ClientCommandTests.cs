using System.Security.Cryptography;

using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Tests.Commands;

public sealed class ClientCommandTests : CommandTest
{
    [Fact]
    public async Task Create_answers_with_all_that_a_provisioning_client_asks_for()
    {
        var organization = await CreateOrganizationAsync();

        var created = await JsonAsync("clients", "create", "--organization", organization, "--public-url", "https://id.contoso.example/");

        Assert.Equal(
            ["clientId", "clientSecret", "organizationId", "tenantUrl", "tokenEndpoint"], created.EnumerateObject().Select(static member => member.Name));
        Assert.StartsWith($"{organization}-", created.GetProperty("clientId").GetString(), StringComparison.Ordinal);
        Assert.Matches("^ghsec_[A-Za-z0-9_-]{43}$", created.GetProperty("clientSecret").GetString());
        Assert.Equal(organization, created.GetProperty("organizationId").GetString());
        Assert.Equal("https://id.contoso.example/scim/v2", created.GetProperty("tenantUrl").GetString());
        Assert.Equal("https://id.contoso.example/oauth/v2/token", created.GetProperty("tokenEndpoint").GetString());
        Assert.Equal(["client.created", "organization.created"], (await ActionsAsync(organization)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Create_warns_people_that_the_secret_is_shown_once() =>
        (await RunAsync("clients", "create", "--organization", await CreateOrganizationAsync())).ShouldSay("clientSecret", "ghsec_", "cannot be shown again");

    [Fact]
    public async Task Addresses_are_those_the_server_last_served_unless_others_are_given()
    {
        var organization = await CreateOrganizationAsync();
        Assert.Equal("http://127.0.0.1:5080/scim/v2", await TenantUrlAsync(organization));

        await using var database = DatabaseOptions.SqliteIn(Data).Open();
        await new InstanceSettings(database).SetAsync(InstanceSettings.PublicUrl, "https://id.contoso.example/", Stop);

        Assert.Equal("https://id.contoso.example/scim/v2", await TenantUrlAsync(organization));
        Assert.Equal("https://other.example/path/scim/v2", await TenantUrlAsync(organization, "--public-url", "https://other.example/path/"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("id.contoso.example")]
    [InlineData("ftp://id.contoso.example")]
    [InlineData("https://id.contoso.example?x=1")]
    [InlineData("https://id.contoso.example#x")]
    [InlineData("")]
    public async Task A_bad_public_url_is_refused_and_no_client_is_made(string url)
    {
        var organization = await CreateOrganizationAsync();

        (await RunAsync("clients", "create", "--organization", organization, "--public-url", url)).ShouldRefuse("public URL", "https://id.example.com");

        Assert.Equal(0, (await JsonAsync("clients", "list", "--organization", organization)).GetProperty("clients").GetArrayLength());
    }

    [Theory]
    [InlineData("0m")]
    [InlineData("4m")]
    [InlineData("25h")]
    [InlineData("2d")]
    [InlineData("99999999d")]
    [InlineData("2147483647h")]
    [InlineData("99999999999d")]
    [InlineData("-60m")]
    [InlineData("60")]
    [InlineData("60s")]
    [InlineData("1.5h")]
    [InlineData("1h30m")]
    [InlineData("m")]
    [InlineData("")]
    public async Task A_bad_lifetime_is_refused_and_no_client_is_made(string lifetime)
    {
        var organization = await CreateOrganizationAsync();

        (await RunAsync("clients", "create", "--organization", organization, $"--token-lifetime={lifetime}", "--output", "json")).ShouldRefuse(lifetime);

        Assert.Equal(0, (await JsonAsync("clients", "list", "--organization", organization)).GetProperty("clients").GetArrayLength());
    }

    [Theory]
    [InlineData("5m", 300)]
    [InlineData("6h", 21_600)]
    [InlineData("1d", 86_400)]
    public async Task A_good_lifetime_is_kept(string lifetime, long seconds)
    {
        var organization = await CreateOrganizationAsync();
        await CreateClientAsync(organization, "--token-lifetime", lifetime);

        Assert.Equal(seconds, await Database.Instance.ReadAsync(static db => db.ScalarAsync<long>("select token_lifetime from clients", null, Stop), Stop));
    }

    [Theory]
    [InlineData("openid")]
    [InlineData("scim.read,scim.write")]
    [InlineData("SCIM.read")]
    [InlineData("")]
    public async Task Unknown_scopes_are_refused_with_those_there_are(string scope) =>
        (await RunAsync("clients", "create", "--organization", await CreateOrganizationAsync(), "--scope", scope)).ShouldRefuse("scim.read", "scim.write");

    [Fact]
    public async Task A_bad_name_is_refused() =>
        (await RunAsync("clients", "create", "--organization", await CreateOrganizationAsync(), "--name", " ")).ShouldRefuse("1 to 200 characters");

    [Fact]
    public async Task A_public_key_takes_the_place_of_the_secret()
    {
        var organization = await CreateOrganizationAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var created = await JsonAsync("clients", "create", "--organization", organization, "--public-key", await FileAsync(key.ExportSubjectPublicKeyInfoPem()));

        Assert.Equal(System.Text.Json.JsonValueKind.Null, created.GetProperty("clientSecret").ValueKind);
        var credential = Assert.Single(await CredentialsAsync(organization, created.GetProperty("clientId").GetString()!));
        Assert.Equal("public_key", credential.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_is_refused_by_the_name_of_its_file_and_no_client_is_made()
    {
        var organization = await CreateOrganizationAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string[] files = [await FileAsync("nonsense"), await FileAsync(key.ExportPkcs8PrivateKeyPem()), await FileAsync(""), Path.Combine(Data, "none.pem"), Data];

        foreach (var file in files)
            (await RunAsync("clients", "create", "--organization", organization, "--public-key", file)).ShouldRefuse(Path.GetFileName(file));

        Assert.Equal(0, (await JsonAsync("clients", "list", "--organization", organization)).GetProperty("clients").GetArrayLength());
    }

    [Fact]
    public async Task List_shows_clients_with_what_can_be_revoked_and_no_secret()
    {
        var organization = await CreateOrganizationAsync();
        (await RunAsync("clients", "list", "--organization", organization)).ShouldSay($"gatehouse clients create --organization {organization}");
        var created = await JsonAsync("clients", "create", "--organization", organization, "--name", " Entra ", "--scope", "scim.read scim.read");
        await CreateClientAsync(await CreateOrganizationAsync());

        var listed = await RunAsync("clients", "list", "--organization", organization, "--output", "json");

        var client = Assert.Single(listed.ShouldBeJson().GetProperty("clients").EnumerateArray());
        Assert.Equal(
            (created.GetProperty("clientId").GetString(), "Entra", "scim.read", "active"),
            (client.GetProperty("clientId").GetString(), client.GetProperty("name").GetString(), client.GetProperty("scopes").GetString(), client.GetProperty("state").GetString()));
        Assert.Equal("secret", Assert.Single(client.GetProperty("credentials").EnumerateArray()).GetProperty("kind").GetString());
        Assert.DoesNotContain("ghsec_", listed.Output, StringComparison.Ordinal);
        (await RunAsync("clients", "list", "--organization", organization)).ShouldSay("Entra", "active");
    }

    [Fact]
    public async Task A_second_secret_comes_beside_the_first_until_one_is_revoked()
    {
        var organization = await CreateOrganizationAsync();
        var client = await CreateClientAsync(organization);

        var added = await JsonAsync("clients", "add-secret", "--client", client, "--lifetime", "365d");

        Assert.Equal(["clientId", "secretId", "clientSecret", "expiresAt"], added.EnumerateObject().Select(static member => member.Name));
        Assert.InRange(added.GetProperty("expiresAt").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddDays(364), DateTimeOffset.UtcNow.AddDays(366));
        (await RunAsync("clients", "add-secret", "--client", client)).ShouldRefuse("two valid secrets", "gatehouse clients revoke-secret");

        var secret = added.GetProperty("secretId").GetString()!;
        Assert.Equal(secret, (await JsonAsync("clients", "revoke-secret", "--client", client, "--secret-id", secret)).GetProperty("revoked").GetString());
        (await RunAsync("clients", "revoke-secret", "--client", client, "--secret-id", secret)).ShouldRefuse(secret, "gatehouse clients list");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await JsonAsync("clients", "add-secret", "--client", client)).GetProperty("expiresAt").ValueKind);
        Assert.Equal(
            ["client.created", "client.credential-revoked", "client.secret-added", "client.secret-added", "organization.created"],
            (await ActionsAsync(organization)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("30m")]
    [InlineData("732d")]
    [InlineData("forever")]
    public async Task The_lifetime_of_a_secret_has_bounds(string lifetime)
    {
        var organization = await CreateOrganizationAsync();
        var client = await CreateClientAsync(organization);

        (await RunAsync("clients", "add-secret", "--client", client, "--lifetime", lifetime)).ShouldRefuse(lifetime);

        Assert.Single(await CredentialsAsync(organization, client));
    }

    [Fact]
    public async Task A_revoked_client_is_gone_for_every_command()
    {
        var organization = await CreateOrganizationAsync();
        var client = await CreateClientAsync(organization);

        Assert.Equal("revoked", (await JsonAsync("clients", "revoke", "--client", client)).GetProperty("state").GetString());

        foreach (var command in (string[][])
        [
            ["clients", "revoke", "--client", client], ["clients", "add-secret", "--client", client],
            ["clients", "revoke-secret", "--client", client, "--secret-id", "x"], ["tokens", "create", "--organization", organization, "--client", client],
            ["tokens", "revoke", "--client", client, "--token-id", "x"], ["clients", "revoke", "--client", "nonsense"],
        ])
            (await RunAsync([.. command, "--output", "json"])).ShouldRefuse("There is no active client", "gatehouse clients list");
        Assert.Equal(["client.created", "client.revoked", "organization.created"], (await ActionsAsync(organization)).Order(StringComparer.Ordinal));
    }

    async Task<string?> TenantUrlAsync(string organization, params IEnumerable<string> more) =>
        (await JsonAsync(["clients", "create", "--organization", organization, .. more])).GetProperty("tenantUrl").GetString();

    async Task<string> FileAsync(string text)
    {
        var file = Path.Combine(Data, $"{Guid.NewGuid():N}.pem");
        await File.WriteAllTextAsync(file, text, Stop);
        return file;
    }
}
