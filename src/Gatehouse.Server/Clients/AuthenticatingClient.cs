using Microsoft.IdentityModel.Tokens;

namespace Gatehouse.Server.Clients;

/// <summary>A client with what it can prove itself by. Exists only while the client and its organization are active.</summary>
sealed record AuthenticatingClient
{
    public required ClientId Id { get; init; }
    public required string Name { get; init; }
    public required IReadOnlySet<string> Scopes { get; init; }
    public required TimeSpan TokenLifetime { get; init; }
    public required IReadOnlyList<ClientSecret> Secrets { get; init; }
    public required IReadOnlyList<ClientKey> Keys { get; init; }
}

sealed record ClientSecret(Guid CredentialId, byte[] Hash, DateTimeOffset? ExpiresAt)
{
    public bool IsValid(DateTimeOffset now) => ExpiresAt is null || ExpiresAt > now;
}

sealed record ClientKey(Guid CredentialId, string PublicKey, DateTimeOffset? ExpiresAt)
{
    public bool IsValid(DateTimeOffset now) => ExpiresAt is null || ExpiresAt > now;

    public SecurityKey ToSecurityKey() => new JsonWebKey(PublicKey);
}
