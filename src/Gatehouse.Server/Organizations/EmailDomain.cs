using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Organizations;

/// <summary>A domain that an organization has claimed. Claimed is not verified: nothing is routed by it yet.</summary>
sealed class EmailDomain
{
    /// <summary>Its owner put our record into the DNS; looked at again each week.</summary>
    public const string ByDns = "dns";

    /// <summary>An operator says so.</summary>
    public const string ByOperator = "operator";

    public required string Name { get; init; }

    public required Guid OrganizationId { get; init; }

    /// <summary>What the DNS record has to say.</summary>
    public required string Challenge { get; init; }

    /// <summary><see cref="ByDns"/> or <see cref="ByOperator"/>, once it is verified.</summary>
    public string? Proof { get; init; }

    public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>Since when the DNS record is missing, or null.</summary>
    public DateTimeOffset? LostAt { get; init; }

    /// <summary>Whether an identity provider of the organization is on duty for it.</summary>
    public required bool IsFederated { get; init; }

    /// <summary>Whether its people may sign in there only.</summary>
    public required bool IsEnforced { get; init; }

    public bool IsVerified => VerifiedAt is not null;

    public OrganizationId Organization => new(OrganizationId);

    /// <summary>Whether people with an address in it are sent to the organization's identity provider.</summary>
    public bool Routes => IsVerified && IsFederated;

    /// <summary>The name of the DNS record that proves who owns it.</summary>
    public string RecordName => $"_gatehouse.{Name}";
}
