using Gatehouse.Server.Federation;
using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Federation;

/// <summary>Who somebody is whom an identity provider vouches for: rows 1 to 3 of the decision table, which look at the link, the domain and the immutable id.</summary>
public abstract class IdentityLinkTests(ServerFixture server) : FederationTest(server)
{
    const string Oid = "11111111-0000-0000-0000-000000000001";
    const string OtherOid = "22222222-0000-0000-0000-000000000002";

    [Fact]
    public async Task Row_1_whoever_is_linked_is_the_same_user_under_another_address()
    {
        await ConnectAsync();
        await ArriveAsync();
        var user = await UserAsync();
        Upstream.Person = PersonOf(Oid, $"mira.okonkwo@{Domain}");

        await ArriveAsync();

        Assert.Equal(1, await CountAsync("users"));
        Assert.Equal(2, await CountAsync("sign_ins", "user_id = @user", new { user = user!.UserId }));
    }

    [Fact]
    public async Task Row_1_whoever_is_linked_comes_in_without_any_address()
    {
        await ConnectAsync();
        await ArriveAsync();
        Upstream.Person = PersonOf(Oid, null);

        await ArriveAsync();

        Assert.Equal(1, await CountAsync("users"));
    }

    [Fact]
    public async Task Row_1_a_linked_user_who_is_deactivated_is_told_whom_to_ask()
    {
        await ConnectAsync();
        var id = await ProvisionAsync();
        await ArriveAsync();
        await Scim.PatchAsync($"/Users/{id}", """{ "op": "replace", "path": "active", "value": false }""");

        var browser = NewBrowser();
        var page = await SignInAsync(browser);

        RefusedIn(browser, page, FederationFault.Inactive);
        Assert.Contains("ask your IT department", page.Html, StringComparison.Ordinal);
        Assert.Equal("Inactive", (string?)(await RefusalAsync())["fault"]);
    }

    [Fact]
    public async Task Row_1_a_linked_user_who_was_deleted_stays_out()
    {
        await ConnectAsync();
        var id = await ProvisionAsync();
        await ArriveAsync();
        await Scim.DeleteAsync($"/Users/{id}");

        await RefusedAsync(FederationFault.Deleted);

        Assert.Equal(0, await CountAsync("users"));
    }

    [Fact]
    public async Task Somebody_who_was_deleted_before_ever_signing_in_is_not_created_anew()
    {
        await ConnectAsync();
        await Scim.DeleteAsync($"/Users/{await ProvisionAsync(externalId: Oid)}");

        await RefusedAsync(FederationFault.Deleted);

        Assert.Equal(0, await CountAsync("users"));
    }

    [Fact]
    public async Task Whoever_was_deleted_and_provisioned_anew_comes_in_as_the_new_user()
    {
        await ConnectAsync();
        await Scim.DeleteAsync($"/Users/{await ProvisionAsync(externalId: Oid)}");
        var id = await ProvisionAsync(externalId: Oid);
        await ArriveAsync();
        await Scim.DeleteAsync($"/Users/{id}");
        await RefusedAsync(FederationFault.Deleted);
        var last = await ProvisionAsync(externalId: "mira");

        await ArriveAsync();

        Assert.Equal(1, await CountAsync("federated_identities", "user_id = @last", new { last = Guid.Parse(last) }));
        Assert.Equal(1, await CountAsync("federated_identities"));
    }

