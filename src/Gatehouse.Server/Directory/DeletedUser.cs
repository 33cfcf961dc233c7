namespace Gatehouse.Server.Directory;

/// <summary>A user that was deleted less than <see cref="DeletedUsers.Retention"/> ago.</summary>
sealed class DeletedUser
{
    public required Guid UserId { get; init; }

    public required string UserName { get; init; }

    public required string Resource { get; init; }

    public required string Origin { get; init; }

    public string? ProvisionedBy { get; init; }

    /// <summary>The groups it was a member of, as a JSON list of ids.</summary>
    public required string GroupIds { get; init; }

    public required long Version { get; init; }

    public required long CreatedAt { get; init; }

    public required long DeletedAt { get; init; }
}
