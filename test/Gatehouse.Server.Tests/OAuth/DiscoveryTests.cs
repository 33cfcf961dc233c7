using System.Text.Json;

using Gatehouse.Server.Keys;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gatehouse.Server.Tests.OAuth;

public abstract class DiscoveryTests(OAuthServer server) : OAuthTest(server)
{
    [Fact]
    public async Task Addresses_come_from_the_public_url_whatever_host_was_asked()
    {
        var asked = await Http.GetStringAsync("/.well-known/openid-configuration", Stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration");
        request.Headers.Host = "evil.example";
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("X-Forwarded-Proto", "ftp");

        var answer = await (await Http.SendAsync(request, Stop)).Content.ReadAsStringAsync(Stop);

        Assert.Equal(asked, answer);
        var json = JsonDocument.Parse(answer).RootElement;
        Assert.Equal(Issuer, json.GetProperty("issuer").GetString());
        Assert.Equal(TokenEndpoint, json.GetProperty("token_endpoint").GetString());
        Assert.Equal($"{Issuer}.well-known/jwks.json", json.GetProperty("jwks_uri").GetString());
    }

    [Fact]
    public async Task Only_what_is_there_is_announced()
    {
        var json = JsonDocument.Parse(await Http.GetStringAsync("/.well-known/openid-configuration", Stop)).RootElement;

        Assert.Equal(["authorization_code", "client_credentials", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"], Texts(json, "grant_types_supported").Order(StringComparer.Ordinal));
        Assert.Equal(
            ["email", "groups", "offline_access", "openid", "profile", "scim.read", "scim.write"],
            Texts(json, "scopes_supported").Order(StringComparer.Ordinal));
        Assert.Equal(
            ["client_secret_basic", "client_secret_post", "private_key_jwt"],
            Texts(json, "token_endpoint_auth_methods_supported").Order(StringComparer.Ordinal));
        Assert.DoesNotContain("none", Texts(json, "token_endpoint_auth_signing_alg_values_supported"));
        Assert.DoesNotContain(Texts(json, "token_endpoint_auth_signing_alg_values_supported"), alg => alg.StartsWith("HS", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_published_keys_verify_a_token_and_hold_no_private_part()
    {
        var client = await CreateClientAsync();
        var token = await PostTokenAsync(client.Credentials);
        var keys = await Http.GetStringAsync("/.well-known/jwks.json", Stop);

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token.AccessToken, new TokenValidationParameters
        {
            IssuerSigningKeys = new JsonWebKeySet(keys).GetSigningKeys(),
            ValidIssuer = Issuer,
            ValidAudience = $"{Issuer}scim/v2",
            ValidTypes = ["at+jwt"],
        });

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.DoesNotContain("\"d\"", keys, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_rotation_new_tokens_have_the_new_key_and_old_ones_live_on()
    {
        var client = await CreateClientAsync();
        var old = await PostTokenAsync(client.Credentials);
        var keys = Services.GetRequiredService<SigningKeys>();

        var rotated = await keys.RotateAsync(immediately: true, Stop);
        var fresh = await PostTokenAsync(client.Credentials);

        Assert.NotEqual(old.Token.Kid, rotated.Id);
        Assert.Equal(keys.Active.Id, fresh.Token.Kid);
        var published = new JsonWebKeySet(await Http.GetStringAsync("/.well-known/jwks.json", Stop)).Keys.Select(key => key.Kid).ToList();
        Assert.Contains(old.Token.Kid, published);
        Assert.Contains(fresh.Token.Kid, published);
        var answer = await PostFormAsync("/oauth/v2/introspect", [("token", old.AccessToken), .. client.Credentials]);
        Assert.True(answer.Json.GetProperty("active").GetBoolean());
    }

    static List<string> Texts(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(item => item.GetString() ?? "")];
}

public sealed class DiscoveryOnSqlite(SqliteServer server) : DiscoveryTests(server);

public sealed class DiscoveryOnPostgreSql(PostgreSqlServer server) : DiscoveryTests(server);
