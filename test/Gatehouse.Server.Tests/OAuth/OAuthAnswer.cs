using System.Net;
using System.Text.Json;

using Microsoft.IdentityModel.JsonWebTokens;

namespace Gatehouse.Server.Tests.OAuth;

/// <summary>An answer of the token endpoint and its neighbours, read once.</summary>
sealed class OAuthAnswer
{
    public required HttpStatusCode Status { get; init; }
    public required HttpResponseMessage Response { get; init; }
    public required string Text { get; init; }
    public required JsonElement Json { get; init; }

    public string? Error => Json.TryGetProperty("error", out var error) ? error.GetString() : null;

    public string AccessToken => Json.GetProperty("access_token").GetString() ?? "";

    public JsonWebToken Token => new(AccessToken);

    public static async Task<OAuthAnswer> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new OAuthAnswer
        {
            Status = response.StatusCode,
            Response = response,
            Text = text,
            Json = JsonDocument.Parse(text).RootElement,
        };
    }

    public void ShouldRefuse(int status, string error)
    {
        Assert.True((int)Status == status && Error == error, $"expected {status} {error}, got {(int)Status} {Text}");
        Assert.Equal("application/json", Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", Response.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", Assert.Single(Response.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(Json.TryGetProperty("error_uri", out _));
        Assert.DoesNotContain("openiddict", Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("access_token", Text, StringComparison.Ordinal);
    }
}
