using System.Security.Cryptography;

using Gatehouse.Server.Clients;
using Gatehouse.Server.Keys;
using Gatehouse.Server.Tests.OAuth;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;

namespace Gatehouse.Server.Tests.Clients;

public abstract class BearerTokensTests(OAuthServer server) : OAuthTest(server)
{
    static readonly ECDsa Foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    BearerTokens Tokens => Services.GetRequiredService<BearerTokens>();

    SigningKey Active => Services.GetRequiredService<SigningKeys>().Active;

    [Fact]
    public async Task A_token_of_ours_names_its_caller()
    {
        var client = await CreateClientAsync(scopes: "scim.read");
        var token = (await PostTokenAsync(client.Credentials)).AccessToken;

        var caller = await Tokens.AuthenticateAsync(token, Stop);

        Assert.NotNull(caller);
        Assert.Equal(client.Organization, caller.Organization);
        Assert.Equal(client.ClientId, caller.Client);
        Assert.Equal(["scim.read"], caller.Scopes);
        Assert.True(caller.CanRead);
        Assert.False(caller.CanWrite);
    }

    [Fact]
    public async Task A_token_we_would_have_made_ourselves_is_the_measure_of_these_tests()
    {
        var client = await CreateClientAsync();

        Assert.NotNull(await Tokens.AuthenticateAsync(Forge(client, _ => { }), Stop));
    }

