using Gatehouse.Server.Clients;

using Microsoft.IdentityModel.Tokens;

namespace Gatehouse.Server.OAuth;

/// <summary>What an assertion says about itself, once it is known to be well-formed and in its time. Not yet: who signed it.</summary>
sealed record AssertionClaims(string Text, string Issuer, string Audience, string Id, DateTimeOffset ExpiresAt);

/// <summary>The rules of RFC 7523 §3 and S28 that need no key and no database.</summary>
static class AssertionRules
{
    public const int MaxLength = 16 * 1024;
    public static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);
    const int LongestId = 200;

    /// <summary>Asymmetric only: a shared secret would make the public key we hold a signing key.</summary>
    public static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    // RFC 7523 names no type; draft-ietf-oauth-rfc7523bis does. What clients send today is the first, or nothing.
    static readonly string[] Types = ["JWT", "client-authentication+jwt", "application/client-authentication+jwt"];

    public static (AssertionClaims? Assertion, string Fault) Read(string text, DateTimeOffset now)
    {
        if (text.Length > MaxLength || JwtParts.Read(text) is not { } parts)
            return Fault("The assertion is not a signed JWT.");
        if (!Algorithms.Contains(parts.HeaderText("alg"), StringComparer.Ordinal))
            return Fault($"Sign the assertion with one of {string.Join(", ", Algorithms)}.");
        if (parts.HasCriticalHeaders)
            return Fault("The assertion has critical headers, none of which is known here.");
        if (parts.Header.TryGetProperty("typ", out _) && !Types.Contains(parts.HeaderText("typ"), StringComparer.OrdinalIgnoreCase))
            return Fault("The assertion's typ must be JWT or client-authentication+jwt, or be left out.");

        return ReadClaims(text, parts, now);
    }

    static (AssertionClaims?, string) ReadClaims(string text, JwtParts parts, DateTimeOffset now)
    {
        if (parts.Text("iss") is not { } issuer || issuer != parts.Text("sub"))
            return Fault("The assertion's iss and sub must both be the client id.");
        if (parts.SingleAudience() is not { } audience)
            return Fault("The assertion must have exactly one audience.");
        if (parts.Text("jti") is not { Length: > 0 and <= LongestId } id || id.Contains('\0'))
            return Fault($"The assertion needs a jti of at most {LongestId} characters.");
        if (parts.Instant("exp") is not { } expiresAt)
            return Fault("The assertion needs an exp.");
        if (expiresAt + Skew <= now)
            return Fault("The assertion has expired.");
        if (expiresAt > now + LongestLife + Skew)
            return Fault($"The assertion's exp may lie at most {LongestLife.TotalMinutes} minutes ahead.");
        if (IsAhead(parts, "iat", now) || IsAhead(parts, "nbf", now))
            return Fault("The assertion's iat or nbf lies in the future.");

        return (new AssertionClaims(text, issuer, audience, id, expiresAt), "");
    }

    static bool IsAhead(JwtParts parts, string claim, DateTimeOffset now) =>
        parts.Has(claim) && !(parts.Instant(claim) <= now + Skew);

    static (AssertionClaims?, string) Fault(string reason) => (null, reason);
}
