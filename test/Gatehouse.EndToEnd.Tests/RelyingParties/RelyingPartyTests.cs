using System.Text.Json;

using Gatehouse.EndToEnd.Tests.Browser;

namespace Gatehouse.EndToEnd.Tests.RelyingParties;

/// <summary>
/// Software of other makers signs people in. It is told the issuer and its registration and nothing else; the person is in Chromium and
/// comes back to where the software listens.
/// </summary>
public abstract class RelyingPartyTests(Chromium chromium, ProviderInstallation provider) : BrowserTest(chromium)
{
    readonly string site = $"http://127.0.0.1:{Installation.FreePort()}";

    internal override Uri Address => provider.Issuer;

    [Fact]
    public async Task Openid_client_signs_a_person_in_keeps_and_ends_its_grants_and_takes_no_forged_answer()
    {
        const int Forgeries = 2;
        var (redirectUri, afterSignOut) = ($"{site}/callback", $"{site}/goodbye");
        var person = await provider.AdmitAsync();
        var application = await provider.RegisterAsync(person.Organization, "--redirect-uri", redirectUri, "--post-logout-redirect-uri", afterSignOut);
        var (clientId, clientSecret) = CredentialsOf(application);
        var page = await OpenAsync("/");
        using var client = NodeRelyingParty.Start("openid-client", new { issuer = Address, clientId, clientSecret, redirectUri, afterSignOut });

        await VisitAsync(page, person, client, times: 1 + Forgeries);
        // As if the time were over in which the token before still works.
        await client.HasDoneAsync("refreshed", then: () => provider.Installation.ExecuteAsync(
            "update tokens set redeemed_at = redeemed_at - 20000 where redeemed_at is not null"));
        await VisitAsync(page, person, client, times: 4);
        var learned = await client.LearnsAsync();

        AssertKnows(person, learned);
        AssertIs(person, learned.GetProperty("renewed"));
        Assert.Equal((Address.AbsoluteUri, clientId), (TextOf(learned.GetProperty("claims"), "iss"), TextOf(learned.GetProperty("claims"), "aud")));
        Assert.Equal(["pwd", "otp", "mfa"], learned.GetProperty("claims").GetProperty("amr").EnumerateArray().Select(static one => one.GetString()));
        var introspection = learned.GetProperty("introspection");
        Assert.Equal((true, person.Id), (introspection.GetProperty("active").GetBoolean(), TextOf(introspection, "sub")));
        AssertForgeriesAreRefused(learned.GetProperty("forgeries"));
        Assert.Equal($"{afterSignOut}?state=goodbye", TextOf(learned, "goodbye"));
        Assert.Equal(
            "reuse invalid_grant, afterReuse invalid_grant, afterRevocation invalid_grant, afterGoodbye invalid_grant, silent login_required",
            string.Join(", ", learned.GetProperty("refusals").EnumerateObject().Select(static one => $"{one.Name} {one.Value}")));
    }

