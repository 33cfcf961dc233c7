using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Federation;

/// <summary>Audit events of sign-ins by identity providers.</summary>
static class FederationEvents
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Something that a federation did.</summary>
    public static AuditEvent Of(HttpContext http, IdentityProvider provider, string action) => new()
    {
        ActorKind = "federation", ActorId = provider.Id.ToString(), Action = action, TargetType = "federation", TargetId = provider.Id.ToString(),
        RequestId = http.Features.Get<PageRequest>()?.Id, SourceAddress = http.Connection.RemoteIpAddress?.ToString(),
    };

    /// <summary>A sign-in that came to nothing, with all that an administrator needs to see why.</summary>
    /// <param name="http">The request.</param>
    /// <param name="provider">Whose word it was.</param>
    /// <param name="fault">Why it came to nothing.</param>
    /// <param name="reason">The same in words.</param>
    /// <param name="who">Whom it was about, as far as that is known.</param>
    public static AuditEvent Refused(HttpContext http, IdentityProvider provider, FederationFault fault, string? reason, ExternalIdentity? who = null)
    {
        var details = new JsonObject { ["fault"] = fault.ToString(), ["reason"] = reason };
        if (who is not null)
        {
            details["subject"] = who.Subject;
            details["address"] = who.AddressAsSent;
        }

        return Of(http, provider, "federation.refused") with { Details = Text(details) };
    }

    public static string Text(JsonObject details) => details.ToJsonString(Plain);
}
