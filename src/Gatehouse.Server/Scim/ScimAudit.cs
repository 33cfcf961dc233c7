using System.Text.Json;
using System.Text.Json.Serialization;

using Gatehouse.Server.Audit;

namespace Gatehouse.Server.Scim;

/// <summary>Audit events of changes made through SCIM: who, what, to whom, and the names of what changed.</summary>
static partial class ScimAudit
{
    /// <summary>Ids of members told in full; beyond that the counts tell.</summary>
    const int MostMembers = 1_000;

    public static AuditEvent Event(ScimCall call, string action, string targetType, Guid target, Details details) => new()
    {
        ActorKind = "client",
        ActorId = call.Caller.Client.ToString(),
        Action = action,
        TargetType = targetType,
        TargetId = target.ToString("D"),
        RequestId = call.Log.RequestId.ToString("N"),
        SourceAddress = call.SourceAddress,
        Details = JsonSerializer.Serialize(details, AuditJson.Default.Details),
    };

    /// <summary>What an event tells beside its action. Names and ids, never values.</summary>
    public sealed record Details
    {
        public IReadOnlyList<string>? Attributes { get; init => field = value is { Count: > 0 } ? value : null; }

        public IReadOnlyList<Guid>? Joined { get; init => field = value is { Count: > 0 and <= MostMembers } ? value : null; }

        public IReadOnlyList<Guid>? Left { get; init => field = value is { Count: > 0 and <= MostMembers } ? value : null; }

        public int? JoinedCount { get; init => field = value > 0 ? value : null; }

        public int? LeftCount { get; init => field = value > 0 ? value : null; }
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(Details))]
    sealed partial class AuditJson : JsonSerializerContext;
}
