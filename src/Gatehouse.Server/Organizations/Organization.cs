using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Organizations;

/// <summary>A customer of the platform.</summary>
sealed class Organization
{
    public const string Active = "active";
    public const string Suspended = "suspended";

    public required Guid OrganizationId { get; init; }

    public required string Name { get; init; }

    /// <summary><c>active</c> or <c>suspended</c>. A suspended organization's credentials open nothing.</summary>
    public required string State { get; init; }

    /// <summary>How much of the SCIM standard its provisioning clients may send.</summary>
    public required string SchemaProfile { get; init; }

    /// <summary>The colour of its pages, as six hexadecimal digits, if it chose one.</summary>
    public string? Accent { get; init; }

    /// <summary>Names its logo, if it has one; see <see cref="OrganizationBrands"/>.</summary>
    public string? LogoHash { get; init; }

    /// <summary>Where its administrators want to be told what they should look at, or null.</summary>
    public string? AlertAddress { get; init; }

    public required long CreatedAt { get; init; }

    public OrganizationId Id => new(OrganizationId);
}
