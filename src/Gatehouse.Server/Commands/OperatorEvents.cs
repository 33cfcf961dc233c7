using Gatehouse.Server.Audit;

namespace Gatehouse.Server.Commands;

/// <summary>Audit events of what an operator does on the command line.</summary>
static class OperatorEvents
{
    public static AuditEvent Of(string action, string targetType, string targetId) => new()
    {
        ActorKind = "operator", ActorId = $"{Environment.UserName}@{Environment.MachineName}", Action = action, TargetType = targetType, TargetId = targetId,
    };
}
