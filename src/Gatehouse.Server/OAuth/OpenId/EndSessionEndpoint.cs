using Gatehouse.Server.SignIn;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Server.OAuth.OpenId;

/// <summary>
/// /oidc/v1/end_session (OpenID Connect RP-Initiated Logout). With a token that names whoever is signed in, the sign-in ends at once; without
/// one the person is asked, because any site can lead here (S38).
/// </summary>
static class EndSessionEndpoint
{
    public static void MapEndSession(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/oidc/v1/end_session", [HttpMethods.Get, HttpMethods.Post], EndAsync).AllowAnonymous().DisableAntiforgery();

    static async Task<IResult> EndAsync(HttpContext http, Language language, SignOuts signOuts, CancellationToken stop)
    {
        if (http.GetOpenIddictServerResponse() is { Error: not null } fault)
            return ProtocolErrors.Page(http, language, fault);

        var hint = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        await http.AuthenticateAsync(SignInAuthentication.SchemeName);
        var signedIn = http.Features.Get<SignedIn>();
        if (signedIn is not null && hint?.GetClaim(Claims.Subject) != signedIn.User.ToString())
        {
            PagePolicy.Default.Apply(http);
            return new RazorComponentResult<SignOutPage>(new
            {
                Texts = SignInTexts.For(language), Language = language, Branding = await signOuts.BrandingAsync(http, stop),
            });
        }

        await signOuts.EndAsync(http, stop);
        return Results.SignOut(
            new AuthenticationProperties { RedirectUri = "/sign-out/done" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }
}
