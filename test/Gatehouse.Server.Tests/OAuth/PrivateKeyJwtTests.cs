using System.Net;
using System.Security.Cryptography;

using Gatehouse.Server.Clients;

using Microsoft.IdentityModel.Tokens;

namespace Gatehouse.Server.Tests.OAuth;

public abstract class PrivateKeyJwtTests(OAuthServer server) : OAuthTest(server)
{
    static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    static readonly RSA RsaKey = RSA.Create(2048);

    static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    [Theory]
    [InlineData(null, "issuer")]
    [InlineData("JWT", "issuer")]
    [InlineData("jwt", "issuer without slash")]
    [InlineData("client-authentication+jwt", "issuer")]
    [InlineData("JWT", "token endpoint")]
    [InlineData(null, "token endpoint")]
    [InlineData("client-authentication+jwt", "token endpoint")]
    public async Task The_types_and_audiences_that_clients_really_send_are_accepted(string? type, string audience)
    {
        var client = await CreateClientAsync(Key);

        var answer = await PostAssertionAsync(client, Sign(client.Id, claims => claims["aud"] = AudienceNamed(audience), type: type));

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
    }

    [Theory]
    [InlineData(SecurityAlgorithms.RsaSha256)]
    [InlineData(SecurityAlgorithms.RsaSha512)]
    [InlineData(SecurityAlgorithms.RsaSsaPssSha256)]
    public async Task Rsa_keys_are_accepted_with_the_usual_algorithms(string algorithm)
    {
        var client = await CreateClientAsync(RsaKey);

        var answer = await PostAssertionAsync(
            client, Sign(client.Id, credentials: new SigningCredentials(new RsaSecurityKey(RsaKey), algorithm)));

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
    }

    [Fact]
    public async Task The_client_id_beside_the_assertion_may_be_left_out()
    {
        var client = await CreateClientAsync(Key);

        var answer = await PostTokenAsync(AssertionFields(Sign(client.Id)));

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
    }

