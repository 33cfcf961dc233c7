using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Mail;

/// <summary>A mail of the outbox that this process alone may send until the lease ends.</summary>
sealed class LeasedMail
{
    public required Guid OrganizationId { get; init; }

    public required Guid MailId { get; init; }

    public required string Kind { get; init; }

    public required string Recipient { get; init; }

    public required string Language { get; init; }

    public required string Subject { get; init; }

    public required DateTimeOffset LeaseUntil { get; init; }

    /// <summary>How often it was taken, this time included.</summary>
    public required long Attempts { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string SealedWith { get; init; }

    public required byte[] SealedBodies { get; init; }

    public OrganizationId Organization => new(OrganizationId);
}
