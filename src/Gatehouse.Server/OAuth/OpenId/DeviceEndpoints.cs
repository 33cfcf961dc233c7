using System.Collections.Immutable;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Clients;
using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Server.OAuth.OpenId;

/// <summary>
/// /device: a person enters the code that a device without a browser shows, and lets it in (RFC 8628 §3.3). The page says whose device it
/// will be and warns, because codes are sent to people by those who want to be let in (S40).
/// </summary>
static class DeviceEndpoints
{
    public static void MapDevice(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapPages("/device").RequireAuthorization(SignInAuthentication.Policy).AddEndpointFilter<SignedInBranding>();
        pages.MapGet("", Get);
        pages.MapPost("", Post);
        pages.MapGet("/done", Done);
    }

    static Task<IResult> Get(
        HttpContext http, Language language, Database database, SignedIn signedIn, ApplicationRegister applications, FailureThrottle throttle, CancellationToken stop) =>
        LookAsync(http, language, database, signedIn, applications, throttle, stop);

    static async Task<IResult> LookAsync(
        HttpContext http, Language language, Database database, SignedIn signedIn, ApplicationRegister applications, FailureThrottle throttle, CancellationToken stop)
    {
        var texts = DeviceTexts.For(language);
        if (http.GetOpenIddictServerRequest()?.UserCode is not { Length: > 0 } code)
            return CodePage(http, language, null, null);
        if (throttle.WaitFor(KeyOf(signedIn), SourceOf(http)) > TimeSpan.Zero)
            return CodePage(http, language, null, texts.Wait);
        if (await FindAsync(http, database, applications, signedIn, stop) is not var (principal, application))
        {
            throttle.Add(KeyOf(signedIn), SourceOf(http));
            return CodePage(http, language, code, texts.Unknown);
        }

        return new RazorComponentResult<DevicePage>(new
        {
            Texts = texts, Language = language, Branding = http.Features.Get<Branding>(), application.Name, Code = code, Source = principal.GetClaim(DeviceRequests.SourceClaim),
            Scopes = (IReadOnlyList<string>)[.. principal.GetScopes().Where(UserClaims.OfferedScopes.Contains)],
        });
    }

    static RazorComponentResult<DeviceCodePage> CodePage(HttpContext http, Language language, string? code, string? error) =>
        new(new { Texts = DeviceTexts.For(language), Language = language, Branding = http.Features.Get<Branding>(), Code = code, Error = error });

    // One person's mistakes are not another's.
    static string KeyOf(SignedIn signedIn) => $"device {signedIn.Organization} {signedIn.User}";

    static string SourceOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";

    /// <summary>What a code stands for: a request of an application of the person's organization.</summary>
    static async Task<(System.Security.Claims.ClaimsPrincipal Principal, Application Application)?> FindAsync(
        HttpContext http, Database database, ApplicationRegister applications, SignedIn signedIn, CancellationToken stop)
    {
        var result = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        if (!result.Succeeded || !ApplicationClientId.TryParse(result.Principal.GetClaim(Claims.ClientId), out var id) || id.Organization != signedIn.Organization)
            return null;

        return await database.ReadAsync(id.Organization, db => applications.FindAsync(db, id, stop), stop) is var (application, _)
            ? (result.Principal, application) : null;
    }

    static async Task<IResult> Post(
        HttpContext http, Language language, Database database, SignedIn signedIn, ApplicationRegister applications, FailureThrottle throttle,
        ApplicationSignIns applicationSignIns, AccessTokens accessTokens, AuditLog audit, [FromForm] string? decision, CancellationToken stop)
    {
        if (decision is not ("allow" or "deny"))
            return await LookAsync(http, language, database, signedIn, applications, throttle, stop);
        if (throttle.WaitFor(KeyOf(signedIn), SourceOf(http)) > TimeSpan.Zero || await FindAsync(http, database, applications, signedIn, stop) is not var (asked, application))
            return await LookAsync(http, language, database, signedIn, applications, throttle, stop);

        var isAllowed = decision == "allow";
        await database.WriteAsync(signedIn.Organization, async db =>
        {
            if (isAllowed && application.Settings.BackChannelLogoutUri is not null)
                await applicationSignIns.NoteAsync(db, signedIn.User, signedIn.SignIn.SignInId, application.Id.ToString(), stop);
            await audit.AppendAsync(db, SignInAudit.Of(http, isAllowed ? "device.allowed" : "device.refused", signedIn.User, application.Name), stop);
        }, stop);

        var afterwards = new AuthenticationProperties { RedirectUri = isAllowed ? "/device/done" : "/device/done?refused=true" };
        if (!isAllowed)
            return Results.Forbid(afterwards, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);

        ImmutableArray<string> scopes = [.. asked.GetScopes().Where(UserClaims.OfferedScopes.Contains)];
        return Results.SignIn(
            UserClaims.Granted(signedIn, application, scopes, accessTokens), afterwards, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    static RazorComponentResult<DeviceDonePage> Done(HttpContext http, Language language, bool? refused) =>
        new(new { Texts = DeviceTexts.For(language), Language = language, Branding = http.Features.Get<Branding>(), IsRefused = refused == true });
}