    public static TheoryData<string, Action<Dictionary<string, object>>> Faults => new()
    {
        { "another audience", claims => claims["aud"] = "https://evil.example/" },
        { "several audiences", claims => claims["aud"] = new[] { claims["aud"], "https://evil.example/" } },
        { "no audience", claims => claims.Remove("aud") },
        { "the audience of the API", claims => claims["aud"] = $"{claims["aud"]}scim/v2" },
        { "no id", claims => claims.Remove("jti") },
        { "an empty id", claims => claims["jti"] = "" },
        { "an id that is a number", claims => claims["jti"] = 7 },
        { "an endless id", claims => claims["jti"] = new string('x', 201) },
        { "no expiry", claims => claims.Remove("exp") },
        { "an expiry that is text", claims => claims["exp"] = "soon" },
        { "expired", claims => claims["exp"] = Now - 120 },
        { "an expiry in ten years", claims => claims["exp"] = Now + 315_360_000 },
        { "an expiry beyond all time", claims => claims["exp"] = 1e300 },
        { "issued in the future", claims => claims["iat"] = Now + 240 },
        { "not valid yet", claims => claims["nbf"] = Now + 240 },
        { "a start that is text", claims => claims["nbf"] = "now" },
        { "no issuer", claims => claims.Remove("iss") },
        { "no subject", claims => claims.Remove("sub") },
        { "another subject", claims => claims["sub"] = "somebody" },
        { "another issuer", claims => claims["iss"] = "somebody" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task An_assertion_with_a_fault_in_its_claims_is_refused(string fault, Action<Dictionary<string, object>> change)
    {
        var client = await CreateClientAsync(Key);

        var answer = await PostAssertionAsync(client, Sign(client.Id, change));

        Assert.NotEmpty(fault);
        answer.ShouldRefuse(401, "invalid_client");
    }

    [Fact]
    public async Task An_unsigned_assertion_is_refused()
    {
        var client = await CreateClientAsync(Key);
        var parts = Sign(client.Id).Split('.');
        var header = Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""");

        (await PostAssertionAsync(client, $"{header}.{parts[1]}.")).ShouldRefuse(401, "invalid_client");
        (await PostAssertionAsync(client, $"{header}.{parts[1]}.{parts[2]}")).ShouldRefuse(401, "invalid_client");
    }

    [Fact]
    public async Task The_public_key_is_no_shared_secret()
    {
        var client = await CreateClientAsync(Key);
        var publicKey = new SymmetricSecurityKey(Key.ExportSubjectPublicKeyInfo());

        var answer = await PostAssertionAsync(
            client, Sign(client.Id, credentials: new SigningCredentials(publicKey, SecurityAlgorithms.HmacSha256)));

        answer.ShouldRefuse(401, "invalid_client");
    }

    [Fact]
    public async Task A_critical_header_is_refused()
    {
        var client = await CreateClientAsync(Key);

        var answer = await PostAssertionAsync(
            client, Sign(client.Id, header: new() { ["crit"] = new[] { "urn:example:strict" }, ["urn:example:strict"] = true }));

        answer.ShouldRefuse(401, "invalid_client");
    }

    [Theory]
    [InlineData("at+jwt")]
    [InlineData("secevent+jwt")]
    public async Task A_token_of_another_kind_is_no_assertion(string type)
    {
        var client = await CreateClientAsync(Key);

        (await PostAssertionAsync(client, Sign(client.Id, type: type))).ShouldRefuse(401, "invalid_client");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.e30.AAAA")]
    public async Task What_is_no_jwt_is_refused(string assertion)
    {
        var client = await CreateClientAsync(Key);

        var answer = await PostAssertionAsync(client, assertion);

        Assert.Contains(answer.Error, new[] { "invalid_client", "invalid_request" });
    }

    [Fact]
    public async Task A_huge_assertion_is_refused()
    {
        var client = await CreateClientAsync(Key);

        (await PostAssertionAsync(client, Sign(client.Id, claims => claims["x"] = new string('x', 20_000)))).ShouldRefuse(401, "invalid_client");
    }

    [Fact]
    public async Task A_key_that_is_not_registered_is_answered_as_an_invalid_grant()
    {
        var client = await CreateClientAsync(Key);
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var answer = await PostAssertionAsync(client, Sign(client.Id, credentials: Credentials(foreign)));

        answer.ShouldRefuse(400, "invalid_grant");
    }

    [Fact]
    public async Task A_key_that_was_deleted_is_answered_as_an_invalid_grant()
    {
        var client = await CreateClientAsync(Key);
        await RevokeCredentialAsync(client);

        (await PostAssertionAsync(client, Sign(client.Id))).ShouldRefuse(400, "invalid_grant");
    }

    [Fact]
    public async Task A_key_opens_only_its_own_client()
    {
        var client = await CreateClientAsync(Key);
        var other = await CreateClientAsync(RsaKey);

        (await PostAssertionAsync(other, Sign(other.Id))).ShouldRefuse(400, "invalid_grant");
        (await PostAssertionAsync(other, Sign(client.Id))).ShouldRefuse(400, "invalid_grant");
    }

    [Fact]
    public async Task Of_twenty_parallel_uses_of_one_assertion_exactly_one_succeeds()
    {
        var client = await CreateClientAsync(Key);
        var assertion = Sign(client.Id);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAssertionAsync(client, assertion)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(19, answers.Count(answer => answer.Status == HttpStatusCode.Unauthorized || answer.Status == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Two_clients_may_use_the_same_assertion_id()
    {
        var first = await CreateClientAsync(Key);
        var second = await CreateClientAsync(Key);

        foreach (var client in new[] { first, second })
            Assert.Equal(HttpStatusCode.OK, (await PostAssertionAsync(client, Sign(client.Id, claims => claims["jti"] = "1"))).Status);
    }

    [Fact]
    public async Task An_assertion_and_a_secret_together_are_refused()
    {
        var client = await CreateClientAsync(Key);

        (await PostTokenAsync([.. AssertionFields(Sign(client.Id)), .. client.Credentials])).ShouldRefuse(400, "invalid_request");
        (await PostBasicAsync(client.Id, "x", AssertionFields(Sign(client.Id)))).ShouldRefuse(400, "invalid_request");
    }

    [Fact]
    public async Task Another_assertion_type_is_refused()
    {
        var client = await CreateClientAsync(Key);

        var answer = await PostTokenAsync(
            ("client_id", client.Id),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"),
            ("client_assertion", Sign(client.Id)));

        answer.ShouldRefuse(401, "invalid_client");
    }

    [Fact]
    public async Task An_access_token_is_no_assertion()
    {
        var client = await CreateClientAsync();
        var token = (await PostTokenAsync(client.Credentials)).AccessToken;

        (await PostAssertionAsync(client, token)).ShouldRefuse(401, "invalid_client");
    }

    Task<TestClient> CreateClientAsync(AsymmetricAlgorithm key) =>
        CreateClientAsync(publicKey: PublicKeyFile.ToJwk(key.ExportSubjectPublicKeyInfoPem()));

    Task<OAuthAnswer> PostAssertionAsync(TestClient client, string assertion) =>
        PostTokenAsync([("client_id", client.Id), .. AssertionFields(assertion)]);

    static (string, string)[] AssertionFields(string assertion) =>
    [
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", assertion),
    ];

    string AudienceNamed(string name) => name switch
    {
        "issuer" => Issuer,
        "issuer without slash" => Issuer.TrimEnd('/'),
        _ => TokenEndpoint,
    };

    static SigningCredentials Credentials(ECDsa key) => new(new ECDsaSecurityKey(key), SecurityAlgorithms.EcdsaSha256);

    string Sign(
        string clientId,
        Action<Dictionary<string, object>>? change = null,
        string? type = "JWT",
        SigningCredentials? credentials = null,
        Dictionary<string, object>? header = null)
    {
        var claims = new Dictionary<string, object>
        {
            ["iss"] = clientId,
            ["sub"] = clientId,
            ["aud"] = Issuer,
            ["jti"] = Guid.NewGuid().ToString(),
            ["iat"] = Now,
            ["exp"] = Now + 120,
        };
        change?.Invoke(claims);
        return Jwt.Sign(claims, type, credentials ?? Credentials(Key), header);
    }
}

public sealed class PrivateKeyJwtOnSqlite(SqliteServer server) : PrivateKeyJwtTests(server);

public sealed class PrivateKeyJwtOnPostgreSql(PostgreSqlServer server) : PrivateKeyJwtTests(server);
