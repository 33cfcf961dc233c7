using Gatehouse.Scim.Resources;

namespace Gatehouse.Server.Directory;

/// <summary>A row of the groups table. <see cref="Resource"/> is the SCIM document without <c>id</c>, <c>meta</c> and <c>members</c>.</summary>
sealed record StoredGroup
{
    public required Guid GroupId { get; init; }

    public required string Resource { get; init; }

    public required long Version { get; init; }

    public required long CreatedAt { get; init; }

    public required long ModifiedAt { get; init; }

    public ScimObject Read() => StoredJson.Read(Resource);
}
