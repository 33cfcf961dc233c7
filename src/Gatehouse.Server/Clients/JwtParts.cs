using System.Text.Json;

using Microsoft.IdentityModel.Tokens;

namespace Gatehouse.Server.Clients;

/// <summary>
/// Header and payload of a signed JWT exactly as they were written. The token library converts values on the way out and
/// lets the last of two equal names win; checks that decide about trust look here.
/// </summary>
sealed record JwtParts(JsonElement Header, JsonElement Payload)
{
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <returns>Null when the text is no JWS in compact form whose parts are JSON objects without repeated names.</returns>
    public static JwtParts? Read(string text)
    {
        if (text.Split('.') is not [var header, var payload, { Length: > 0 }])
            return null;

        return ReadObject(header) is { } headerObject && ReadObject(payload) is { } payloadObject
            ? new JwtParts(headerObject, payloadObject)
            : null;
    }

    /// <summary>RFC 7515 §4.1.11: a critical header that is not understood ends the check, and none is understood here.</summary>
    public bool HasCriticalHeaders => Header.TryGetProperty("crit", out _);

    public string? HeaderText(string name) => TextOf(Header, name);

    public string? Text(string claim) => TextOf(Payload, claim);

    public bool Has(string claim) => Payload.TryGetProperty(claim, out _);

    /// <returns>Null when the claim is absent or no instant (RFC 7519 §2, NumericDate).</returns>
    public DateTimeOffset? Instant(string claim)
    {
        const double LatestSecond = 253_402_300_799;
        return Payload.TryGetProperty(claim, out var value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var seconds)
            && seconds is >= 0 and <= LatestSecond
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;
    }

    /// <returns>The only audience, written as text or as an array of one; null when there is none or there are several.</returns>
    public string? SingleAudience()
    {
        if (!Payload.TryGetProperty("aud", out var audience))
            return null;
        if (audience.ValueKind == JsonValueKind.Array && audience.GetArrayLength() == 1)
            audience = audience[0];

        return audience.ValueKind == JsonValueKind.String ? audience.GetString() : null;
    }

    static JsonElement? ReadObject(string part)
    {
        try
        {
            using var document = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(part), Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    static string? TextOf(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
