using Gatehouse.Server.Keys;
using Gatehouse.Server.Storage;

using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gatehouse.Server.Clients;

/// <summary>Verifies the JWT access tokens we issue (RFC 9068 §4), without the database.</summary>
sealed class SignedTokens(SigningKeys keys, AccessTokens accessTokens, TimeProvider clock)
{
    static readonly string[] Types = [AccessTokens.Type, "application/" + AccessTokens.Type];
    static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);
    static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = BearerTokens.MaxLength };

    public async Task<AccessToken?> VerifyAsync(string text, CancellationToken stop)
    {
        if (JwtParts.Read(text) is not { } parts || !HasOurHeader(parts))
            return null;

        var keyId = parts.HeaderText("kid");
        var key = keys.Find(keyId);
        // Another node may have rotated a moment ago.
        if (key is null && await keys.TryRefreshAsync(stop))
            key = keys.Find(keyId);
        if (key is null)
            return null;

        var result = await Handler.ValidateTokenAsync(text, new TokenValidationParameters
        {
            IssuerSigningKey = key.Key,
            ValidAlgorithms = [SigningKey.Algorithm],
            ValidIssuer = accessTokens.Issuer,
            ValidAudience = accessTokens.ScimAudience,
            RequireExpirationTime = true,
            LifetimeValidator = IsInTime,
        });
        return result.IsValid ? ReadClaims(parts) : null;
    }

    static bool HasOurHeader(JwtParts parts) =>
        parts.HeaderText("alg") == SigningKey.Algorithm
        && Types.Contains(parts.HeaderText("typ"), StringComparer.OrdinalIgnoreCase)
        && !parts.HasCriticalHeaders;

    bool IsInTime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return expires > now && (notBefore is null || notBefore <= now + Skew);
    }

    AccessToken? ReadClaims(JwtParts parts)
    {
        if (!ClientId.TryParse(parts.Text("sub"), out var client)
            || parts.Text("client_id") != parts.Text("sub")
            || !OrganizationId.TryParse(parts.Text(AccessTokens.OrganizationClaim), out var organization)
            || organization != client.Organization
            || parts.Text("jti") is not { Length: > 0 } id
            || parts.Instant("iat") is not { } issuedAt
            || parts.Instant("exp") is not { } expiresAt)
            return null;

        var scopes = (parts.Text("scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new AccessToken
        {
            Caller = new Caller(organization, client, ClientName: "", scopes.ToHashSet(StringComparer.Ordinal)),
            Audience = accessTokens.ScimAudience,
            Id = id,
            IssuedAt = issuedAt,
            ExpiresAt = expiresAt,
            IsLongLived = false,
        };
    }
}
