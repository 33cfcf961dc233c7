using System.Text;

using Gatehouse.Server.Storage;

using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Server.OAuth;

/// <summary>
/// What OpenIddict leaves open in requests that authenticate a client: parameters come once, in the body, as text
/// (RFC 6749 §2.3.1, §3.2), one way of authentication at a time, and not again and again with a wrong credential.
/// </summary>
sealed class RequestRules(RequestDelegate next, FailureThrottle throttle, ILogger<RequestRules> log)
{
    const int MaxBody = 64 * 1024;
    const int MaxClientId = 200;

    static readonly string[] NeverInQuery =
        ["client_id", "client_secret", "client_assertion", "client_assertion_type", "grant_type", "scope", "token", "access_token"];

    public async Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/oauth/v2"))
        {
            await next(http);
            return;
        }

        // S89: OpenIddict sends the first on some of its answers and the second on none.
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";

        try
        {
            await AnswerAsync(http);
        }
        catch (DatabaseUnavailableException problem)
        {
            log.DatabaseUnavailable(problem);
            await OAuthErrors.Unavailable(http);
        }
    }

    async Task AnswerAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            await next(http);
            return;
        }

        if (NeverInQuery.FirstOrDefault(http.Request.Query.ContainsKey) is { } misplaced)
        {
            await OAuthErrors.InvalidRequest(http, $"'{misplaced}' belongs into the body, not into the query.");
            return;
        }

        if (await ReadFormAsync(http) is not { } form)
            return;

        var basic = ReadBasic(http.Request);
        if (FindFault(form, http.Request, basic) is { } fault)
        {
            await OAuthErrors.InvalidRequest(http, fault);
            return;
        }

        // RFC 6749 §5.2 wants the challenge only for a client that came with an Authorization header.
        if (basic is null)
            http.Response.OnStarting(RemoveChallenge, http);

        await ContinueUnlessThrottledAsync(http, form, basic?.ClientId ?? form["client_id"].ToString());
    }

    static Task RemoveChallenge(object state)
    {
        ((HttpContext)state).Response.Headers.Remove(HeaderNames.WWWAuthenticate);
        return Task.CompletedTask;
    }

    static async Task<IFormCollection?> ReadFormAsync(HttpContext http)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            await OAuthErrors.InvalidRequest(http, "Send the parameters as application/x-www-form-urlencoded.");
            return null;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = MaxBody;

        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await OAuthErrors.TooLarge(http);
        }
        catch (InvalidDataException)
        {
            await OAuthErrors.InvalidRequest(http, "The parameters cannot be read.");
        }

        return null;
    }

    static string? FindFault(IFormCollection form, HttpRequest request, BasicCredentials? basic)
    {
        foreach (var (name, values) in form)
        {
            if (values.Count > 1)
                return $"'{Printable(name)}' is there more than once.";
            if (name.Contains('\0') || values.ToString().Contains('\0'))
                return $"'{Printable(name)}' holds a NUL character.";
        }

        if (request.Headers.Authorization.Count > 1)
            return "There is more than one Authorization header.";
        if (basic is null)
            return null;
        if (basic.HasNul)
            return "The Authorization header holds a NUL character.";
        if (form.ContainsKey("client_secret") || form.ContainsKey("client_assertion"))
            return "Authenticate either in the Authorization header or in the body, not in both.";
        if (form.TryGetValue("client_id", out var clientId) && clientId.ToString() != basic.ClientId)
            return "The client ids of the Authorization header and of the body differ.";

        return null;
    }

    // A parameter's name comes back in the answer: short, and nothing that could upset a terminal.
    static string Printable(string name) => string.Concat(name.Take(40).Select(c => char.IsAscii(c) && !char.IsControl(c) ? c : '?'));

    async Task ContinueUnlessThrottledAsync(HttpContext http, IFormCollection form, string clientId)
    {
        if (clientId.Length is 0 or > MaxClientId)
        {
            await next(http);
            return;
        }

        var source = http.Connection.RemoteIpAddress?.ToString() ?? "";
        if (throttle.WaitFor(clientId, source) is var wait && wait > TimeSpan.Zero)
        {
            await OAuthErrors.TooManyFailures(http, wait);
            return;
        }

        await next(http);

        if (IsFailedAuthentication(http.Response.StatusCode, form))
            throttle.Add(clientId, source);
    }

    // An assertion under an unknown key is answered with 400 invalid_grant.
    static bool IsFailedAuthentication(int status, IFormCollection form) =>
        status == StatusCodes.Status401Unauthorized
        || (status == StatusCodes.Status400BadRequest && form.ContainsKey("client_assertion"));

    static BasicCredentials? ReadBasic(HttpRequest request)
    {
        const string Scheme = "Basic ";
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;

        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Scheme.Length..].Trim(), bytes, out var length))
            return new BasicCredentials("", HasNul: false);

        // RFC 6749 §2.3.1: both parts are form-encoded before they are joined.
        var parts = Encoding.ASCII.GetString(bytes, 0, length).Split(':', 2)
            .Select(part => Uri.UnescapeDataString(part.Replace('+', ' '))).ToList();
        return new BasicCredentials(parts[0], parts.Exists(part => part.Contains('\0')));
    }

    sealed record BasicCredentials(string ClientId, bool HasNul);
}