    public static TheoryData<string, Action<Dictionary<string, object>>> Faults => new()
    {
        { "another issuer", claims => claims["iss"] = "https://evil.example/" },
        { "no issuer", claims => claims.Remove("iss") },
        { "another audience", claims => claims["aud"] = "https://evil.example/scim/v2" },
        { "the issuer as audience", claims => claims["aud"] = claims["iss"] },
        { "no audience", claims => claims.Remove("aud") },
        { "expired a second ago", claims => claims["exp"] = Now - 1 },
        { "no expiry", claims => claims.Remove("exp") },
        { "not valid yet", claims => claims["nbf"] = Now + 3600 },
        { "no client", claims => claims.Remove("client_id") },
        { "a client that is not the subject", claims => claims["client_id"] = "another" },
        { "a subject that is no client", claims => claims["sub"] = claims["client_id"] = "user" },
        { "no organization", claims => claims.Remove("org") },
        { "another organization", claims => claims["org"] = Guid.NewGuid().ToString("N") },
        { "no id", claims => claims.Remove("jti") },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_token_with_one_wrong_claim_opens_nothing_although_we_signed_it(string fault, Action<Dictionary<string, object>> change)
    {
        var client = await CreateClientAsync();

        Assert.NotEmpty(fault);
        Assert.Null(await Tokens.AuthenticateAsync(Forge(client, change), Stop));
    }

    [Fact]
    public async Task A_token_with_a_wrong_header_opens_nothing_although_we_signed_it()
    {
        var client = await CreateClientAsync();

        Assert.Null(await Tokens.AuthenticateAsync(Forge(client, type: "JWT"), Stop));
        Assert.Null(await Tokens.AuthenticateAsync(Forge(client, type: null), Stop));
        Assert.Null(await Tokens.AuthenticateAsync(
            Forge(client, header: new() { ["crit"] = new[] { "exp" }, ["exp"] = 1 }), Stop));
        Assert.Null(await Tokens.AuthenticateAsync(Forge(client, credentials: WithoutKeyId()), Stop));
    }

    [Fact]
    public async Task A_token_under_a_foreign_key_opens_nothing_whatever_key_it_names_or_brings()
    {
        var client = await CreateClientAsync();
        var key = new ECDsaSecurityKey(Foreign) { KeyId = Active.Id };
        var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(Foreign.ExportParameters(false))));
        var credentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256);

        Assert.Null(await Tokens.AuthenticateAsync(Forge(client, credentials: credentials), Stop));
        Assert.Null(await Tokens.AuthenticateAsync(
            Forge(client, credentials: credentials, header: new() { ["jwk"] = new { kty = jwk.Kty, crv = jwk.Crv, x = jwk.X, y = jwk.Y } }), Stop));
        Assert.Null(await Tokens.AuthenticateAsync(
            Forge(client, credentials: credentials, header: new() { ["jku"] = "https://evil.example/jwks.json" }), Stop));
    }

    [Fact]
    public async Task Algorithm_confusion_opens_nothing()
    {
        var client = await CreateClientAsync();
        var token = Forge(client);
        var parts = token.Split('.');
        var publicKey = new SymmetricSecurityKey(Active.Key.ECDsa.ExportSubjectPublicKeyInfo()) { KeyId = Active.Id };
        var none = Base64UrlEncoder.Encode($$"""{"alg":"none","typ":"at+jwt","kid":"{{Active.Id}}"}""");

        Assert.Null(await Tokens.AuthenticateAsync(
            Forge(client, credentials: new SigningCredentials(publicKey, SecurityAlgorithms.HmacSha256)), Stop));
        Assert.Null(await Tokens.AuthenticateAsync($"{none}.{parts[1]}.", Stop));
        Assert.Null(await Tokens.AuthenticateAsync($"{none}.{parts[1]}.{parts[2]}", Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    [InlineData("ghtok_")]
    [InlineData("ghtok_nonsense")]
    [InlineData("\0")]
    public async Task What_is_no_token_opens_nothing(string text) => Assert.Null(await Tokens.AuthenticateAsync(text, Stop));

    [Fact]
    public async Task A_huge_token_opens_nothing()
    {
        var client = await CreateClientAsync();

        Assert.Null(await Tokens.AuthenticateAsync(Forge(client, claims => claims["x"] = new string('x', 17_000)), Stop));
    }

    [Fact]
    public async Task A_token_changed_anywhere_opens_nothing()
    {
        var client = await CreateClientAsync();
        var token = (await PostTokenAsync(client.Credentials)).AccessToken;

        for (var i = 0; i < token.Length - 1; i += 7)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.Null(await Tokens.AuthenticateAsync(changed, Stop));
        }
    }

    [Fact]
    public async Task A_revoked_client_is_out_within_ten_seconds_also_where_its_token_is_known()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var node = NodeWith(clock);
        var client = await CreateClientAsync();
        var token = (await PostTokenAsync(client.Credentials)).AccessToken;
        Assert.NotNull(await node.AuthenticateAsync(token, Stop));

        await RevokeAsync(client);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(await node.AuthenticateAsync(token, Stop));
    }

    [Fact]
    public async Task A_suspended_organization_is_out_within_ten_seconds()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var node = NodeWith(clock);
        var client = await CreateClientAsync();
        var token = (await PostTokenAsync(client.Credentials)).AccessToken;
        Assert.NotNull(await node.AuthenticateAsync(token, Stop));

        await SuspendAsync(client);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(await node.AuthenticateAsync(token, Stop));
    }

    [Fact]
    public async Task A_token_revoked_on_one_node_is_dead_there_at_once_and_elsewhere_within_ten_seconds()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var elsewhere = NodeWith(clock);
        var client = await CreateClientAsync();
        var token = (await PostTokenAsync(client.Credentials)).AccessToken;
        Assert.NotNull(await Tokens.AuthenticateAsync(token, Stop));
        Assert.NotNull(await elsewhere.AuthenticateAsync(token, Stop));

        await PostFormAsync("/oauth/v2/revoke", [("token", token), .. client.Credentials]);

        Assert.Null(await Tokens.AuthenticateAsync(token, Stop));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await elsewhere.AuthenticateAsync(token, Stop));
    }

    [Fact]
    public async Task A_known_token_still_ends_at_its_expiry()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var node = NodeWith(clock);
        var client = await CreateClientAsync();
        var token = Forge(client, claims => claims["exp"] = Now + 3);
        Assert.NotNull(await node.AuthenticateAsync(token, Stop));

        clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Null(await node.AuthenticateAsync(token, Stop));
    }

    [Fact]
    public async Task A_scope_the_client_never_had_is_not_gained_by_a_token()
    {
        var client = await CreateClientAsync(scopes: "scim.read");

        var caller = await Tokens.AuthenticateAsync(Forge(client, claims => claims["scope"] = "scim.read scim.write"), Stop);

        Assert.Equal(["scim.read"], caller?.Scopes);
    }

    // Another node: the same database and keys, a memory and a clock of its own.
    BearerTokens NodeWith(TimeProvider clock) =>
        ActivatorUtilities.CreateInstance<BearerTokens>(
            Services, ActivatorUtilities.CreateInstance<SignedTokens>(Services, clock), clock);

    SigningCredentials WithoutKeyId() =>
        new(new ECDsaSecurityKey(Active.Key.ECDsa), SecurityAlgorithms.EcdsaSha256);

    string Forge(
        TestClient client,
        Action<Dictionary<string, object>>? change = null,
        string? type = "at+jwt",
        SigningCredentials? credentials = null,
        Dictionary<string, object>? header = null)
    {
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Issuer,
            ["sub"] = client.Id,
            ["client_id"] = client.Id,
            ["aud"] = $"{Issuer}scim/v2",
            ["org"] = client.Organization.ToString(),
            ["scope"] = "scim.read scim.write",
            ["jti"] = Guid.NewGuid().ToString(),
            ["iat"] = Now,
            ["exp"] = Now + 3600,
        };
        change?.Invoke(claims);
        return Jwt.Sign(claims, type, credentials ?? Active.Credentials, header);
    }
}

public sealed class BearerTokensOnSqlite(SqliteServer server) : BearerTokensTests(server);

public sealed class BearerTokensOnPostgreSql(PostgreSqlServer server) : BearerTokensTests(server);
