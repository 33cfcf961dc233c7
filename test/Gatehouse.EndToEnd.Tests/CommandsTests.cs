using System.Text.Json;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>
/// Every command once, as a process, on PostgreSQL, which the settings of the process choose. On SQLite the server's own suite runs them
/// without a process, folder Commands.
/// </summary>
public sealed class CommandsTests : IAsyncLifetime
{
    Installation installation = null!; // Set before the test runs.

    public async ValueTask InitializeAsync() => installation = await Installation.CreateAsync(onPostgreSql: true);

    public ValueTask DisposeAsync() => installation.DisposeAsync();

    [Fact]
    public async Task Every_command_answers_with_one_object_and_what_it_says_is_so()
    {
        var (status, migrated, _) = await installation.RunAsync(["migrate"]);
        Assert.Equal(0, status);
        Assert.Contains("ran 0001_organizations.sql", migrated, StringComparison.Ordinal);

        var organization = Text(await installation.JsonAsync("organizations", "create", "Contoso", "--domain", "contoso.example"), "id");
        await installation.JsonAsync("organizations", "set-schema-profile", organization, "extended");
        await installation.JsonAsync("organizations", "suspend", organization);
        await installation.JsonAsync("organizations", "resume", organization);
        var listed = Assert.Single((await installation.JsonAsync("organizations", "list")).GetProperty("organizations").EnumerateArray());
        Assert.Equal((organization, "Contoso", "active", "extended"), (Text(listed, "id"), Text(listed, "name"), Text(listed, "state"), Text(listed, "schemaProfile")));

        var client = await installation.JsonAsync("clients", "create", "--organization", organization, "--public-url", "https://id.contoso.example");
        Assert.Equal(["clientId", "clientSecret", "organizationId", "tenantUrl", "tokenEndpoint"], client.EnumerateObject().Select(static member => member.Name));
        var id = Text(client, "clientId");
        var secret = Text(await installation.JsonAsync("clients", "add-secret", "--client", id, "--lifetime", "365d"), "secretId");
        var token = await installation.JsonAsync("tokens", "create", "--organization", organization, "--client", id, "--lifetime", "12h");
        Assert.Equal(["token", "expiresAt"], token.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(["bearer_token", "secret", "secret"], (await CredentialsAsync(organization)).Select(static one => Text(one, "kind")).Order(StringComparer.Ordinal));

        var tokenId = Text((await CredentialsAsync(organization)).Single(static one => Text(one, "kind") == "bearer_token"), "id");
        await installation.JsonAsync("tokens", "revoke", "--client", id, "--token-id", tokenId);
        await installation.JsonAsync("clients", "revoke-secret", "--client", id, "--secret-id", secret);
        Assert.Equal("secret", Text(Assert.Single(await CredentialsAsync(organization)), "kind"));
        await installation.JsonAsync("clients", "revoke", "--client", id);

        await installation.JsonAsync("schemas", "add", "--organization", organization, "--name", "contoso", "--attribute", "tag:string");
        Assert.Equal(0, (await installation.JsonAsync("users", "deleted", "--organization", organization)).GetProperty("users").GetArrayLength());
        await installation.RefusesAsync(["users", "restore", "--organization", organization, Guid.NewGuid().ToString()], ["gatehouse users deleted"]);
        Assert.Equal("next", Text(await installation.JsonAsync("keys", "rotate"), "state"));
        Assert.Equal(2, (await installation.JsonAsync("keys", "list")).GetProperty("keys").GetArrayLength());

        Assert.Equal(
            [
                "client.created", "client.credential-revoked", "client.credential-revoked", "client.revoked", "client.secret-added", "organization.active",
                "organization.created", "organization.schema-profile-changed", "organization.suspended", "schema.changed", "token.created",
            ],
            (await installation.ListAsync<string>("select action from audit_events")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_database_newer_than_the_program_is_refused()
    {
        Assert.Equal(0, (await installation.RunAsync(["migrate"])).Status);
        await installation.ExecuteAsync("insert into schemaversions (scriptname, applied) values ('Gatehouse.Server.Storage.Migrations.0999_future.sql', '2030-01-01')");

        foreach (var command in (string[][])[["serve", "--urls", "http://127.0.0.1:0"], ["organizations", "list", "--output", "json"]])
            await installation.RefusesAsync(command, ["newer than this program", "Start the newer version"]);
    }

    [Fact]
    public async Task An_older_database_waits_for_the_operator()
    {
        Assert.Equal(0, (await installation.RunAsync(["migrate"])).Status);
        await installation.ExecuteAsync("drop table scim_requests");
        await installation.ExecuteAsync("delete from schemaversions where scriptname like '%0003_scim.sql'");

        await installation.RefusesAsync(["serve", "--urls", "http://127.0.0.1:0"], ["older than this program", "gatehouse migrate"]);
        await installation.RefusesAsync(["organizations", "list"], ["older than this program", "gatehouse migrate"]);
        var (status, output, _) = await installation.RunAsync(["migrate"]);

        Assert.Equal((0, $"ran 0003_scim.sql{Environment.NewLine}The schema is now up to date.{Environment.NewLine}"), (status, output));
        Assert.Equal(0, (await installation.RunAsync(["organizations", "list"])).Status);
    }

    [Theory]
    [InlineData("serve", "Host=127.0.0.1;Port=1;Timeout=2", "The database cannot be used")]
    [InlineData("migrate", "Host=127.0.0.1;Port=1;Timeout=2", "The database cannot be used")]
    [InlineData("serve", "Nonsense=1", "ConnectionStrings:Gatehouse cannot be read")]
    [InlineData("organizations list", "nonsense", "ConnectionStrings:Gatehouse cannot be read")]
    public async Task A_database_that_cannot_be_reached_is_told_and_its_password_is_not(string command, string connectionString, string told)
    {
        const string Password = "canary-7f0c";
        var setting = ("ConnectionStrings__Gatehouse", $"{connectionString};Password={Password}");

        var (status, output, error) = await installation.RunAsync(command.Split(' '), setting);

        Assert.Equal((1, ""), (status, output));
        Assert.Contains(told, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.DoesNotContain(Password, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_would_forget_is_refused()
    {
        var setting = ("ConnectionStrings__Gatehouse", $"{installation.Options.ConnectionString};Options=-c synchronous_commit=off");

        await installation.RefusesAsync(["serve", "--urls", "http://127.0.0.1:0", "--public-url", "https://id.contoso.example"], ["synchronous_commit=off", "Set it to on"], setting);
    }

    async Task<IReadOnlyList<JsonElement>> CredentialsAsync(string organization)
    {
        var clients = (await installation.JsonAsync("clients", "list", "--organization", organization)).GetProperty("clients");
        return [.. Assert.Single(clients.EnumerateArray()).GetProperty("credentials").EnumerateArray()];
    }

    static string Text(JsonElement json, string member) => json.GetProperty(member).GetString()!;
}