    [Fact]
    public async Task Row_1_names_follow_when_that_is_on_and_provisioning_does_not_own_them()
    {
        await ConnectAsync(static settings => settings with { UpdatesUsers = true });
        await ArriveAsync();
        Upstream.Person["name"] = "Mira Okonkwo-Lind";
        Upstream.Person["family_name"] = "Okonkwo-Lind";

        await ArriveAsync();

        var user = (await UserAsync())!.Read();
        Assert.Equal(("Mira Okonkwo-Lind", "Okonkwo-Lind"), (user["displayName"].AsText, user["name"].AsObject?["familyName"].AsText));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Row_1_names_stay_when_that_is_off_or_provisioning_owns_them(bool updates, bool isProvisioned)
    {
        await ConnectAsync(settings => settings with { UpdatesUsers = updates });
        if (isProvisioned)
            await ProvisionAsync();
        await ArriveAsync();
        Upstream.Person["name"] = "Somebody Else";

        await ArriveAsync();

        Assert.Equal(isProvisioned ? "Mira by provisioning" : "Mira Okonkwo", (await UserAsync())!.Read()["displayName"].AsText);
    }

    [Fact]
    public async Task Row_2_without_an_address_nobody_is_created()
    {
        await ConnectAsync();
        Upstream.Person = PersonOf(Oid, null);

        await RefusedAsync(FederationFault.AddressMissing);

        Assert.Equal(0, await CountAsync("users"));
        Assert.Equal(Oid, (string?)(await RefusalAsync())["subject"]);
    }

    [Theory]
    [InlineData("mira@elsewhere.example")]
    [InlineData("mira@sub.{0}")]
    [InlineData("mira@{0}.evil.example")]
    [InlineData("mira@{0}@evil.example")]
    [InlineData("\"mira@{0}\"@evil.example")]
    [InlineData("Mira <mira@{0}>")]
    public async Task Row_2_an_address_outside_the_proven_domain_is_refused_and_both_values_are_logged(string address)
    {
        await ConnectAsync();
        var sent = address.Replace("{0}", Domain, StringComparison.Ordinal);
        Upstream.Person = PersonOf(Oid, sent);

        var browser = NewBrowser();
        var page = await SignInAsync(browser);

        Assert.Equal(403, page.Status);
        Assert.Equal(0, await CountAsync("users"));
        var refusal = await RefusalAsync();
        Assert.Equal((Oid, sent), ((string?)refusal["subject"], (string?)refusal["address"]));
    }

    [Fact]
    public async Task Row_2_a_proven_domain_that_another_federation_speaks_for_is_not_this_ones()
    {
        var other = $"other-{Domain}";
        await ConnectAsync();
        await using var second = await OidcUpstream.StartAsync();
        await ConnectAsync(second, domains: other);
        Upstream.Person = PersonOf(Oid, $"mira@{other}");

        await RefusedAsync(FederationFault.AddressForeign);
    }

    [Fact]
    public async Task Row_2_an_address_that_the_provider_says_it_has_not_checked_counts_for_nothing()
    {
        await ConnectAsync();
        await ProvisionAsync();
        Upstream.Person["email_verified"] = false;

        await RefusedAsync(FederationFault.AddressUnverified);
    }

    [Fact]
    public async Task Row_3_the_immutable_id_links_whatever_the_address()
    {
        await ConnectAsync();
        var id = await ProvisionAsync($"old.name@{Domain}", Oid);

        await ArriveAsync();

        Assert.Equal(1, await CountAsync("users"));
        Assert.Equal(1, await CountAsync("federated_identities", "user_id = @id and linked_by = 'external-id'", new { id = Guid.Parse(id) }));
    }

    [Fact]
    public async Task Row_3_the_immutable_id_links_without_an_address()
    {
        await ConnectAsync();
        await ProvisionAsync($"no.mailbox@{Domain}", Oid);
        Upstream.Person = PersonOf(Oid, null);

        await ArriveAsync();

        Assert.Equal(1, await LinksAsync("external-id"));
    }

    [Fact]
    public async Task Row_3_is_off_when_the_organization_says_so()
    {
        await ConnectAsync(static settings => settings with { LinksByExternalId = false });
        await ProvisionAsync($"old.name@{Domain}", Oid);

        await ArriveAsync();

        Assert.Equal(2, await CountAsync("users"));
    }

    [Fact]
    public async Task Row_3_an_external_id_that_nobody_has_provisioned_links_nobody()
    {
        await ConnectAsync();
        var user = await CreateUserAsync($"planted@{Domain}");
        await Database.WriteAsync(Scim.Organization, db => db.ExecuteAsync(
            "update users set external_id = @Oid where organization_id = @organization and user_id = @user", new { Oid, user = user.Value }, Stop), Stop);

        await ArriveAsync();

        Assert.Equal(0, await LinksAsync("external-id"));
        Assert.Equal(2, await CountAsync("users"));
    }

    [Fact]
    public async Task Row_3_a_deactivated_user_with_the_id_stays_out()
    {
        await ConnectAsync();
        await ProvisionAsync(externalId: Oid, active: false);

        await RefusedAsync(FederationFault.Inactive);
    }
}

public sealed class IdentityLinksOnSqlite(SqliteServer server) : IdentityLinkTests(server);

public sealed class IdentityLinksOnPostgreSql(PostgreSqlServer server) : IdentityLinkTests(server);
