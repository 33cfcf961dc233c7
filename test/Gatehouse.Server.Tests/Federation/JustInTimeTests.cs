using System.Text.Json.Nodes;

using Gatehouse.Server.Directory;
using Gatehouse.Server.Federation;
using Gatehouse.Server.Findings;
using Gatehouse.Server.Tests.OAuth;
using Gatehouse.Server.Tests.Scim;

namespace Gatehouse.Server.Tests.Federation;

/// <summary>Who somebody becomes whom an identity provider vouches for: rows 4 to 7 of the decision table, which look at the address. <see cref="IdentityLinkTests"/> has the others.</summary>
public abstract class JustInTimeTests(ServerFixture server) : FederationTest(server)
{
    const string Oid = "11111111-0000-0000-0000-000000000001";
    const string OtherOid = "22222222-0000-0000-0000-000000000002";

    [Fact]
    public async Task Row_4a_a_provisioned_user_with_the_address_is_linked_once_and_then_only_the_id_counts()
    {
        await ConnectAsync();
        var id = await ProvisionAsync(externalId: "mira.okonkwo");

        await ArriveAsync();

        Assert.Equal(1, await CountAsync("federated_identities", "user_id = @id and linked_by = 'address'", new { id = Guid.Parse(id) }));
        Assert.Equal(1, await CountAsync("audit_events", "action = 'federation.linked'"));
        Upstream.Person = PersonOf(OtherOid, Mira);
        await RefusedAsync(FederationFault.Conflict);
    }

    [Fact]
    public async Task Row_4a_linking_takes_out_whatever_somebody_has_planted()
    {
        await ConnectAsync();
        var (browser, user, _, _) = await SignedInAsync();
        await Scim.PatchAsync($"/Users/{user}", $$"""{ "op": "replace", "path": "userName", "value": "{{Mira}}" }""");
        Assert.Equal(200, (await browser.LookAsync("/portal")).Status is 200 or 303 ? 200 : 0);

        await ArriveAsync();

        Assert.Equal(0, await CountAsync("local_credentials"));
        Assert.Equal(0, await CountAsync("account_links"));
        Assert.Equal(1, await CountAsync("sign_ins", "ended_at is null"));
    }

    [Fact]
    public async Task Row_4a_is_off_when_the_organization_says_so()
    {
        await ConnectAsync(static settings => settings with { LinksByAddress = false });
        await ProvisionAsync();

        await RefusedAsync(FederationFault.Conflict);
    }

    [Fact]
    public async Task Row_4a_a_new_federation_links_whom_the_former_one_has_created()
    {
        var former = await ConnectAsync();
        await ArriveAsync();
        await Database.WriteAsync(Scim.Organization, db => Service<FederationRegister>().SetStateAsync(db, former.Id, IdentityProvider.Disabled, Operator, Stop), Stop);
        await ConnectAsync(static settings => settings with { Claims = ClaimNames.OfOidc });

        await ArriveAsync();

        Assert.Equal(1, await CountAsync("users"));
        Assert.Equal(2, await CountAsync("federated_identities"));
    }

    [Fact]
    public async Task Row_4b_an_account_that_nobody_has_proven_is_not_linked_but_asked_for_a_proof()
    {
        await ConnectAsync();
        var user = await CreateUserAsync(Mira);
        var browser = NewBrowser();

        var asked = await SignInAsync(browser);
        Assert.Equal((303, "/federation/proof"), (asked.Status, asked.Location));
        var page = await browser.OpenAsync("/federation/proof");
        Assert.Contains("Is this your account?", page.Html, StringComparison.Ordinal);
        Assert.False(browser.Cookies.ContainsKey("__Host-sign-in"));
        Assert.Equal(0, await CountAsync("federated_identities"));

        var wrong = await browser.SubmitAsync("/federation/proof", ("code", "000000"));
        Assert.Contains("not right", wrong.Html, StringComparison.Ordinal);
        var code = System.Text.RegularExpressions.Regex.Match(await NewestMailAsync("sign-in-code", Mira), @"\b(\d{6})\b").Value;
        var done = await browser.PostAsync("/federation/proof", ("code", code));

        Assert.Equal(303, done.Status);
        Assert.True(browser.Cookies.ContainsKey("__Host-sign-in"));
        Assert.Equal(1, await CountAsync("federated_identities", "user_id = @user and linked_by = 'proven-address'", new { user = user.Value }));
        Assert.Equal(0, await CountAsync("local_credentials"));
    }

