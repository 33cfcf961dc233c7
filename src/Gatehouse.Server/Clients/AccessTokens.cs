namespace Gatehouse.Server.Clients;

/// <summary>The names and addresses that access tokens are made with and checked against. All follow from the public URL.</summary>
sealed class AccessTokens(GatehouseOptions options)
{
    public const string OrganizationClaim = "org";
    public const string Type = "at+jwt";

    /// <summary>Entra's gallery test wants 60 minutes to 6 hours (R3), so the default is one that passes.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(60);
    public static readonly TimeSpan ShortestLifetime = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(24);

    /// <summary>Ends with a slash if the public URL has no path: OpenIddict writes URLs as RFC 3986 §6.2.3 normalizes them.</summary>
    public string Issuer => options.PublicUrl.AbsoluteUri;

    public string TokenEndpoint => Base + "/oauth/v2/token";

    public string ScimAudience => Base + "/scim/v2";

    string Base => Issuer.TrimEnd('/');
}

/// <summary>A token that was verified: who may do what with it, and until when.</summary>
sealed record AccessToken
{
    public required Caller Caller { get; init; }
    public required string Audience { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The jti of a JWT, the credential's id of a long-lived token.</summary>
    public required string Id { get; init; }

    public required bool IsLongLived { get; init; }
}
