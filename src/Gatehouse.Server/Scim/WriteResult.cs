using Gatehouse.Scim.Resources;

namespace Gatehouse.Server.Scim;

/// <summary>What came of a change.</summary>
/// <param name="Status">200, 201 or 204.</param>
/// <param name="Location">The resource's address.</param>
/// <param name="Version">Its entity tag, or null when it is gone.</param>
/// <param name="Resource">The resource as the answer shows it, or null for an answer without body.</param>
sealed record WriteResult(int Status, string Location, string? Version, ScimObject? Resource);