    [Fact]
    public async Task Row_4b_the_proof_is_bound_to_the_subject_that_asked_for_it()
    {
        await ConnectAsync();
        await CreateUserAsync(Mira);
        var (owner, attacker) = (NewBrowser(), NewBrowser());
        await SignInAsync(owner);
        var code = System.Text.RegularExpressions.Regex.Match(await NewestMailAsync("sign-in-code", Mira), @"\b(\d{6})\b").Value;
        Upstream.Person = PersonOf(OtherOid, Mira);
        await SignInAsync(attacker);
        await attacker.OpenAsync("/federation/proof");

        var page = await attacker.PostAsync("/federation/proof", ("code", code));

        Assert.Equal(200, page.Status);
        Assert.False(attacker.Cookies.ContainsKey("__Host-sign-in"));
        Assert.Equal(0, await CountAsync("federated_identities"));
    }

    [Fact]
    public async Task Row_4c_an_address_that_was_given_to_somebody_new_is_refused_and_found()
    {
        await ConnectAsync();
        await ArriveAsync();
        Upstream.Person = PersonOf(OtherOid, Mira);

        await RefusedAsync(FederationFault.Conflict);

        var finding = Assert.Single(await FindingsAsync(), static one => one.Kind == FindingKinds.IdentityConflict);
        Assert.Equal(Mira, finding.Subject);
    }

    [Fact]
    public async Task Row_4c_provisioning_that_says_it_is_somebody_else_is_believed()
    {
        await ConnectAsync();
        await ProvisionAsync(externalId: OtherOid);

        await RefusedAsync(FederationFault.Conflict);
    }

    [Fact]
    public async Task Row_4d_a_sign_in_never_activates_an_account()
    {
        await ConnectAsync();
        var id = await ProvisionAsync(active: false);

        await RefusedAsync(FederationFault.Inactive);

        Assert.Equal(1, await CountAsync("users", "user_id = @id and not active", new { id = Guid.Parse(id) }));
        Assert.Equal(0, await CountAsync("federated_identities"));
    }

    [Fact]
    public async Task Row_5_an_account_of_another_organization_is_neither_attached_nor_in_the_way()
    {
        await ConnectAsync();
        var elsewhere = await NewClientAsync();
        await elsewhere.PostAsync("/Users", ScimClient.User(Mira));

        await ArriveAsync();

        Assert.Equal(1, await CountAsync("users", "origin = 'jit'"));
        Assert.Equal(0, await Database.ReadAsync(elsewhere.Organization, db => db.ScalarAsync<long>(
            "select count(*) from federated_identities where organization_id = @organization", null, Stop), Stop));
    }

