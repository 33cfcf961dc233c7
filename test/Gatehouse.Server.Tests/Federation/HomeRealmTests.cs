using Gatehouse.Server.Directory;
using Gatehouse.Server.Federation;
using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Tests.OAuth;
using Gatehouse.Server.Tests.SignIn;

namespace Gatehouse.Server.Tests.Federation;

/// <summary>From an address to the identity provider of its organization, and what happens to passwords then (S61, S65).</summary>
public abstract class HomeRealmTests(ServerFixture server) : FederationTest(server)
{
    const string Elsewhere = "To your organization";
    const string Here = "Enter your password";

    async Task<Page> EnterAsync(string address, string begin = "/sign-in")
    {
        var browser = NewBrowser();
        await browser.OpenAsync(begin);
        return await browser.SubmitAsync("/sign-in", ("address", address));
    }

    [Fact]
    public async Task A_proven_domain_leads_elsewhere_for_everybody_alike()
    {
        await ConnectAsync();
        await ProvisionAsync();

        var known = await EnterAsync(Mira);
        var unknown = await EnterAsync($"nobody@{Domain}");

        Assert.Contains(Elsewhere, known.Html, StringComparison.Ordinal);
        Assert.Equal(known.Html, unknown.Html);
    }

    [Theory]
    [InlineData("sub.{0}")]
    [InlineData("not-{0}")]
    [InlineData("{0}.example")]
    public async Task A_domain_beside_it_does_not(string other)
    {
        await ConnectAsync();

        Assert.Contains(Here, (await EnterAsync($"mira@{other.Replace("{0}", Domain, StringComparison.Ordinal)}")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_that_is_claimed_and_not_proven_routes_nobody_and_creates_nobody()
    {
        var provider = await ConnectAsync(domains: $"proven-{Domain}");
        await Database.WriteAsync(Scim.Organization, db => Service<IdentityProviders>().AddDomainAsync(db, provider.IdentityProviderId, Domain, Stop), Stop);

        Assert.Contains(Here, (await EnterAsync(Mira)).Html, StringComparison.Ordinal);
        await RefusedAsync(FederationFault.AddressForeign, $"mira@proven-{Domain}");

        await VerifyAsync(Domain);
        await ArriveAsync();
    }

    [Theory]
    [InlineData(IdentityProvider.Testing)]
    [InlineData(IdentityProvider.Disabled)]
    public async Task A_federation_that_is_not_on_duty_routes_nobody(string state)
    {
        var provider = await ConnectAsync(state: state);

        Assert.Contains(Here, (await EnterAsync(Mira)).Html, StringComparison.Ordinal);
        await SetStateAsync(provider, IdentityProvider.Active);

        Assert.Contains(Elsewhere, (await EnterAsync(Mira)).Html, StringComparison.Ordinal);
    }

    Task SetStateAsync(IdentityProvider provider, string state) =>
        Database.WriteAsync(Scim.Organization, db => Service<FederationRegister>().SetStateAsync(db, provider.Id, state, Operator, Stop), Stop);

    [Fact]
    public async Task A_domain_belongs_to_one_organization()
    {
        await ConnectAsync();
        var other = (await NewClientAsync()).Organization;

        var refusal = await Assert.ThrowsAsync<FederationInputException>(() => Database.WriteAsync(other, db => Service<FederationRegister>().AddAsync(db, null, new FederationInput
        {
            Name = "Other", Domains = [Domain], Settings = new() { Claims = ClaimNames.OfOidc, Oidc = new() { Issuer = Upstream.Issuer, ClientId = "x", Scopes = ["openid"] } }, ClientSecret = "s",
        }, new Uri(PublicUrl), Operator, Stop), Stop));

        Assert.Contains("another organization", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gmail.com")]
    [InlineData("co.uk")]
    [InlineData("contoso.onmicrosoft.com")]
    [InlineData("example")]
    public void What_everybody_has_nobody_can_claim(string domain) => Assert.Equal(domain.Contains("contoso", StringComparison.Ordinal), EmailDomains.IsClaimable(domain));

    [Fact]
    public async Task An_application_of_another_organization_has_its_own_people()
    {
        await ConnectAsync();
        var other = (await NewClientAsync()).Organization;
        var (id, _) = await Database.WriteAsync(other, db => Service<ApplicationRegister>().CreateAsync(
            db, "Portal", false, new() { RedirectUris = ["https://other.example/callback"], RequiresPkce = false }, Stop), Stop);
        var begin = $"/oauth/v2/authorize?client_id={id}&response_type=code&scope=openid&redirect_uri=https%3A%2F%2Fother.example%2Fcallback";

        Assert.Contains(Here, (await EnterAsync(Mira, begin)).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_application_gets_its_person_back_and_hears_of_a_second_factor_only_if_it_is_trusted(bool isTrusted)
    {
        var before = DateTimeOffset.UtcNow.AddHours(-3).ToUnixTimeSeconds();
        (Upstream.Person["amr"], Upstream.Person["auth_time"]) = (new System.Text.Json.Nodes.JsonArray("pwd", "mfa"), before);
        await ConnectAsync(settings => settings with { TrustsSecondFactor = isTrusted });
        var (id, secret) = await RegisterAsync();
        var browser = NewBrowser();

        var page = await SignInAsync(browser, begin: AuthorizeUrl(id));
        var (_, tokens) = await RedeemAsync(id, secret, AnswerOf(await browser.LookAsync(page.Location!))["code"]);

        var claims = ClaimsOf(tokens.GetProperty("id_token").GetString()!);
        Assert.Equal((isTrusted, isTrusted), (claims.TryGetProperty("acr", out _), claims.TryGetProperty("amr", out _)));
        Assert.Equal((before, Mira), (claims.GetProperty("auth_time").GetInt64(), claims.GetProperty("email").GetString()));
        Assert.True(claims.GetProperty("email_verified").GetBoolean());
    }

    [Fact]
    public async Task An_application_that_wants_a_recent_proof_has_the_person_asked_there()
    {
        await ConnectAsync();
        var (id, _) = await RegisterAsync();

        Assert.Contains("max_age=0", await LeaveAsync(NewBrowser(), begin: AuthorizeUrl(id, ("max_age", "300"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_federations_for_a_domain_the_person_chooses()
    {
        await ConnectAsync();
        await using var second = await OidcUpstream.StartAsync();
        var other = await ConnectAsync(second);
        var browser = NewBrowser();
        await browser.OpenAsync("/sign-in");

        var page = await browser.SubmitAsync("/sign-in", ("address", Mira));

        Assert.Contains("Where do you sign in?", page.Html, StringComparison.Ordinal);
        Assert.Contains($"/federation/go/{other.Id}", page.Html, StringComparison.Ordinal);
        Assert.StartsWith(second.Origin, (await browser.LookAsync($"/federation/go/{other.Id}")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provisioning_may_say_which_of_two_it_is()
    {
        await ConnectAsync();
        await using var second = await OidcUpstream.StartAsync();
        var other = await ConnectAsync(second);
        var id = await ProvisionAsync();
        await Scim.PatchAsync($"/Users/{id}", $$"""{ "op": "add", "path": "{{GatehouseUserSchema.Id}}:federationId", "value": "{{other.Id}}" }""");

        Assert.StartsWith(second.Origin, await LeaveAsync(NewBrowser()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/federation/start")]
    [InlineData("/federation/arrived")]
    [InlineData("/federation/proof")]
    [InlineData("/federation/go/nonsense")]
    [InlineData("/federation/try/nonsense")]
    [InlineData("/federation/try/a.b.c/go")]
    [InlineData("/ui/login/login/externalidp/callback")]
    [InlineData("/ui/login/login/externalidp/callback?code=x&state=y")]
    [InlineData("/ui/login/login/externalidp/callback?error=x")]
    public async Task Whoever_comes_without_a_sign_in_under_way_gets_a_page_or_is_led_to_one(string path)
    {
        var page = await NewBrowser().OpenAsync(path);

        Assert.True(page.Status is 200 or 403 or 404, $"{page.Status}");
        Assert.Contains("<h1>", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_sent_to_a_federation_that_does_not_speak_for_the_address()
    {
        await ConnectAsync();
        var other = (await NewClientAsync()).Organization;
        var foreign = await Database.WriteAsync(other, db => Service<FederationRegister>().AddAsync(db, null, new FederationInput
        {
            Name = "Other", Settings = new() { Claims = ClaimNames.OfOidc, Oidc = new() { Issuer = Upstream.Issuer, ClientId = "x", Scopes = ["openid"] } }, ClientSecret = "s",
        }, new Uri(PublicUrl), Operator, Stop), Stop);
        var browser = NewBrowser();
        await browser.OpenAsync("/sign-in");
        await browser.SubmitAsync("/sign-in", ("address", Mira));

        Assert.Equal("/sign-in", (await browser.LookAsync($"/federation/go/{foreign.Id}")).Location);
    }

    [Fact]
    public async Task A_person_with_an_account_here_can_say_so_while_the_domain_is_not_enforced()
    {
        await ConnectAsync();
        await CreateUserAsync(Mira);
        var browser = NewBrowser();
        await browser.OpenAsync("/sign-in?way=password");

        await browser.SubmitAsync("/sign-in", ("address", Mira));
        var page = await browser.SubmitAsync("/sign-in/password", ("password", Password));

        Assert.Contains("Protect your account", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_domain_is_enforced_a_password_opens_nothing_and_no_link_is_mailed()
    {
        await ConnectAsync();
        var user = await CreateUserAsync(Mira);
        var browser = NewBrowser();
        await browser.OpenAsync("/sign-in?way=password");
        await browser.SubmitAsync("/sign-in", ("address", Mira));
        await browser.SubmitAsync("/sign-in/password", ("password", Password));
        var page = await browser.SubmitAsync("/sign-in/set-up", ("method", "authenticator"));
        await browser.SubmitAsync("/sign-in/set-up/authenticator", ("code", CodeOf(SecretOf(page))));
        await EnforceAsync();

        var done = await browser.PostAsync("/sign-in/done");

        Assert.Equal(403, done.Status);
        Assert.Contains("Sign in at your organization", done.Html, StringComparison.Ordinal);
        Assert.False(browser.Cookies.ContainsKey("__Host-sign-in"));
        await browser.OpenAsync("/sign-in/forgotten");
        await browser.SubmitAsync("/sign-in/forgotten", ("address", Mira));
        await Task.Delay(300, Stop);
        Assert.Equal(0, await CountAsync("account_links", "purpose = 'password-reset'"));
        Assert.Equal(1, await CountAsync("audit_events", "action = 'sign-in.refused' and target_id = @user", new { user = user.ToString() }));
    }

    [Fact]
    public async Task Where_the_domain_is_enforced_a_passkey_opens_nothing()
    {
        await CreateUserAsync(Mira);
        var owner = NewBrowser();
        await EnterAsync(owner, Mira, Password);
        using var authenticator = new SoftAuthenticator { Count = 1 };
        var asked = await owner.SubmitAsync("/sign-in/set-up", ("method", "passkey"));
        await owner.SubmitAsync("/sign-in/set-up/passkey", ("credential", authenticator.Create(PasskeyTests.OptionsOf(asked))));
        await owner.SubmitAsync("/sign-in/done");
        await ConnectAsync();
        await EnforceAsync();
        var browser = NewBrowser();
        asked = await browser.OpenAsync("/sign-in");

        authenticator.Count++;
        var refused = await browser.SubmitAsync("/sign-in/passkey", ("credential", authenticator.Get(PasskeyTests.OptionsOf(asked))));

        Assert.Equal(403, refused.Status);
        Assert.Contains("Sign in at your organization", refused.Html, StringComparison.Ordinal);
        Assert.False(browser.Cookies.ContainsKey("__Host-sign-in"));
        Assert.Equal(1, await CountAsync("sign_ins"));
    }

    [Fact]
    public async Task Where_the_domain_is_enforced_an_invitation_of_before_opens_nothing()
    {
        var link = await InviteAsync(await CreateUserAsync(Mira, password: null));
        await ConnectAsync();
        await EnforceAsync();
        var browser = NewBrowser();
        await browser.OpenAsync($"/account/{link}");
        await browser.PostAsync($"/account/{link}", ("password", Password));

        var page = await browser.OpenAsync("/sign-in?way=password");
        page = page.Html.Contains("name=\"address\"", StringComparison.Ordinal) ? await browser.SubmitAsync("/sign-in", ("address", Mira)) : page;
        await browser.SubmitAsync("/sign-in/password", ("password", Password));
        page = await browser.SubmitAsync("/sign-in/set-up", ("method", "authenticator"));
        await browser.SubmitAsync("/sign-in/set-up/authenticator", ("code", CodeOf(SecretOf(page))));

        Assert.Equal(403, (await browser.PostAsync("/sign-in/done")).Status);
        Assert.Equal(0, await CountAsync("sign_ins"));
    }

    [Fact]
    public async Task Where_the_domain_is_enforced_an_emergency_account_still_opens()
    {
        await ConnectAsync();
        var user = await CreateUserAsync(Mira);
        await EnforceAsync();
        await Database.WriteAsync(Scim.Organization, db => Service<RoleAssignments>().AddAsync(db, user, RoleAssignments.Emergency, Stop), Stop);
        var browser = NewBrowser();
        await browser.OpenAsync("/sign-in?way=password");
        await browser.SubmitAsync("/sign-in", ("address", Mira));
        await browser.SubmitAsync("/sign-in/password", ("password", Password));
        var page = await browser.SubmitAsync("/sign-in/set-up", ("method", "authenticator"));
        await browser.SubmitAsync("/sign-in/set-up/authenticator", ("code", CodeOf(SecretOf(page))));

        Assert.Equal(303, (await browser.PostAsync("/sign-in/done")).Status);

        Assert.True(browser.Cookies.ContainsKey("__Host-sign-in"));
    }

    Task<bool> EnforceAsync() => Database.WriteAsync(Scim.Organization, db => Service<EmailDomains>().SetEnforcedAsync(db, Domain, true, Stop), Stop);

    [Fact]
    public async Task A_trial_shows_what_would_happen_and_has_nothing_happen()
    {
        var provider = await ConnectAsync(state: IdentityProvider.Testing);
        await ProvisionAsync(externalId: "11111111-0000-0000-0000-000000000001");
        var browser = NewBrowser();
        var link = $"/federation/try/{Service<TrialLinks>().New(provider.Id)}";
        Assert.Contains("Try the connection", (await browser.OpenAsync(link)).Html, StringComparison.Ordinal);

        var shown = await browser.LookAsync(await OidcUpstream.SignInAsync((await browser.LookAsync($"{link}/go")).Location!));

        Assert.Equal(200, shown.Status);
        Assert.All((string[])["The connection works", "by your id", Mira, "preferred_username", "11111111-0000-0000-0000-000000000001"], text => Assert.Contains(text, shown.Html, StringComparison.Ordinal));
        Assert.Equal(0, await CountAsync("federated_identities"));
        Assert.Equal(0, await CountAsync("sign_ins"));
        Assert.False(browser.Cookies.ContainsKey("__Host-sign-in"));
    }

    [Fact]
    public async Task A_trial_that_fails_says_why()
    {
        var provider = await ConnectAsync(state: IdentityProvider.Testing);
        Upstream.Claims = static claims => claims["tid"] = "another";
        var browser = NewBrowser();
        var left = await browser.LookAsync($"/federation/try/{Service<TrialLinks>().New(provider.Id)}/go");

        var shown = await browser.LookAsync(await OidcUpstream.SignInAsync(left.Location!));

        Assert.Contains("does not work yet", shown.Html, StringComparison.Ordinal);
        Assert.Contains("another tenant than contoso", shown.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_trial_shows_is_text_whatever_the_provider_sends()
    {
        var provider = await ConnectAsync(state: IdentityProvider.Testing);
        Upstream.Person["name"] = "<script>alert(1)</script>";
        var browser = NewBrowser();
        var left = await browser.LookAsync($"/federation/try/{Service<TrialLinks>().New(provider.Id)}/go");
        var answer = await OidcUpstream.SignInAsync(left.Location!);
        using var request = new HttpRequestMessage(HttpMethod.Get, answer);
        request.Headers.Add("Cookie", string.Join("; ", browser.Cookies.Select(static one => $"{one.Key}={one.Value}")));

        using var shown = await Http.SendAsync(request, Stop);

        Assert.Contains("&lt;script&gt;alert(1)", await shown.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_for_a_trial_is_ours_and_works_for_a_day()
    {
        var provider = await ConnectAsync(state: IdentityProvider.Testing);
        var links = Service<TrialLinks>();
        var link = links.New(provider.Id);

        Assert.Equal(provider.Id, links.Find(link));
        Assert.Null(links.Find(link[..^1] + (link[^1] == '0' ? '1' : '0')));
        Assert.Null(links.Find(link.Replace(link.Split('.')[1], "9999999999", StringComparison.Ordinal)));
        await SetStateAsync(provider, IdentityProvider.Disabled);
        Assert.Equal(404, (await NewBrowser().LookAsync($"/federation/try/{link}")).Status);
    }
}

public sealed class HomeRealmOnSqlite(SqliteServer server) : HomeRealmTests(server);

public sealed class HomeRealmOnPostgreSql(PostgreSqlServer server) : HomeRealmTests(server);
