using System.Net;
using System.Net.Sockets;

using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Tests.Commands;

/// <summary>When a server does not start, one line says why. That it runs is shown by the end-to-end suite with real processes.</summary>
public sealed class ServeCommandTests : CommandTest
{
    [Theory]
    [InlineData("serve")]
    [InlineData("demo")]
    public async Task An_address_that_is_taken_is_told_and_commands_keep_the_address_of_before(string command)
    {
        var organization = await CreateOrganizationAsync();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://{other.LocalEndpoint}";

        OneLine(await RunAsync(command, "--urls", address), address, "--urls");

        var client = await JsonAsync("clients", "create", "--organization", organization);
        Assert.Equal("http://127.0.0.1:5080/scim/v2", client.GetProperty("tenantUrl").GetString());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("127.0.0.1:5080")]
    [InlineData("https://127.0.0.1:5443")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://127.0.0.1:5080/path")]
    [InlineData("http://127.0.0.1:0;nonsense")]
    [InlineData("http://192.0.2.1:5080")]
    [InlineData("")]
    [InlineData(";")]
    public async Task What_is_no_address_to_listen_on_is_refused(string urls) =>
        OneLine(await RunAsync("serve", "--urls", urls, "--public-url", "https://id.contoso.example"), "--urls");

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://id.contoso.example")]
    [InlineData("https://id.contoso.example?x=1")]
    public async Task A_bad_public_url_is_refused(string url)
    {
        OneLine(await RunAsync("serve", "--urls", "http://127.0.0.1:0", "--public-url", url), "public URL", "https://id.example.com");
        OneLine(await RunAsync("demo", "--urls", "http://127.0.0.1:0", "--public-url", url), "public URL", "https://id.example.com");
    }

    [Fact]
    public async Task A_newer_database_is_refused_by_the_server_and_by_every_command()
    {
        var organization = await CreateOrganizationAsync();
        await Database.Instance.WriteAsync(static db => db.ExecuteAsync(
            "insert into schemaversions (scriptname, applied) values ('Gatehouse.Server.Storage.Migrations.0999_future.sql', '2030-01-01')", null, Stop), Stop);

        foreach (var command in (string[][])
        [
            ["serve", "--urls", "http://127.0.0.1:0"], ["demo", "--urls", "http://127.0.0.1:0"], ["migrate"], ["organizations", "list"],
            ["clients", "create", "--organization", organization], ["keys", "list"],
        ])
            OneLine(await RunAsync(command), "newer than this program", "Start the newer version");
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("organizations list")]
    [InlineData("migrate")]
    public async Task A_data_folder_that_cannot_be_used_is_told(string command)
    {
        var file = Path.Combine(Data, "file");
        var (broken, taken) = (Path.Combine(Data, "broken"), Path.Combine(Data, "taken"));
        await File.WriteAllTextAsync(file, "x", Stop);
        System.IO.Directory.CreateDirectory(broken);
        await File.WriteAllTextAsync(Path.Combine(broken, "gatehouse.db"), new string('x', 8192), Stop);
        System.IO.Directory.CreateDirectory(Path.Combine(taken, "gatehouse.db"));

        foreach (var folder in (string[])[file, Path.Combine(file, "below"), broken, taken])
            OneLine(await RunAnywhereAsync([.. command.Split(' '), "--data", folder]), "--data");
    }

    [Fact]
    public async Task A_key_that_does_not_fit_the_database_is_refused_before_anybody_is_served()
    {
        await JsonAsync("keys", "rotate");
        File.Delete(Path.Combine(Data, "gatehouse.key"));

        OneLine(await RunAsync("serve", "--urls", "http://127.0.0.1:0"), "gatehouse.key", "GATEHOUSE__SECRETS__KEY");
    }

    [Fact]
    public async Task Migrate_tells_what_it_ran_and_then_that_there_is_nothing_to_do()
    {
        (await RunAsync("migrate")).ShouldSay("ran 0001_organizations.sql", "ran 0002_directory.sql", "ran 0003_scim.sql", "now up to date");

        var again = await RunAsync("migrate");

        again.ShouldSay("The schema is up to date.");
        Assert.DoesNotContain("ran", again.Output, StringComparison.Ordinal);
        Assert.Equal(SchemaState.Current, new Migrator(DatabaseOptions.SqliteIn(Data)).Look());
    }

    static void OneLine(CommandResult result, params IEnumerable<string> words)
    {
        result.ShouldRefuse(words);
        Assert.Equal(1, result.Status);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }
}