    [Fact]
    public async Task Row_6_somebody_unknown_becomes_a_user_with_no_rights()
    {
        await ConnectAsync();

        var browser = await ArriveAsync();

        var user = await UserAsync();
        var resource = user!.Read();
        Assert.Equal(("jit", null), (user.Origin, user.ProvisionedBy));
        Assert.Equal((Mira, "Mira Okonkwo", "Mira"), (resource["userName"].AsText, resource["displayName"].AsText, resource["name"].AsObject?["givenName"].AsText));
        Assert.Equal(0, await CountAsync("role_assignments"));
        Assert.Equal(0, await CountAsync("group_members"));
        Assert.Equal(1, await CountAsync("sign_ins", "methods = 'federated'"));
        Assert.Contains(Mira, (await browser.OpenAsync("/portal/profile")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_6_in_an_organization_that_provisions_it_is_found_and_resolved_by_provisioning()
    {
        await ConnectAsync();
        await ArriveAsync();
        var user = await UserAsync();
        Assert.Equal((FindingKinds.SignedInBeforeProvisioning, new UserId(user!.UserId).ToString()), Assert.Single(await FindingsAsync()) is var one ? (one.Kind, one.Subject) : default);

        var found = await Scim.FilterAsync("/Users", $"userName eq \"{Mira}\"");
        var id = found.Body.GetProperty("Resources")[0].GetProperty("id").GetString();
        await Scim.PatchAsync($"/Users/{id}", $$"""{ "op": "add", "path": "externalId", "value": "{{Oid}}" }""");

        Assert.Empty(await FindingsAsync());
        var taken = await UserAsync();
        Assert.Equal(("jit", true), (taken!.Origin, taken.ProvisionedBy is not null));
        Assert.Equal(2, await CountAsync("audit_events", "action in ('finding.raised', 'finding.resolved')"));
    }

    [Fact]
    public async Task Row_6_a_create_that_collides_with_such_a_user_is_answered_409()
    {
        await ConnectAsync();
        await ArriveAsync();

        var answer = await Scim.PostAsync("/Users", ScimClient.User(Mira));

        Assert.Equal(409, answer.Status);
    }

    [Fact]
    public async Task Row_7_with_automatic_creation_off_somebody_unknown_is_told_to_ask()
    {
        await ConnectAsync(static settings => settings with { CreatesUsers = false });

        await RefusedAsync(FederationFault.NotProvisioned);

        Assert.Equal(0, await CountAsync("users"));
        await ProvisionAsync();
        await ArriveAsync();
    }

    [Fact]
    public async Task Twenty_first_sign_ins_at_once_make_one_user()
    {
        await ConnectAsync();
        var browsers = Enumerable.Range(0, 20).Select(_ => NewBrowser()).ToList();
        var answers = new List<string>();
        foreach (var browser in browsers)
            answers.Add(await OidcUpstream.SignInAsync(await LeaveAsync(browser)));

        var pages = await Task.WhenAll(browsers.Zip(answers, static (browser, answer) => browser.LookAsync(answer)));

        Assert.All(pages, static page => Assert.Equal(303, page.Status));
        Assert.Equal(1, await CountAsync("users"));
        Assert.Equal(1, await CountAsync("federated_identities"));
        Assert.Equal(20, await CountAsync("sign_ins"));
    }

    [Fact]
    public async Task Deactivation_ends_a_federated_sign_in_within_five_seconds()
    {
        await ConnectAsync();
        var id = await ProvisionAsync();
        var browser = await ArriveAsync();
        Assert.Equal(200, (await browser.LookAsync("/portal/profile")).Status);

        await Scim.PatchAsync($"/Users/{id}", """{ "op": "replace", "path": "active", "value": false }""");

        for (var deadline = DateTime.UtcNow.AddSeconds(5); (await browser.LookAsync("/portal/profile")).Status == 200; await Task.Delay(100, Stop))
            Assert.True(DateTime.UtcNow < deadline, "The sign-in lasts.");
    }

    [Fact]
    public async Task A_second_factor_there_counts_here_only_when_the_organization_says_so()
    {
        Upstream.Person["amr"] = new JsonArray("pwd", "mfa");
        var first = await ConnectAsync();
        await ArriveAsync();
        Assert.Equal(1, await CountAsync("sign_ins", "methods = 'federated'"));

        await Database.WriteAsync(Scim.Organization, db => Service<IdentityProviders>().SaveAsync(
            db, first with { Settings = first.Settings with { TrustsSecondFactor = true } }, null, Stop), Stop);
        await ArriveAsync();

        Assert.Equal(1, await CountAsync("sign_ins", "methods = 'federated mfa'"));
    }
}

public sealed class JustInTimeOnSqlite(SqliteServer server) : JustInTimeTests(server);

public sealed class JustInTimeOnPostgreSql(PostgreSqlServer server) : JustInTimeTests(server);
