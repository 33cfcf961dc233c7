using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

using Gatehouse.Server.Federation;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gatehouse.Server.Tests.Federation;

/// <summary>What an OpenID provider says of itself and of people, and what of it is not taken (S44, S46 to S48).</summary>
public abstract class OidcTrustTests(ServerFixture server) : FederationTest(server)
{
    public static TheoryData<string> ClaimLies =>
    [
        "iss other", "iss missing", "iss with a slash", "aud other", "aud missing", "aud several without azp", "azp other", "nonce other", "nonce missing", "exp past", "exp missing",
        "sub missing", "oid missing", "tid other", "tid missing",
    ];

    [Theory]
    [MemberData(nameof(ClaimLies))]
    public async Task An_identity_token_with_one_wrong_claim_lets_nobody_in(string lie)
    {
        await ConnectAsync();
        Upstream.Claims = claims => Tell(lie, claims);

        var browser = NewBrowser();
        var page = await SignInAsync(browser);

        Assert.Equal(403, page.Status);
        Assert.False(browser.Cookies.ContainsKey("__Host-sign-in"));
        Assert.Equal(0, await CountAsync("users"));
        Assert.NotEmpty((string?)(await RefusalAsync())["reason"] ?? "");
    }

    void Tell(string lie, JsonObject claims)
    {
        var words = lie.Split(' ', 2);
        switch (words)
        {
            case ["aud", "several without azp"]:
                claims["aud"] = new JsonArray(OidcUpstream.ClientId, "another");
                break;
            case ["azp", _]:
                claims["aud"] = new JsonArray(OidcUpstream.ClientId, "another");
                claims["azp"] = "another";
                break;
            case ["iss", "with a slash"]:
                claims["iss"] = Upstream.Issuer + "/";
                break;
            case ["exp", "past"]:
                claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds();
                break;
            case [var name, "missing"]:
                claims.Remove(name);
                break;
            case [var name, _]:
                claims[name] = "https://other.example";
                break;
        }
    }

    public static TheoryData<string> SignatureLies => ["none", "HS256 with the public key", "HS256 with the client secret", "another key with the known id", "changed after signing", "no token at all"];

    [Fact]
    public async Task An_identity_token_need_not_say_from_when_on_it_counts()
    {
        Upstream.Claims = static claims => claims.Remove("nbf");
        await ConnectAsync();

        await ArriveAsync();
    }

