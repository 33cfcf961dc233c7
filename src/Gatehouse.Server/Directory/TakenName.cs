namespace Gatehouse.Server.Directory;

/// <summary>Who has a name or an id already.</summary>
sealed record TakenName
{
    public required Guid Id { get; init; }

    public required string NameKey { get; init; }

    public string? ExternalId { get; init; }

    /// <summary>A user who was deleted and can be brought back.</summary>
    public bool IsDeleted => NameKey.Length == 0;
}
