using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gatehouse.Server.Tests.Federation;

/// <summary>
/// An OpenID provider that signs in whoever the test says, at once, and lies as the test says. Written by hand, because real ones do not lie.
/// </summary>
sealed class OidcUpstream : IAsyncDisposable
{
    public const string ClientId = "gatehouse-at-contoso";
    public const string ClientSecret = "s3cret of contoso";

    readonly WebApplication app;
    readonly string path = $"/{Guid.NewGuid():N}";
    readonly ConcurrentDictionary<string, JsonObject> codes = [];
    RSA key = RSA.Create(2_048);

    OidcUpstream(WebApplication app) => this.app = app;

    public string Origin => app.Urls.First();

    /// <summary>No two are the same issuer, though a port comes round: what the server knows of one must not be taken for another.</summary>
    public string Tenant => Origin + path;

    public string Issuer => $"{Tenant}/v2.0";

    /// <summary>Who signs in.</summary>
    public JsonObject Person { get; set; } = [];

    /// <summary>What is changed in a discovery document, an identity token, or its header before it is signed.</summary>
    public Action<JsonObject>? Discovery { get; set; }

    public Action<JsonObject>? Claims { get; set; }

    /// <summary>Makes the identity token out of its claims, in the place of an honest signature.</summary>
    public Func<JsonObject, string>? Sign { get; set; }

    /// <summary>What userinfo says; null when there is no such endpoint.</summary>
    public JsonObject? UserInfo { get; set; }

    /// <summary>Answers in the place of the token endpoint.</summary>
    public Func<HttpContext, Task>? Token { get; set; }

    public string KeyId { get; private set; } = Guid.NewGuid().ToString("N");

    public RSA Key => key;

    public int DiscoveryReads { get; private set; }

    public int KeyReads { get; private set; }

    /// <summary>What the last authorization request asked for.</summary>
    public IQueryCollection? Asked { get; private set; }

    /// <summary>What the last token request held.</summary>
    public IFormCollection? Redeemed { get; private set; }

    public static async Task<OidcUpstream> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var upstream = new OidcUpstream(builder.Build());
        upstream.app.Run(upstream.AnswerAsync);
        await upstream.app.StartAsync();
        return upstream;
    }

    /// <summary>Signs with another key from now on.</summary>
    public void Rotate(string keyId)
    {
        key = RSA.Create(2_048);
        KeyId = keyId;
    }

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Dispose();
    }

    /// <summary>What a browser does there: opens the request, signs in, and is sent back.</summary>
    /// <returns>Path and query of our callback.</returns>
    public static async Task<string> SignInAsync(string request)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var answer = await http.GetAsync(new Uri(request), TestContext.Current.CancellationToken);
        Assert.Equal(302, (int)answer.StatusCode);
        return answer.Headers.Location!.PathAndQuery;
    }

    Task AnswerAsync(HttpContext http) => !http.Request.Path.StartsWithSegments(path, out var rest) ? NotFoundAsync(http) : rest.Value switch
    {
        "/v2.0/.well-known/openid-configuration" => DiscoverAsync(http),
        "/keys" => KeysAsync(http),
        "/authorize" => AuthorizeAsync(http),
        "/token" => Token is null ? TokenAsync(http) : Token(http),
        "/userinfo" when UserInfo is not null => http.Response.WriteAsJsonAsync(UserInfo),
        _ => NotFoundAsync(http),
    };

    static Task NotFoundAsync(HttpContext http)
    {
        http.Response.StatusCode = 404;
        return Task.CompletedTask;
    }

    Task DiscoverAsync(HttpContext http)
    {
        DiscoveryReads++;
        var document = new JsonObject
        {
            ["issuer"] = Issuer, ["authorization_endpoint"] = $"{Tenant}/authorize", ["token_endpoint"] = $"{Tenant}/token",
            ["jwks_uri"] = $"{Tenant}/keys", ["response_types_supported"] = new JsonArray("code"), ["subject_types_supported"] = new JsonArray("pairwise"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"), ["code_challenge_methods_supported"] = new JsonArray("S256"),
            ["end_session_endpoint"] = $"{Tenant}/logout", ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post", "client_secret_basic", "private_key_jwt"),
        };
        if (UserInfo is not null)
            document["userinfo_endpoint"] = $"{Tenant}/userinfo";
        Discovery?.Invoke(document);
        return http.Response.WriteAsJsonAsync(document);
    }

    Task KeysAsync(HttpContext http)
    {
        KeyReads++;
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return http.Response.WriteAsJsonAsync(new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = KeyId, ["n"] = Base64UrlEncoder.Encode(parameters.Modulus), ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
            }),
        });
    }

    Task AuthorizeAsync(HttpContext http)
    {
        Asked = http.Request.Query;
        var code = Guid.NewGuid().ToString("N");
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = Issuer, ["aud"] = ClientId, ["iat"] = now, ["nbf"] = now, ["exp"] = now + 300, ["nonce"] = Asked["nonce"].ToString(), ["sub"] = "pairwise-1",
            ["code_challenge"] = Asked["code_challenge"].ToString(),
        };
        foreach (var (name, value) in Person)
            claims[name] = value?.DeepClone();
        codes[code] = claims;
        http.Response.Redirect($"{Asked["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(Asked["state"].ToString())}");
        return Task.CompletedTask;
    }

    async Task TokenAsync(HttpContext http)
    {
        var form = Redeemed = await http.Request.ReadFormAsync(); // Several may be redeemed at once.
        if (!codes.TryRemove(form["code"].ToString(), out var claims) || claims["code_challenge"]!.ToString() != ChallengeOf(form["code_verifier"].ToString()))
        {
            http.Response.StatusCode = 400;
            await http.Response.WriteAsJsonAsync(new { error = "invalid_grant" });
            return;
        }

        claims.Remove("code_challenge");
        Claims?.Invoke(claims);
        await http.Response.WriteAsJsonAsync(new { access_token = "at", token_type = "Bearer", expires_in = 300, id_token = (Sign ?? Signed)(claims) });
    }

    public string Signed(JsonObject claims) => new JsonWebTokenHandler().CreateToken(
        claims.ToJsonString(), new SigningCredentials(new RsaSecurityKey(key) { KeyId = KeyId }, SecurityAlgorithms.RsaSha256));

    static string ChallengeOf(string verifier) => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
