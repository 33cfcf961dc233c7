using Gatehouse.Scim;
using Gatehouse.Scim.Messages;

namespace Gatehouse.Server.Scim;

/// <summary>What came of one bulk operation.</summary>
sealed record BulkResult(BulkOperation Operation, int Status, string? Location, string? Version, ScimException? Refusal);
