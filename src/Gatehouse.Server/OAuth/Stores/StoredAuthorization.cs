using Gatehouse.Server.Storage;

namespace Gatehouse.Server.OAuth.Stores;

/// <summary>What a person let an application do. A row of the authorizations table; OpenIddict fills it in.</summary>
sealed class StoredAuthorization
{
    public Guid OrganizationId { get; set; }

    public Guid AuthorizationId { get; set; }

    public string ClientId { get; set; } = "";

    public string Subject { get; set; } = "";

    public string Kind { get; set; } = "";

    public string State { get; set; } = "";

    public string Scopes { get; set; } = "";

    public string? Properties { get; set; }

    public long Version { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The id as it stands in tokens: it begins with the organization.</summary>
    public string Id => $"{new OrganizationId(OrganizationId)}.{AuthorizationId:N}";
}

/// <summary>A code, a refresh token, a pushed request, a device or user code. A row of the tokens table; OpenIddict fills it in.</summary>
sealed class StoredToken
{
    public Guid OrganizationId { get; set; }

    public Guid TokenId { get; set; }

    public Guid? AuthorizationId { get; set; }

    public string ClientId { get; set; } = "";

    public string? Subject { get; set; }

    /// <summary>The hash of the text by which it is presented, when that is not the token itself.</summary>
    public string? Reference { get; set; }

    public string Kind { get; set; } = "";

    public string State { get; set; } = "";

    public string? Payload { get; set; }

    public string? Properties { get; set; }

    public long Version { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RedeemedAt { get; set; }

    /// <summary>The id as it stands in tokens: it begins with the organization.</summary>
    public string Id => $"{new OrganizationId(OrganizationId)}.{TokenId:N}";
}

/// <summary>Ids of both, which carry their organization.</summary>
static class StoredIds
{
    public static bool TryParse(string? text, out OrganizationId organization, out Guid id)
    {
        (organization, id) = (default, default);
        return text?.Split('.') is [var first, var second] && OrganizationId.TryParse(first, out organization) && Guid.TryParseExact(second, "N", out id);
    }
}
