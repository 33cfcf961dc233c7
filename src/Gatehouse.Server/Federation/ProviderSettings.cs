using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatehouse.Server.Federation;

/// <summary>What an organization has set for one of its identity providers.</summary>
sealed record ProviderSettings
{
    public required ClaimNames Claims { get; init; }

    /// <summary>Whether whoever is not known yet becomes a user at the first sign-in.</summary>
    public bool CreatesUsers { get; init; } = true;

    /// <summary>Whether names follow what the identity provider says, for users whom provisioning does not own.</summary>
    public bool UpdatesUsers { get; init; }

    /// <summary>Whether a provisioned user whose <c>externalId</c> is the identity provider's id is that person.</summary>
    public bool LinksByExternalId { get; init; } = true;

    /// <summary>Whether a user with the same address, in a proven domain of this identity provider, is that person at the first sign-in.</summary>
    public bool LinksByAddress { get; init; } = true;

    /// <summary>Whether a second factor that the identity provider asked for counts here (S48).</summary>
    public bool TrustsSecondFactor { get; init; }

    public OidcSettings? Oidc { get; init; }

    public SamlSettings? Saml { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, ProviderJson.Default.ProviderSettings);

    public static ProviderSettings Read(string json) => JsonSerializer.Deserialize(json, ProviderJson.Default.ProviderSettings)
        ?? throw new JsonException("A federation without settings.");
}

/// <summary>An OpenID provider, as its organization has registered us there.</summary>
sealed record OidcSettings
{
    /// <summary>Compared character by character.</summary>
    public required string Issuer { get; init; }

    public required string ClientId { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>What <c>tid</c> has to be, for Microsoft Entra ID: ids of people are its own only together with it.</summary>
    public string? Tenant { get; init; }

    /// <summary>Whether we show who we are by a key instead of a secret (<c>private_key_jwt</c>).</summary>
    public bool UsesKey { get; init; }

    /// <summary>When the secret ends, if the organization has told.</summary>
    public DateTimeOffset? SecretEndsAt { get; init; }
}

/// <summary>A SAML identity provider. What its metadata say is kept beside, as it was fetched.</summary>
sealed record SamlSettings
{
    /// <summary>Where its metadata are, or null when a file was given.</summary>
    public string? MetadataUrl { get; init; }

    /// <summary>Whether our requests are signed although its metadata do not ask for it.</summary>
    public bool SignsRequests { get; init; }
}

[JsonSerializable(typeof(ProviderSettings))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
sealed partial class ProviderJson : JsonSerializerContext;
