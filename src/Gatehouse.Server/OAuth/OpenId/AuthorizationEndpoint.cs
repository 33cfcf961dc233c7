using System.Collections.Immutable;

using Gatehouse.Server.Clients;
using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.SignIn;

using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;

using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.Server.AspNetCore;

using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Server.OAuth.OpenId;

/// <summary>
/// /oauth/v2/authorize. OpenIddict has checked the request: client, redirect address, PKCE. What remains is the person: whoever is not signed
/// in, or not freshly enough, is sent to sign in and comes back here.
/// </summary>
static class AuthorizationEndpoint
{
    static readonly string[] Offered = [Scopes.OpenId, Scopes.Profile, Scopes.Email, Scopes.OfflineAccess, UserClaims.GroupsScope];

    public static void MapAuthorization(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/oauth/v2/authorize", [HttpMethods.Get, HttpMethods.Post], AuthorizeAsync).AllowAnonymous().DisableAntiforgery();

    static async Task<IResult> AuthorizeAsync(
        HttpContext http, OpenIddictApplicationManager<OAuthClient> applications, SignInDispatcher dispatcher, AccessTokens accessTokens,
        TimeProvider clock, CancellationToken stop)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("The request did not come by way of OpenIddict.");
        var application = (await applications.FindByClientIdAsync(request.ClientId ?? "", stop))?.Application
            ?? throw new InvalidOperationException("OpenIddict let a client pass that is no application.");

        var signedIn = await SignedInAsync(http, application);
        if (signedIn is null || MustSignInAgain(request, signedIn.SignIn, clock.GetUtcNow()))
            return request.HasPromptValue(PromptValues.None)
                ? Refuse(Errors.LoginRequired, "Nobody is signed in, or not freshly enough, and prompt=none forbids asking.")
                : SignIn(http, request, application, dispatcher);
        if (!await IsHintedAsync(http, signedIn))
            return request.HasPromptValue(PromptValues.None)
                ? Refuse(Errors.LoginRequired, "Somebody else is signed in than id_token_hint names.")
                : SignIn(http, request, application, dispatcher);

        // Scopes that we do not know are passed over (RFC 6749 §3.3); the answer tells what was granted.
        ImmutableArray<string> scopes = [.. request.GetScopes().Where(Offered.Contains)];
        var principal = UserClaims.Granted(signedIn, application, scopes, accessTokens);
        return Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    /// <summary>Whoever is signed in, if it is somebody of the application's organization.</summary>
    static async Task<SignedIn?> SignedInAsync(HttpContext http, Application application)
    {
        await http.AuthenticateAsync(SignInAuthentication.SchemeName);
        return http.Features.Get<SignedIn>() is { } signedIn && signedIn.Organization == application.Organization ? signedIn : null;
    }

    static bool MustSignInAgain(OpenIddictRequest request, StoredSignIn signIn, DateTimeOffset now) =>
        request.HasPromptValue(PromptValues.Login) || request.HasPromptValue(PromptValues.SelectAccount)
        || (request.MaxAge is { } seconds && signIn.AuthenticatedAt.AddSeconds(seconds) < now);

    static async Task<bool> IsHintedAsync(HttpContext http, SignedIn signedIn)
    {
        var hint = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        return hint?.GetClaim(Claims.Subject) is not { } subject || subject == signedIn.User.ToString();
    }

    /// <summary>Comes back without what asked for a fresh sign-in, which the person has then.</summary>
    static IResult SignIn(HttpContext http, OpenIddictRequest request, Application application, SignInDispatcher dispatcher)
    {
        var parameters = request.GetParameters()
            .Where(static one => one.Key is not (Parameters.Prompt or Parameters.MaxAge))
            .Select(static one => KeyValuePair.Create(one.Key, (string?)one.Value.ToString()));
        var flow = dispatcher.NewFlow("/oauth/v2/authorize" + QueryString.Create(parameters));
        return dispatcher.Begin(http, flow with
        {
            Organization = application.Organization.ToString(), Application = application.Name, Address = MailAddress.Canonical(request.LoginHint),
        });
    }

    static IResult Refuse(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