    [Theory]
    [MemberData(nameof(SignatureLies))]
    public async Task An_identity_token_that_the_provider_has_not_signed_lets_nobody_in(string lie)
    {
        await ConnectAsync();
        using var other = RSA.Create(2_048);
        Upstream.Sign = claims => lie switch
        {
            "none" => $"{Part("""{"alg":"none","typ":"JWT"}""")}.{Part(claims.ToJsonString())}.",
            "HS256 with the public key" => Hmac(claims, Encoding.ASCII.GetBytes(Upstream.Key.ExportSubjectPublicKeyInfoPem())),
            "HS256 with the client secret" => Hmac(claims, Encoding.ASCII.GetBytes(OidcUpstream.ClientSecret.PadRight(32))),
            "another key with the known id" => new JsonWebTokenHandler().CreateToken(
                claims.ToJsonString(), new SigningCredentials(new RsaSecurityKey(other) { KeyId = Upstream.KeyId }, SecurityAlgorithms.RsaSha256)),
            "changed after signing" => Changed(Upstream.Signed(claims), claims),
            _ => "not a token",
        };

        var browser = NewBrowser();
        RefusedIn(browser, await SignInAsync(browser), FederationFault.Untrusted);
    }

    static string Part(string text) => Base64UrlEncoder.Encode(text);

    string Hmac(JsonObject claims, byte[] key)
    {
        var head = $"{Part($$"""{"alg":"HS256","typ":"JWT","kid":"{{Upstream.KeyId}}"}""")}.{Part(claims.ToJsonString())}";
        return $"{head}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(head)))}";
    }

    static string Changed(string token, JsonObject claims)
    {
        claims["oid"] = "99999999-0000-0000-0000-000000000009";
        var parts = token.Split('.');
        return $"{parts[0]}.{Part(claims.ToJsonString())}.{parts[2]}";
    }

    public static TheoryData<string> DiscoveryLies =>
        ["issuer of another", "issuer missing", "authorization_endpoint script", "authorization_endpoint missing", "token_endpoint missing", "jwks_uri missing", "jwks_uri inside"];

    [Theory]
    [MemberData(nameof(DiscoveryLies))]
    public async Task A_lying_discovery_document_sends_nobody_anywhere(string lie)
    {
        await ConnectAsync();
        Upstream.Discovery = document =>
        {
            var words = lie.Split(' ');
            if (words[1] == "missing")
                document.Remove(words[0]);
            else
                document[words[0]] = words[1] switch { "script" => "javascript:alert(1)", "inside" => "http://169.254.169.254/keys", _ => "https://other.example" };
        };
        var browser = NewBrowser();
        await browser.OpenAsync("/sign-in");
        await browser.SubmitAsync("/sign-in", ("address", Mira));

        var page = await browser.LookAsync($"/federation/go/{(await OnlyAsync()).Id}");

        Assert.Null(page.Location);
        Assert.True(page.Status is 403 or 502, page.Html);
        Assert.Contains("IT department", page.Html, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("audit_events", "action = 'federation.refused'"));
    }

    async Task<IdentityProvider> OnlyAsync() => Assert.Single(await Database.ReadAsync(Scim.Organization, db => Service<IdentityProviders>().ListAsync(db, Stop), Stop));

    [Fact]
    public async Task A_new_key_is_fetched_for_and_nobody_notices()
    {
        await ConnectAsync();
        await ArriveAsync();
        var reads = Upstream.KeyReads;
        Upstream.Rotate("two");

        await ArriveAsync();
        await ArriveAsync();

        Assert.Equal(reads + 1, Upstream.KeyReads);
    }

    [Fact]
    public async Task Made_up_keys_have_the_provider_asked_a_few_times_and_no_more()
    {
        await ConnectAsync();
        using var own = RSA.Create(2_048);
        Upstream.Sign = claims => new JsonWebTokenHandler().CreateToken(
            claims.ToJsonString(), new SigningCredentials(new RsaSecurityKey(own) { KeyId = Guid.NewGuid().ToString("N") }, SecurityAlgorithms.RsaSha256));

        for (var tries = 0; tries < 12; tries++)
            Assert.Equal(403, (await SignInAsync(NewBrowser())).Status);

        Assert.InRange(Upstream.KeyReads, 1, 6);
    }

    [Fact]
    public async Task Discovery_is_read_once_for_many()
    {
        await ConnectAsync();

        for (var times = 0; times < 5; times++)
            await ArriveAsync();

        Assert.Equal(1, Upstream.DiscoveryReads);
    }

    [Fact]
    public async Task What_the_identity_token_leaves_out_is_asked_of_userinfo_about_the_same_person()
    {
        var told = Upstream.Person["email"]!.DeepClone();
        Upstream.Person.Remove("email");
        Upstream.UserInfo = new() { ["sub"] = "pairwise-1", ["email"] = told };
        await ConnectAsync();

        await ArriveAsync();

        Assert.NotNull(await UserAsync());
    }

    [Fact]
    public async Task Userinfo_about_somebody_else_lets_nobody_in()
    {
        Upstream.Person.Remove("email");
        Upstream.UserInfo = new() { ["sub"] = "somebody-else", ["email"] = Mira };
        await ConnectAsync();

        await RefusedAsync(FederationFault.Untrusted);
    }

    [Fact]
    public async Task Userinfo_does_not_override_what_was_signed()
    {
        Upstream.Person.Remove("email");
        Upstream.UserInfo = new() { ["sub"] = "pairwise-1", ["email"] = Mira, ["oid"] = "99999999-0000-0000-0000-000000000009" };
        await ConnectAsync();

        await ArriveAsync();

        Assert.Equal(1, await CountAsync("federated_identities", "subject = '11111111-0000-0000-0000-000000000001'"));
    }

    [Fact]
    public async Task Preferred_username_and_upn_are_nobodys_identity()
    {
        // "nOAuth": an attribute that people can set themselves must not say who they are.
        await ConnectAsync();
        await ProvisionAsync("somebody-else@contoso.example");

        await ArriveAsync();

        Assert.Equal(2, await CountAsync("users"));
    }
}

public sealed class OidcTrustOnSqlite(SqliteServer server) : OidcTrustTests(server);

public sealed class OidcTrustOnPostgreSql(PostgreSqlServer server) : OidcTrustTests(server);
