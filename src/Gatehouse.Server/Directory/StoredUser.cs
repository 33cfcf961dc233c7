using Gatehouse.Scim.Resources;

namespace Gatehouse.Server.Directory;

/// <summary>A row of the users table. <see cref="Resource"/> is the SCIM document without <c>id</c>, <c>meta</c> and <c>groups</c>.</summary>
sealed record StoredUser
{
    public required Guid UserId { get; init; }

    public required string Resource { get; init; }

    public required string Origin { get; init; }

    public string? ProvisionedBy { get; init; }

    /// <summary>The manager, if the one it names exists; the document may name one who does not.</summary>
    public Guid? ManagerId { get; init; }

    /// <summary>The manager's name as others see it.</summary>
    public string? ManagerName { get; init; }

    public required long Version { get; init; }

    public required long CreatedAt { get; init; }

    public required long ModifiedAt { get; init; }

    public ScimObject Read() => StoredJson.Read(Resource);
}
