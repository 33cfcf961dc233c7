using Gatehouse.Server.Directory;

namespace Gatehouse.Server.Scim;

/// <summary>What came of a change.</summary>
/// <param name="Status">200, 201 or 204.</param>
/// <param name="Location">The resource's address.</param>
/// <param name="Version">Its entity tag, or null when it is gone.</param>
/// <param name="User">The user as it is now, or null for a group and for a user that is gone.</param>
sealed record WriteResult(int Status, string Location, string? Version, UserInGroups? User);
