using Gatehouse.Server.Audit;

namespace Gatehouse.Server.Console;

/// <summary>Audit events of what operators do on their pages.</summary>
static class ConsoleAudit
{
    public static AuditEvent Of(HttpContext http, Operator who, string action, string targetType, string targetId) => new()
    {
        ActorKind = "operator", ActorId = who.User.ToString(), Action = action, TargetType = targetType, TargetId = targetId,
        SourceAddress = http.Connection.RemoteIpAddress?.ToString(),
    };
}
