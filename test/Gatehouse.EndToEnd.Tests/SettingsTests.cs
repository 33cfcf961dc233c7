using System.Security.Cryptography;
using System.Text.Json;

namespace Gatehouse.EndToEnd.Tests;

/// <summary>The settings of a process: gatehouse.json in its folder, its environment, its command line.</summary>
public sealed class SettingsTests : IAsyncLifetime
{
    Installation installation = null!; // Set before the test runs.

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => installation = await Installation.CreateAsync(onPostgreSql: false);

    public ValueTask DisposeAsync() => installation.DisposeAsync();

    [Theory]
    [InlineData("""{ "PublicURL2": "https://id.contoso.example" }""", "'PublicURL2' in gatehouse.json is not a setting. Did you mean 'PublicUrl'?")]
    [InlineData("""{ "Database": { "Provder": "Sqlite" } }""", "Did you mean 'Database:Provider'?")]
    [InlineData("""{ "Database": { "Provider": "Oracle" } }""", "it must be Sqlite or PostgreSql")]
    [InlineData("""{ "Database": { "Provider": "PostgreSql" } }""", "ConnectionStrings:Gatehouse is missing")]
    [InlineData("""{ "Mail": { "Hots": "mail.contoso.example" } }""", "Did you mean 'Mail:Host'?")]
    [InlineData("""{ "Mail": { "From": "Gatehouse <id@contoso.example>" } }""", "an address without a name")]
    [InlineData("""{ "Mail": { "Host": "mail.contoso.example", "Security": "ssl" } }""", "it must be starttls, tls or none")]
    [InlineData("""{ "Mail": { "Host": "mail.contoso.example", "Security": "none" } }""", "Set it to starttls or tls")]
    [InlineData("""{ "Mail": { "Host": "mail.contoso.example", "Port": 65536 } }""", "a whole number from 1 to 65535")]
    [InlineData("""{ "Mail": { "Host": "mail.contoso.example", "Directory": "mail" } }""", "Keep the host to send mails")]
    [InlineData("""{ "Pages": { "HelpUrl": "help.html" } }""", "Pages:HelpUrl is 'help.html'; it must be a whole address")]
    [InlineData("""{ "PublicUrl": """, "cannot be read as JSON")]
    [InlineData("[]", "cannot be read as JSON")]
    [InlineData("", "cannot be read as JSON")]
    public async Task A_settings_file_that_cannot_be_used_stops_every_start(string text, string told)
    {
        await File.WriteAllTextAsync(Path.Combine(installation.Folder, "gatehouse.json"), text, Stop);

        await installation.RefusesAsync(["serve", "--urls", "http://127.0.0.1:0"], [told]);
    }

    [Fact]
    public async Task Settings_come_from_the_file_then_the_environment_then_the_command_line()
    {
        var organization = Text(await installation.JsonAsync("organizations", "create", "Contoso"), "id");
        string[] create = ["clients", "create", "--organization", organization, "--output", "json"];
        await File.WriteAllTextAsync(Path.Combine(installation.Folder, "gatehouse.json"), """{ "publicUrl": "https://file.example" }""", Stop);

        Assert.Contains("https://file.example/scim/v2", (await installation.RunAsync(create)).Output, StringComparison.Ordinal);
        Assert.Contains(
            "https://environment.example/scim/v2", (await installation.RunAsync(create, ("GATEHOUSE__PUBLICURL", "https://environment.example"))).Output, StringComparison.Ordinal);
        Assert.Contains(
            "https://command.example/scim/v2",
            (await installation.RunAsync([.. create, "--public-url", "https://command.example"], ("GATEHOUSE__PublicUrl", "https://environment.example"))).Output,
            StringComparison.Ordinal);
        await installation.RefusesAsync(create, ["public URL"], ("GATEHOUSE__PublicUrl", "nonsense"));
        await installation.RefusesAsync(create, ["'NONSENSE' in the environment"], ("GATEHOUSE__NONSENSE", "x"));
    }

    [Fact]
    public async Task The_sealing_key_may_come_from_the_environment_and_is_never_shown()
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var (status, output, error) = await installation.RunAsync(["keys", "rotate"], ("GATEHOUSE__SECRETS__KEY", key));

        Assert.Equal((0, ""), (status, error));
        Assert.DoesNotContain(key, output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(installation.Folder, "data", "gatehouse.key")));
        await installation.RefusesAsync(["serve", "--urls", "http://127.0.0.1:0"], ["gatehouse.key", "GATEHOUSE__SECRETS__KEY"]);
        await installation.RefusesAsync(["keys", "list"], ["32 bytes in base64"], ("GATEHOUSE__SECRETS__KEY", "short"));
    }

    [Fact]
    public async Task A_second_server_on_the_same_address_says_so_in_one_line()
    {
        await using var server = await installation.ServeAsync();

        await installation.RefusesAsync(["serve", "--urls", server.Url.ToString()], [server.Url.Authority, "--urls"]);

        Assert.Equal(200, await server.Http.StatusAsync("/healthz"));
    }

    static string Text(JsonElement json, string member) => json.GetProperty(member).GetString()!;
}
