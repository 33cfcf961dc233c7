using System.Text.Json;

using Gatehouse.Server.Tests.OAuth;

namespace Gatehouse.Server.Tests.Portal;

public abstract class ProfileTests(ServerFixture server) : PortalTest(server)
{
    [Fact]
    public async Task Nobody_sees_it_who_is_not_signed_in()
    {
        foreach (var path in (string[])["/portal", "/portal/profile", "/portal/security", "/portal/devices", "/portal/applications", "/portal/activity", "/portal/profile/data"])
            Assert.Equal("/sign-in", (await NewBrowser().LookAsync(path)).Location);
    }

    [Fact]
    public async Task A_person_changes_what_is_ours_to_change()
    {
        var (browser, user, _, _) = await SignedInAsync();
        Assert.Contains("value=\"Mira Okonkwo\"", (await browser.OpenAsync("/portal")).Html, StringComparison.Ordinal);

        var saved = await browser.SubmitAsync(
            "/portal/profile", ("displayName", " Mira O. "), ("givenName", "Mira"), ("familyName", "Okonkwo-Lindqvist"), ("preferredLanguage", "de"));

        Assert.Contains("Ihr Profil ist gespeichert.", saved.Html, StringComparison.Ordinal);
        var resource = (await Scim.GetAsync($"/Users/{user}")).Body;
        Assert.Equal(("Mira O.", "de"), (resource.GetProperty("displayName").GetString(), resource.GetProperty("preferredLanguage").GetString()));
        Assert.Equal("Okonkwo-Lindqvist", resource.GetProperty("name").GetProperty("familyName").GetString());
        Assert.Equal(1, await CountAsync("audit_events", "action = 'profile.changed'"));
    }

    [Theory]
    [InlineData("", "Enter the name that others see.")]
    [InlineData("long", "too long")]
    public async Task What_cannot_be_saved_is_said_and_nothing_is_lost(string name, string words)
    {
        var (browser, _, _, _) = await SignedInAsync();
        await browser.OpenAsync("/portal/profile");

        var page = await browser.SubmitAsync("/portal/profile", ("displayName", name == "long" ? new string('x', 101) : name), ("givenName", "Maria Angela"));

        Assert.Contains(words, page.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"Maria Angela\"", page.Html, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("audit_events", "action = 'profile.changed'"));
    }

    [Fact]
    public async Task What_provisioning_owns_is_read_only_and_names_its_owner()
    {
        var (browser, user, _, _) = await SignedInAsync();
        await Scim.PatchAsync($"/Users/{user}", """{ "op": "replace", "path": "title", "value": "Engineer" }""");

        var page = await browser.OpenAsync("/portal/profile");
        Assert.Contains("Contoso keeps your profile, through the connection Entra", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"displayName\"", page.Html, StringComparison.Ordinal);
        Assert.Equal(403, (await browser.PostAsync("/portal/profile", ("displayName", "Somebody Else"))).Status);
        Assert.Equal("/portal/profile", (await browser.LookAsync("/portal/profile/address")).Location);
        Assert.Equal("Mira Okonkwo", (await Scim.GetAsync($"/Users/{user}")).Body.GetProperty("displayName").GetString());
    }

    [Fact]
    public async Task A_new_address_counts_when_mail_has_reached_it()
    {
        var (browser, user, _, _) = await SignedInAsync();
        var next = $"mira.new.{Guid.NewGuid():N}@contoso.example";
        await browser.OpenAsync("/portal/profile/address");
        Assert.Contains("A link was sent to", (await browser.SubmitAsync("/portal/profile/address", ("address", next))).Html, StringComparison.Ordinal);
        Assert.Equal(Address, (await Scim.GetAsync($"/Users/{user}")).Body.GetProperty("userName").GetString());

        var link = await NewestLinkAsync("address-change", next);
        var confirm = await browser.OpenAsync($"/account/{link}");
        Assert.Contains(next, confirm.Html, StringComparison.Ordinal);
        Assert.Equal(Address, (await Scim.GetAsync($"/Users/{user}")).Body.GetProperty("userName").GetString());
        Assert.Contains("Your address is changed", (await browser.SubmitAsync($"/account/{link}")).Html, StringComparison.Ordinal);

        var resource = (await Scim.GetAsync($"/Users/{user}")).Body;
        Assert.Equal((next, next), (resource.GetProperty("userName").GetString(), resource.GetProperty("emails")[0].GetProperty("value").GetString()));
        Assert.Equal(404, (await browser.OpenAsync($"/account/{link}")).Status);
        Assert.Contains("do not belong together", (await EnterAsync(NewBrowser(), Address, Password)).Html, StringComparison.Ordinal);
        Assert.Contains("Confirm that it is you", (await EnterAsync(NewBrowser(), next, Password)).Html, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("verified_addresses"));
        Assert.Contains("new e-mail address", await NewestMailAsync("address-changed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_a_colleague_has_is_not_taken_away()
    {
        var colleague = $"li.{Guid.NewGuid():N}@contoso.example";
        var (browser, user, _, _) = await SignedInAsync();
        await browser.OpenAsync("/portal/profile/address");
        await browser.SubmitAsync("/portal/profile/address", ("address", colleague));
        await CreateUserAsync(colleague);

        var link = await NewestLinkAsync("address-change", colleague);
        await browser.OpenAsync($"/account/{link}");
        var page = await browser.SubmitAsync($"/account/{link}");

        Assert.Equal(409, page.Status);
        Assert.Equal(Address, (await Scim.GetAsync($"/Users/{user}")).Body.GetProperty("userName").GetString());
    }

    [Theory]
    [InlineData("nonsense", "whole e-mail address")]
    [InlineData("same", "your address already")]
    public async Task An_address_that_cannot_be_is_refused(string address, string words)
    {
        var (browser, _, _, _) = await SignedInAsync();
        await browser.OpenAsync("/portal/profile/address");

        var page = await browser.SubmitAsync("/portal/profile/address", ("address", address == "same" ? Address.ToUpperInvariant() : address));

        Assert.Contains(words, page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_takes_the_own_data_away_without_secrets()
    {
        var (browser, _, secret, codes) = await SignedInAsync();

        var file = await browser.LookAsync("/portal/profile/data");

        var data = JsonDocument.Parse(file.Html).RootElement;
        Assert.Equal(Address, data.GetProperty("profile").GetProperty("userName").GetString());
        Assert.Equal(1, data.GetProperty("signIns").GetArrayLength());
        Assert.Contains(data.GetProperty("activity").EnumerateArray(), static one => one.GetProperty("action").GetString() == "factor.added");
        Assert.DoesNotContain(OtpNet.Base32Encoding.ToString(secret), file.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(codes[0], file.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("hash", file.Html, StringComparison.OrdinalIgnoreCase);
    }
}

public sealed class ProfileOnSqlite(SqliteServer server) : ProfileTests(server);

public sealed class ProfileOnPostgreSql(PostgreSqlServer server) : ProfileTests(server);
