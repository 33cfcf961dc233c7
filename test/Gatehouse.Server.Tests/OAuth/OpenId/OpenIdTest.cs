using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Tests.SignIn;

namespace Gatehouse.Server.Tests.OAuth.OpenId;

/// <summary>An application that sends people to sign in and takes the codes they come back with.</summary>
public abstract class OpenIdTest(ServerFixture server) : SignInTest(server)
{
    internal const string RedirectUri = "https://portal.contoso.example/callback";
    internal const string AfterSignOut = "https://portal.contoso.example/bye";

    internal string Verifier { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    internal static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    internal async Task<(string Id, string? Secret)> RegisterAsync(bool isPublic = false, bool requiresPkce = true, OrganizationId? organization = null, params string[] redirects)
    {
        var settings = new ApplicationSettings
        {
            RedirectUris = redirects.Length > 0 ? redirects : [RedirectUri], PostLogoutRedirectUris = [AfterSignOut], RequiresPkce = requiresPkce,
        };
        var (id, secret) = await Database.WriteAsync(
            organization ?? Scim.Organization, db => Service<ApplicationRegister>().CreateAsync(db, "Portal", isPublic, settings, Stop), Stop);
        return (id.ToString(), secret);
    }

    internal string AuthorizeUrl(string client, params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = client, ["response_type"] = "code", ["redirect_uri"] = RedirectUri, ["scope"] = "openid profile email offline_access groups",
            ["state"] = "a state", ["nonce"] = "a nonce", ["code_challenge"] = ChallengeOf(Verifier), ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
            parameters[name] = value;
        return "/oauth/v2/authorize?" + string.Join('&', parameters.Where(static one => one.Value is not null)
            .Select(static one => $"{one.Key}={Uri.EscapeDataString(one.Value!)}"));
    }

    /// <summary>Where the application gets the person back, as a query.</summary>
    internal static Dictionary<string, string> AnswerOf(Page page)
    {
        Assert.NotNull(page.Location);
        Assert.StartsWith(RedirectUri + "?", page.Location, StringComparison.Ordinal);
        return page.Location[(RedirectUri.Length + 1)..].Split('&').Select(static part => part.Split('=')).ToDictionary(
            static part => part[0], static part => Uri.UnescapeDataString(part[1].Replace('+', ' ')));
    }

    /// <summary>A code for whoever is signed in.</summary>
    internal async Task<string> CodeAsync(PageClient browser, string client, params (string Name, string? Value)[] changes) =>
        AnswerOf(await browser.LookAsync(AuthorizeUrl(client, changes)))["code"];

    internal async Task<(int Status, JsonElement Body)> TokenAsync(string client, string? secret, params (string Name, string Value)[] fields)
    {
        var form = fields.Select(static field => KeyValuePair.Create(field.Name, field.Value)).Append(new("client_id", client)).ToList();
        if (secret is not null)
            form.Add(new("client_secret", secret));
        using var content = new FormUrlEncodedContent(form);
        using var response = await Http.PostAsync(new Uri("/oauth/v2/token", UriKind.Relative), content, Stop);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop)).RootElement);
    }

    internal Task<(int Status, JsonElement Body)> RedeemAsync(string client, string? secret, string code, string? verifier = null) => TokenAsync(
        client, secret, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", RedirectUri), ("code_verifier", verifier ?? Verifier));

    internal Task<(int Status, JsonElement Body)> RefreshAsync(string client, string? secret, string refreshToken) =>
        TokenAsync(client, secret, ("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    internal async Task<(int Status, JsonElement Body)> UserInfoAsync(string accessToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/oidc/v1/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var response = await Http.SendAsync(request, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    internal static JsonElement ClaimsOf(string jwt) => JsonDocument.Parse(Base64Url.DecodeFromChars(jwt.Split('.')[1])).RootElement;
}
