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
    public static AuditEvent Event(HttpContext http, string action, UserId user, string? methods = null) =>
        Event(http.Connection.RemoteIpAddress?.ToString(), action, user, methods);

    /// <summary>What a person decided about an application.</summary>
    public static AuditEvent Of(HttpContext http, string action, UserId user, string application) =>
        Event(http, action, user) with { Details = new JsonObject { ["application"] = application }.ToJsonString() };

    /// <inheritdoc cref="Event(HttpContext, string, UserId, string?)"/>
    public static AuditEvent Event(string? sourceAddress, string action, UserId user, string? methods = null) => new()
    {
        ActorKind = "user", ActorId = user.ToString(), Action = action, TargetType = "user", TargetId = user.ToString(),
        SourceAddress = sourceAddress,
        Details = methods is null ? null : new JsonObject { ["methods"] = methods }.ToJsonString(),
    };
}
