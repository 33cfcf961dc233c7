using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Federation;

/// <summary>An identity provider that an organization trusts. A row of identity_providers.</summary>
sealed record IdentityProvider
{
    public const string Oidc = "oidc";
    public const string Saml = "saml";

    /// <summary>Has its addresses, and nothing else yet.</summary>
    public const string Reserved = "reserved";

    /// <summary>Can be tried, and routes nobody.</summary>
    public const string Testing = "testing";

    public const string Active = "active";

    public const string Disabled = "disabled";

    public required Guid OrganizationId { get; init; }

    public required Guid IdentityProviderId { get; init; }

    /// <summary><see cref="Oidc"/> or <see cref="Saml"/>.</summary>
    public required string Protocol { get; init; }

    /// <summary>What people and administrators call it.</summary>
    public required string Name { get; init; }

    public required string State { get; init; }

    public required ProviderSettings Settings { get; init; }

    /// <summary>The client secret, sealed.</summary>
    public byte[]? SealedSecret { get; init; }

    /// <summary>Our private key in this federation, sealed.</summary>
    public byte[]? SealedKey { get; init; }

    /// <summary>The certificate of that key, for the other side.</summary>
    public byte[]? Certificate { get; init; }

    /// <summary>The identity provider's SAML metadata, as they were fetched last.</summary>
    public string? Metadata { get; init; }

    public required long Version { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public FederationId Id => new(new OrganizationId(OrganizationId), IdentityProviderId);

    /// <summary>Whether somebody may be sent there to try it.</summary>
    public bool CanBeTried => State is Testing or Active;
}