    /// <summary>The library refuses all but the verifier, which the server compares.</summary>
    static void AssertForgeriesAreRefused(JsonElement forgeries)
    {
        Assert.Contains("\"state\"", TextOf(forgeries, "state"), StringComparison.Ordinal);
        Assert.Contains("\"nonce\"", TextOf(forgeries, "nonce"), StringComparison.Ordinal);
        Assert.Equal("invalid_grant", TextOf(forgeries, "verifier"));
        Assert.Contains("\"iss\"", TextOf(forgeries, "otherIssuer"), StringComparison.Ordinal);
        Assert.Contains("\"iss\"", TextOf(forgeries, "noIssuer"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Oauth4webapi_signs_a_person_in_with_each_way_of_authentication_and_in_a_program_on_any_port()
    {
        var person = await provider.AdmitAsync();
        var portal = await provider.RegisterAsync(person.Organization, "--redirect-uri", $"{site}/callback");
        var program = await provider.RegisterAsync(person.Organization, "--redirect-uri", "http://127.0.0.1/callback", "--public");
        var page = await OpenAsync("/");
        foreach (var (application, redirectUri, method, responseMode) in ((JsonElement, string, string, string)[])
        [
            (portal, $"{site}/callback", "client_secret_basic", "query"), (portal, $"{site}/callback", "client_secret_post", "form_post"),
            (program, "http://127.0.0.1/callback", "none", "query"),
        ])
        {
            var (clientId, clientSecret) = CredentialsOf(application);
            using var client = NodeRelyingParty.Start("oauth4webapi", new { issuer = Address, clientId, clientSecret, redirectUri, method, responseMode });
            await VisitAsync(page, person, client);

            var learned = await client.LearnsAsync();
            AssertKnows(person, learned);
            Assert.Equal(responseMode == "query" ? "GET" : "POST", TextOf(learned, "cameBackBy"));
            Assert.Equal((person.Id, clientId), (TextOf(learned.GetProperty("access"), "sub"), TextOf(learned.GetProperty("access"), "client_id")));
        }
    }

    [Fact]
    public async Task A_page_behind_mod_auth_openidc_knows_its_reader_until_the_sign_out()
    {
        Assert.SkipWhen(ApacheServer.MissingBecause is not null, ApacheServer.MissingBecause ?? "");
        await using var apache = new ApacheServer();
        var person = await provider.AdmitAsync();
        var application = await provider.RegisterAsync(
            person.Organization, "--redirect-uri", apache.RedirectUri.AbsoluteUri, "--post-logout-redirect-uri", apache.Goodbye.AbsoluteUri);
        var (clientId, clientSecret) = CredentialsOf(application);
        await apache.ServeAsync(Address, clientId, clientSecret);

        var page = await OpenAsync("/");
        await page.GoAsync(apache.Payroll.AbsoluteUri);
        await person.SignInAsync(page.Page);
        await page.Page.WaitForSelectorAsync("#user");
        Assert.Equal(apache.Payroll.AbsoluteUri, page.Page.Url);
        Assert.Equal((Person.Name, person.Address), (await page.Page.TextContentAsync("#name"), await page.Page.TextContentAsync("#user")));

        await page.Page.ClickAsync("text=Sign out");
        await page.Page.WaitForSelectorAsync("#goodbye");
        Assert.Equal(apache.Goodbye.AbsoluteUri, page.Page.Url);
        await page.GoAsync(apache.Payroll.AbsoluteUri);
        Assert.Equal(new Uri(Address, "/sign-in").AbsoluteUri, page.Page.Url);
    }

    /// <summary>Goes where the relying party sends the person, who signs in the first time, and comes back.</summary>
    static async Task VisitAsync(OpenedPage page, Person person, NodeRelyingParty client, int times = 1)
    {
        for (var visit = 0; visit < times; visit++)
        {
            await page.GoAsync(await client.OpensAsync());
            if (new Uri(page.Page.Url).AbsolutePath == "/sign-in")
                await person.SignInAsync(page.Page);
            await page.Page.WaitForSelectorAsync(NodeRelyingParty.Page);
        }
    }

    static void AssertKnows(Person person, JsonElement learned)
    {
        AssertIs(person, learned.GetProperty("claims"));
        AssertIs(person, learned.GetProperty("userinfo"));
        Assert.True(learned.GetProperty("isRotated").GetBoolean());
    }

    static void AssertIs(Person person, JsonElement claims) => Assert.Equal(
        (person.Id, Person.Name, person.Address), (TextOf(claims, "sub"), TextOf(claims, "name"), TextOf(claims, "email")));

    static (string Id, string? Secret) CredentialsOf(JsonElement application) =>
        (TextOf(application, "clientId"), application.GetProperty("clientSecret").GetString());

    static string TextOf(JsonElement parent, string name) => parent.GetProperty(name).GetString()!;
}

public sealed class RelyingPartyOnSqlite(Chromium chromium, ProviderOnSqlite provider) : RelyingPartyTests(chromium, provider), IClassFixture<ProviderOnSqlite>;

public sealed class RelyingPartyOnPostgreSql(Chromium chromium, ProviderOnPostgreSql provider)
    : RelyingPartyTests(chromium, provider), IClassFixture<ProviderOnPostgreSql>;
