using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

using Gatehouse.EndToEnd.Tests.Browser;
using Gatehouse.Server.Commands.Demo;

using MimeKit;

namespace Gatehouse.EndToEnd.Tests.Federation;

/// <summary>
/// The demo's organization, its server, and an OpenID provider like Microsoft Entra where its people can sign in. Each test connects a domain
/// of its own.
/// </summary>
public partial class FederatedInstallation : BrowsedInstallation
{
    const string Secret = "a secret that the provider has given us";
    const string Tenant = "contoso";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly int port = Installation.FreePort();
    (string Id, string Secret) client;
    TlsFront? front;
    Upstream? entra;

    /// <summary>Provisioned by the demo, and on PostgreSQL, where it does not run, as the demo would do it.</summary>
    internal static DemoPerson Mira { get; } = new DemoCompany(500, 20).People.First(static one => one.GivenName == "Mira");

    /// <summary>Whom only the provider knows.</summary>
    internal static IReadOnlyList<Employee> Strangers { get; } =
        [.. ((string[])["contoso.example", .. Domains.All]).Select(static domain => new Employee($"noor@{domain}", "Noor Haddad", $"{Guid.NewGuid()}"))];

    internal string Organization => client.Id.Split('-')[0];

    internal override string? MissingBecause => base.MissingBecause ?? TlsFront.MissingBecause;

    /// <summary>What browsers see. A SAML response is posted across sites, which brings cookies along over TLS only.</summary>
    internal Uri Url => new($"https://localhost:{port}");

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal override async Task PrepareAsync()
    {
        Installation.Set("GATEHOUSE__Outbound__AllowedNetworks", "127.0.0.0/8");
        client = IsOnPostgreSql ? CredentialsOf(await Installation.CreateClientAsync()) : await RunDemoAsync();
    }

    static (string, string) CredentialsOf(JsonElement client) => (client.GetProperty("clientId").GetString()!, client.GetProperty("clientSecret").GetString()!);

    async Task<(string, string)> RunDemoAsync()
    {
        var (status, output, error) = await Installation.RunAsync(["demo", "--exit", "--urls", $"http://127.0.0.1:{Installation.FreePort()}", "--data", "data"]);
        Assert.True(status == 0, error);
        return (Regex.Match(output, @"Client ID +(\S+)").Groups[1].Value, Regex.Match(output, @"Client secret +(\S+)").Groups[1].Value);
    }

    internal override async Task<RunningServer> ServeAsync()
    {
        var server = await Installation.ServeAsync("--public-url", Url.AbsoluteUri);
        front = await TlsFront.StartAsync(port, server.Url);
        return server;
    }

    internal override async Task ProvisionAsync()
    {
        await Server.Http.SignInAsync(JsonSerializer.SerializeToElement(new { clientId = client.Id, clientSecret = client.Secret }));
        if (IsOnPostgreSql)
            (await Server.Http.SendScimAsync(HttpMethod.Post, "/Users", EntraRequests.CreateUser(Mira).ToJsonString())).EnsureSuccessStatusCode();
    }

    /// <summary>The id that provisioning knows Mira by.</summary>
    internal async Task<string> FindMiraAsync()
    {
        using var answer = await Server.Http.SendScimAsync(HttpMethod.Get, $"/Users?filter=externalId+eq+%22{Mira.ObjectId}%22", null);
        return (await answer.ReadAsync()).GetProperty("Resources")[0].GetProperty("id").GetString()!;
    }

    /// <summary>The provider, which is started when the first test needs it.</summary>
    internal async Task<Upstream> EntraAsync() => entra ??= await StartEntraAsync(
        Installation.FreePort(),
        new { client_id = "gatehouse", client_secret = Secret, redirect_uris = (string[])[RedirectUri], post_logout_redirect_uris = (string[])[SignedOutUri] });

    string RedirectUri => new Uri(Url, "/ui/login/login/externalidp/callback").AbsoluteUri;

    internal string SignedOutUri => new Uri(Url, "/federation/signed-out").AbsoluteUri;

    internal static string IssuerOf(int port) => $"http://127.0.0.1:{port}/{Tenant}/v2.0";

    internal Task<Upstream> StartEntraAsync(int port, object client) => Upstream.StartAsync("oidc-provider", new
    {
        port, tenant = Tenant, clients = (object[])[client],
        users = Strangers.Append(new(Mira.UserName, Mira.DisplayName, Mira.ObjectId)).Select(static one => new
        {
            login = one.Address,
            claims = new
            {
                oid = one.Id, email = one.Address, name = one.Name, preferred_username = one.Address,
                given_name = one.Name.Split(' ')[0], family_name = one.Name.Split(' ')[1],
            },
        }),
    }, front?.Authority);

    /// <summary>Connects a domain with the provider that looks like Entra.</summary>
    internal async Task<JsonElement> ConnectEntraAsync(string domain, string name = "Contoso Entra", params IEnumerable<string> options) => await ConnectAsync(
        domain, Secret,
        [
            "add-oidc", "--issuer", (await EntraAsync()).Ready.GetProperty("issuer").GetString()!, "--client-id", "gatehouse", "--client-secret-stdin",
            "--name", name, "--claim", "userId=oid", "--tenant", Tenant, .. options,
        ]);

    /// <summary>Connects a domain with a provider, and says that it is the organization's.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="input">What the command reads.</param>
    /// <param name="command">The command.</param>
    internal async Task<JsonElement> ConnectAsync(string domain, string input, IEnumerable<string> command)
    {
        var (status, output, error) = await Installation.RunWithInputAsync(
            ["federations", .. command, "--organization", Organization, "--domain", domain, "--output", "json"], input);
        Assert.True(status == 0, error);
        await Installation.JsonAsync("domains", "verify", "--organization", Organization, domain);
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>The code of the mail that somebody has got.</summary>
    internal async Task<string> MailedCodeAsync(string address)
    {
        var folder = Path.Combine(Installation.Folder, "data", "mail");
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < Patience; await Task.Delay(50, Stop))
            foreach (var file in System.IO.Directory.Exists(folder) ? System.IO.Directory.GetFiles(folder, "*.eml") : [])
            {
                var mail = await MimeMessage.LoadAsync(file, Stop);
                if (mail.To.Mailboxes.Any(one => one.Address == address) && Code().Match(mail.TextBody ?? "") is { Success: true } code)
                    return code.Groups[1].Value;
            }

        throw new TimeoutException("The mail does not come.");
    }

    /// <summary>What we say of ourselves at an address of ours.</summary>
    internal async Task<string> MetadataAsync(string url) => await Server.Http.GetStringAsync(new Uri(url).AbsolutePath, Stop);

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (entra is not null)
            await entra.DisposeAsync();
        if (front is not null)
            await front.DisposeAsync();
        await base.DisposeAsync();
    }

    [GeneratedRegex("^ *([0-9]{6,})", RegexOptions.Multiline)]
    private static partial Regex Code();
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class FederatedPostgreSqlInstallation : FederatedInstallation
{
    internal override bool IsOnPostgreSql => true;
}

/// <summary>Somebody whom an identity provider knows.</summary>
sealed record Employee(string Address, string Name, string Id);

/// <summary>Domains of the demo's organization besides its first: one for each test.</summary>
static class Domains
{
    public const string Keys = "keys.contoso.example";
    public const string Choice = "choice.contoso.example";
    public const string Trial = "trial.contoso.example";
    public const string Change = "change.contoso.example";
    public const string Proof = "proof.contoso.example";

    public static IReadOnlyList<string> All { get; } = [Keys, Choice, Trial, Change, Proof];
}
