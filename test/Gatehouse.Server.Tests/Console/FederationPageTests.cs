using Gatehouse.Server.Audit;
using Gatehouse.Server.Federation;
using Gatehouse.Server.Findings;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Console;

/// <summary>Operators look after organizations' identity providers.</summary>
public abstract class FederationPageTests(ServerFixture server) : ConsoleTest(server)
{
    async Task<IdentityProvider> AddAsync(string state = IdentityProvider.Active) => await Database.WriteAsync(
        Scim.Organization, db => Service<FederationRegister>().AddAsync(db, null, new FederationInput
        {
            Name = "Contoso Entra ID", Domains = [$"d{Guid.NewGuid():N}.example"], State = state, ClientSecret = "s3cret of contoso",
            Settings = new() { Claims = ClaimNames.OfEntra, Oidc = new() { Issuer = "https://idp.contoso.example", ClientId = "gh", Scopes = ["openid"] } },
        }, PublicUrl, Operator, Stop), Stop);

    string Path(IdentityProvider? provider = null) =>
        $"/console/organizations/{Scim.Organization}/federations{(provider is null ? "" : $"/{provider.IdentityProviderId:N}")}";

    [Fact]
    public async Task The_list_shows_each_with_its_domains_and_what_was_found()
    {
        var (browser, _) = await OperatorAsync();
        Assert.Contains("gatehouse federations add-oidc", (await browser.OpenAsync(Path())).Html, StringComparison.Ordinal);
        await AddAsync();
        await Database.WriteAsync(Scim.Organization, db => Service<FindingRegister>().RaiseAsync(
            db, FindingKinds.SignedInBeforeProvisioning, "x", new() { ["address"] = "<b>mira</b>@contoso.example" }, Stop), Stop);

        var page = await browser.OpenAsync(Path());

        Assert.All((string[])["Contoso Entra ID", "OpenID Connect", "On duty", "Not proven", "signed in before provisioning"], text => Assert.Contains(text, page.Html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_page_shows_what_to_enter_what_is_set_and_who_was_refused_and_no_secret()
    {
        var provider = await AddAsync();
        await Database.WriteAsync(Scim.Organization, db => Service<AuditLog>().AppendAsync(db, Operator with
        {
            Action = "federation.refused", TargetType = "federation", TargetId = provider.Id.ToString(),
            Details = """{ "fault": "AddressForeign", "reason": "The address is elsewhere.", "address": "eve@elsewhere.example" }""",
        }, Stop), Stop);
        var (browser, _) = await OperatorAsync();

        var page = await browser.OpenAsync(Path(provider));

        Assert.All(
            (string[])["https://accounts.contoso.example/ui/login/login/externalidp/callback", "userId=oid", "_gatehouse.", "AddressForeign", "eve@elsewhere.example", "/federation/try/"],
            text => Assert.Contains(text, page.Html, StringComparison.Ordinal));
        Assert.DoesNotContain("s3cret", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_turned_off_by_its_name_and_on_again()
    {
        var provider = await AddAsync();
        var (browser, _) = await OperatorAsync();
        await browser.OpenAsync($"{Path(provider)}/disable");
        Assert.Equal(422, (await browser.PostAsync($"{Path(provider)}/disable", ("confirmation", "Contoso"))).Status);

        var off = await browser.SubmitAsync($"{Path(provider)}/disable", ("confirmation", "Contoso Entra ID"));
        Assert.Contains("It is off now.", off.Html, StringComparison.Ordinal);
        var on = await browser.SubmitAsync($"{Path(provider)}/enable");

        Assert.Contains("It is on duty now.", on.Html, StringComparison.Ordinal);
        Assert.Equal(["federation.enabled", "federation.disabled"], (await EventsAsync(Scim.Organization)).Select(static one => one.Action).Where(static action => action.StartsWith("federation.", StringComparison.Ordinal)).Take(2));
    }

    [Fact]
    public async Task A_domain_is_looked_for_in_the_dns_and_the_page_says_what_came_of_it()
    {
        var provider = await AddAsync();
        var (browser, _) = await OperatorAsync();
        await browser.OpenAsync(Path(provider));
        var domain = Assert.Single(await Database.ReadAsync(Scim.Organization, db => Service<EmailDomains>().ListAsync(db, Stop), Stop)).Name;

        var page = await browser.PostAsync($"{Path(provider)}/domains", ("domain", domain));

        Assert.Equal(422, page.Status);
        Assert.True(page.Html.Contains("not there yet", StringComparison.Ordinal) || page.Html.Contains("No name server", StringComparison.Ordinal), page.Html);
        Assert.Equal(404, (await browser.PostAsync($"{Path(provider)}/domains", ("domain", "somebody-elses.example"))).Status);
    }

    [Fact]
    public async Task Another_organizations_is_not_there()
    {
        var provider = await AddAsync();
        var other = (await NewClientAsync()).Organization;
        var (browser, _) = await OperatorAsync();

        Assert.Equal(404, (await browser.LookAsync($"/console/organizations/{other}/federations/{provider.IdentityProviderId:N}")).Status);
        Assert.Equal(404, (await browser.LookAsync($"/console/organizations/{other}/federations/nonsense")).Status);
    }
}

public sealed class FederationPageOnSqlite(SqliteServer server) : FederationPageTests(server);

public sealed class FederationPageOnPostgreSql(PostgreSqlServer server) : FederationPageTests(server);
