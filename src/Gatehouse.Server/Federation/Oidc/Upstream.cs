using OpenIddict.Abstractions;

namespace Gatehouse.Server.Federation.Oidc;

/// <summary>Tells what went wrong at an OpenID provider from what is a fault of ours.</summary>
static class Upstream
{
    const int LongestReason = 300;

    /// <summary>Whether an exception is about the other side: it does not answer, or answers something else than the protocol has.</summary>
    public static bool IsFailure(Exception problem) =>
        problem is HttpRequestException or OperationCanceledException or TimeoutException or IOException or OpenIddictExceptions.ProtocolException
            or System.Text.Json.JsonException or FederationException or InvalidOperationException { Source: "OpenIddict.Client" or "OpenIddict.Client.SystemNetHttp" };

    /// <summary>The same in words for an administrator.</summary>
    public static FederationException Of(Exception problem) => problem switch
    {
        FederationException known => known,
        OpenIddictExceptions.ProtocolException fault => new(FaultOf(fault.Error), Reason(fault.Error, fault.ErrorDescription ?? fault.Message), fault),
        OperationCanceledException or TimeoutException => new(FederationFault.Unreachable, "The provider did not answer in time.", problem),
        HttpRequestException or IOException => new(FederationFault.Unreachable, $"The provider cannot be reached: {ClaimReader.Line(problem.Message, LongestReason)}", problem),
        _ => new(FederationFault.Untrusted, $"The provider's answer cannot be used: {ClaimReader.Line(problem.Message, LongestReason)}", problem),
    };

    /// <summary>An error of the protocol in words. Both come from outside.</summary>
    public static string Reason(string? error, string? description) =>
        $"{ClaimReader.Line(error, 100)}: {ClaimReader.Line(description, LongestReason) ?? "no description"}";

    public static FederationFault FaultOf(string? error) => error switch
    {
        OpenIddictConstants.Errors.AccessDenied or OpenIddictConstants.Errors.LoginRequired or OpenIddictConstants.Errors.InteractionRequired
            or OpenIddictConstants.Errors.ConsentRequired or OpenIddictConstants.Errors.AccountSelectionRequired => FederationFault.Denied,
        OpenIddictConstants.Errors.ServerError or OpenIddictConstants.Errors.TemporarilyUnavailable => FederationFault.Unreachable,
        OpenIddictConstants.Errors.InvalidClient or OpenIddictConstants.Errors.UnauthorizedClient or OpenIddictConstants.Errors.InvalidScope => FederationFault.Misconfigured,
        _ => FederationFault.Untrusted,
    };
}
