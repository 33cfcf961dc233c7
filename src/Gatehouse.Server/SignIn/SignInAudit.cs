using System.Text.Json.Nodes;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;

namespace Gatehouse.Server.SignIn;

/// <summary>Audit events of people's own accounts.</summary>
static class SignInAudit
{
    /// <param name="http">The request.</param>
    /// <param name="action">What was done.</param>
    /// <param name="user">By and to whom.</param>
    /// <param name="methods">How they proved to be the user, or what was tried.</param>
    public static AuditEvent Event(HttpContext http, string action, UserId user, string? methods = null) => new()
    {
        ActorKind = "user", ActorId = user.ToString(), Action = action, TargetType = "user", TargetId = user.ToString(),
        SourceAddress = http.Connection.RemoteIpAddress?.ToString(),
        Details = methods is null ? null : new JsonObject { ["methods"] = methods }.ToJsonString(),
    };
}
