using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Scim.Client;

/// <summary>
/// Fetches an access token with the client_credentials grant (RFC 6749 §4.4), the credentials in the form body, and fetches the next
/// one shortly before it expires. Concurrent callers share one request.
/// </summary>
/// <param name="http">Sends the request; owned by the caller.</param>
/// <param name="tokenEndpoint">The token endpoint.</param>
/// <param name="clientId">The client.</param>
/// <param name="clientSecret">Its secret.</param>
/// <param name="scope">The scopes to ask for, blank-separated; null leaves the choice to the server.</param>
/// <param name="clock">Tells when a token expires; null means the system's clock.</param>
public sealed class ClientCredentialsTokenSource(
    HttpClient http, Uri tokenEndpoint, string clientId, string clientSecret, string? scope = null, TimeProvider? clock = null) : IDisposable
{
    static readonly TimeSpan LongestMargin = TimeSpan.FromSeconds(60);

    readonly TimeProvider clock = clock ?? TimeProvider.System;
    readonly SemaphoreSlim turn = new(1, 1);
    Token? current;

    /// <summary>A token that is valid for a while.</summary>
    /// <exception cref="HttpRequestException">The token endpoint refused; the message holds its words, never the secret.</exception>
    public async ValueTask<string> GetTokenAsync(CancellationToken stop = default)
    {
        if (Volatile.Read(ref current) is { } token && clock.GetUtcNow() < token.RenewAt)
            return token.Text;

        await turn.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            if (current is null || clock.GetUtcNow() >= current.RenewAt)
                Volatile.Write(ref current, await FetchAsync(stop).ConfigureAwait(false));
            return current.Text;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    async Task<Token> FetchAsync(CancellationToken stop)
    {
        Dictionary<string, string> form = new()
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId,
            ["client_secret"] = clientSecret,
        };
        if (scope is not null)
            form["scope"] = scope;

        var asked = clock.GetUtcNow();
        using var content = new FormUrlEncodedContent(form);
        using var answer = await http.PostAsync(tokenEndpoint, content, stop).ConfigureAwait(false);
        var body = await answer.Content.ReadAsByteArrayAsync(stop).ConfigureAwait(false);
        return Read(body, asked) ?? throw new HttpRequestException(Refusal((int)answer.StatusCode, body), null, answer.StatusCode);
    }

    static Token? Read(byte[] body, DateTimeOffset asked)
    {
        if (TextMember(body, "access_token") is not { Length: > 0 } text)
            return null;

        using var document = JsonDocument.Parse(body);
        // RFC 6749 §5.1 only recommends expires_in; without it the token is used for a minute at a time.
        var lifetime = document.RootElement.TryGetProperty("expires_in", out var seconds)
            && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetInt64(out var value) && value is > 0 and < 10_000_000_000
                ? TimeSpan.FromSeconds(value)
                : LongestMargin * 2;
        var margin = lifetime / 10 < LongestMargin ? lifetime / 10 : LongestMargin;
        return new(text, asked + lifetime - margin);
    }

    static string Refusal(int status, byte[] body)
    {
        var words = string.Join(": ", new[] { TextMember(body, "error"), TextMember(body, "error_description") }.Where(word => word is not null));
        return string.Create(
            CultureInfo.InvariantCulture, $"The token endpoint answered {status}{(words.Length > 0 ? " " + words : " without a token")}.");
    }

    static string? TextMember(byte[] body, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String
                    ? member.GetString()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    sealed record Token(string Text, DateTimeOffset RenewAt);
}
