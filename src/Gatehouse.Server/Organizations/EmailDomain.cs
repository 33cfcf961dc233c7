namespace Gatehouse.Server.Organizations;

/// <summary>A domain that an organization has claimed. Claimed is not verified: nothing is routed by it yet.</summary>
sealed class EmailDomain
{
    public required string Name { get; init; }

    public DateTimeOffset? VerifiedAt { get; init; }
}
