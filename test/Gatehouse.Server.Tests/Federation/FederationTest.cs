using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

using Gatehouse.Server.Directory;
using Gatehouse.Server.Federation;
using Gatehouse.Server.Findings;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Tests.OAuth.OpenId;
using Gatehouse.Server.Tests.SignIn;

namespace Gatehouse.Server.Tests.Federation;

/// <summary>People of an organization that has an identity provider of its own, and a domain that is only this test's.</summary>
public abstract partial class FederationTest(ServerFixture server) : OpenIdTest(server)
{
    internal const string PublicUrl = "https://accounts.contoso.example";

    internal string Domain { get; } = $"d{Guid.NewGuid():N}.example";

    internal string Mira => $"mira@{Domain}";

    internal OidcUpstream Upstream { get; private set; } = null!; // Set before the test runs.

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Upstream = await OidcUpstream.StartAsync();
        Upstream.Person = PersonOf("11111111-0000-0000-0000-000000000001", Mira);
    }

    public override async ValueTask DisposeAsync()
    {
        if (Upstream is not null)
            await Upstream.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal static JsonObject PersonOf(string id, string? address) => new()
    {
        ["oid"] = id, ["tid"] = "contoso", ["email"] = address, ["name"] = "Mira Okonkwo", ["given_name"] = "Mira", ["family_name"] = "Okonkwo",
        ["preferred_username"] = "somebody-else@contoso.example",
    };

    internal Task<IdentityProvider> ConnectAsync(Func<ProviderSettings, ProviderSettings>? change = null, string state = IdentityProvider.Active, params string[] domains) =>
        ConnectAsync(Upstream, change, state, domains);

    /// <summary>Connects an OpenID provider as Entra is, for the test's domain, which is proven.</summary>
    internal async Task<IdentityProvider> ConnectAsync(
        OidcUpstream upstream, Func<ProviderSettings, ProviderSettings>? change = null, string state = IdentityProvider.Active, params string[] domains)
    {
        var settings = new ProviderSettings
        {
            Claims = ClaimNames.OfEntra,
            Oidc = new() { Issuer = upstream.Issuer, ClientId = OidcUpstream.ClientId, Scopes = ["openid", "profile", "email"], Tenant = "contoso" },
        };
        return await ConnectAsync(new FederationInput
        {
            Name = "Contoso Entra ID", Domains = domains.Length == 0 ? [Domain] : domains, State = state, Settings = change?.Invoke(settings) ?? settings,
            ClientSecret = OidcUpstream.ClientSecret,
        });
    }

    internal async Task<IdentityProvider> ConnectAsync(FederationInput input)
    {
        var provider = await Database.WriteAsync(
            Scim.Organization, db => Service<FederationRegister>().AddAsync(db, null, input, new Uri(PublicUrl), Operator, Stop), Stop);
        foreach (var domain in input.Domains)
            await VerifyAsync(domain);
        return provider;
    }

    internal Task VerifyAsync(string domain) => Database.WriteAsync(
        Scim.Organization, db => Service<FederationRegister>().VerifyDomainAsync(db, domain, EmailDomain.ByOperator, Operator, Stop), Stop);

    /// <summary>Enters an address that leads elsewhere, and goes on to there.</summary>
    /// <returns>The request to the identity provider.</returns>
    internal async Task<string> LeaveAsync(PageClient browser, string? address = null, string begin = "/sign-in")
    {
        await browser.OpenAsync(begin);
        var onTheWay = await browser.SubmitAsync("/sign-in", ("address", address ?? Mira));
        Assert.True(GoPattern().IsMatch(onTheWay.Html), onTheWay.Html);
        var left = await browser.LookAsync(GoPattern().Match(onTheWay.Html).Groups[1].Value);
        Assert.True(left.Status == 302, left.Html);
        return left.Location!;
    }

    /// <summary>The whole way: to the identity provider and back, until a page is shown or the person is in.</summary>
    internal async Task<Page> SignInAsync(PageClient browser, string? address = null, string begin = "/sign-in") =>
        await browser.LookAsync(await OidcUpstream.SignInAsync(await LeaveAsync(browser, address, begin)));

    /// <summary>A person who is in.</summary>
    internal async Task<PageClient> ArriveAsync(string? address = null)
    {
        var browser = NewBrowser();
        var page = await SignInAsync(browser, address);
        Assert.True(page.Status == 303, page.Html);
        Assert.True(browser.Cookies.ContainsKey("__Host-sign-in"));
        return browser;
    }

    internal async Task RefusedAsync(FederationFault fault, string? address = null)
    {
        var browser = NewBrowser();
        RefusedIn(browser, await SignInAsync(browser, address), fault);
    }

    internal static void RefusedIn(PageClient browser, Page page, FederationFault fault)
    {
        Assert.Contains($"<code>{fault}</code>", page.Html, StringComparison.Ordinal);
        Assert.Equal(fault == FederationFault.Unreachable ? 502 : 403, page.Status);
        Assert.False(browser.Cookies.ContainsKey("__Host-sign-in"));
    }

    /// <summary>What the organization's trail says of the newest refusal.</summary>
    internal async Task<JsonNode> RefusalAsync() => JsonNode.Parse(await Database.ReadAsync(Scim.Organization, db => db.ScalarAsync<string>("""
        select details
        from audit_events
        where organization_id = @organization
          and action = 'federation.refused'
        order by event_id desc
        limit 1
        """, null, Stop), Stop) ?? "{}")!;

    /// <summary>The user who has an address, or null.</summary>
    internal async Task<StoredUser?> UserAsync(string? address = null) => await Database.ReadAsync(
        Scim.Organization, async db => (await Service<Users>().FindByAddressAsync(db, address ?? Mira, 2, Stop)).SingleOrDefault(), Stop);

    /// <summary>Somebody whom provisioning has delivered.</summary>
    internal async Task<string> ProvisionAsync(string? address = null, string? externalId = null, bool active = true)
    {
        var created = await Scim.PostAsync("/Users", $$"""
            { "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "{{address ?? Mira}}", "active": {{(active ? "true" : "false")}},
              {{(externalId is null ? "" : $"\"externalId\": \"{externalId}\",")}} "displayName": "Mira by provisioning" }
            """);
        return created.Body.GetProperty("id").GetString()!;
    }

    internal Task<IReadOnlyList<Finding>> FindingsAsync() =>
        Database.ReadAsync(Scim.Organization, db => Service<FindingRegister>().ListOpenAsync(db, 10, Stop), Stop);

    internal Task<long> LinksAsync(string how) => CountAsync("federated_identities", "linked_by = @how", new { how });

    [GeneratedRegex("href=\"(/federation/(?:go|try)/[^\"]+)\"")]
    private static partial Regex GoPattern();
}
