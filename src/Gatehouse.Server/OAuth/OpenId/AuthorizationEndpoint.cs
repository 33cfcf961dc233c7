using System.Collections.Immutable;

using Gatehouse.Server.Clients;
using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;

using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.Server.AspNetCore;

using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Server.OAuth.OpenId;

/// <summary>
/// /oauth/v2/authorize. OpenIddict has checked the request: client, redirect address, PKCE. What remains is the person: whoever is not signed
/// in, or not freshly enough, is sent to sign in; whoever was not asked about somebody else's application is asked; both come back here.
/// </summary>
static class AuthorizationEndpoint
{
    /// <summary>A request waits in a cookie while the person signs in, and browsers keep four kilobytes.</summary>
    const int LongestRequest = 2_400;

    public static void MapAuthorization(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/oauth/v2/authorize", [HttpMethods.Get, HttpMethods.Post], AuthorizeAsync).AllowAnonymous().DisableAntiforgery();

    static async Task<IResult> AuthorizeAsync(
        HttpContext http, Language language, Database database, OpenIddictApplicationManager<OAuthClient> applications, SignInDispatcher dispatcher,
        Consents consents, ConsentCookie questions, ApplicationSignIns applicationSignIns, AccessTokens accessTokens, TimeProvider clock, CancellationToken stop)
    {
        // A fault that must not be sent to an address which nobody checked.
        if (http.GetOpenIddictServerResponse() is { Error: not null } fault)
            return ProtocolErrors.Page(http, language, fault);

        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("The request did not come by way of OpenIddict.");
        var application = (await applications.FindByClientIdAsync(request.ClientId ?? "", stop))?.Application
            ?? throw new InvalidOperationException("OpenIddict let a client pass that is no application.");
        var again = RequestOf(request);
        if (again.Length > LongestRequest)
            return Refuse(Errors.InvalidRequest, $"The request is longer than {LongestRequest} characters. Shorten state, or redirect_uri.");

        var signedIn = await SignedInAsync(http, application);
        if (signedIn is null || MustSignInAgain(request, signedIn.SignIn, clock.GetUtcNow()) || !await IsHintedAsync(http, signedIn))
            return request.HasPromptValue(PromptValues.None)
                ? Refuse(Errors.LoginRequired, "Nobody is signed in, or not freshly enough, or not who id_token_hint names, and prompt=none forbids asking.")
                : SignIn(http, request, application, dispatcher, again, mustProveAnew: signedIn is not null || request.MaxAge is not null);

        // Scopes that we do not know are passed over (RFC 6749 §3.3); the answer tells what was granted.
        ImmutableArray<string> scopes = [.. request.GetScopes().Where(UserClaims.OfferedScopes.Contains)];
        if (await AskAsync(http, request, application, signedIn, scopes, again, consents, questions, database, clock, stop) is { } asked)
            return asked;

        if (application.Settings.BackChannelLogoutUri is not null)
            await database.WriteAsync(signedIn.Organization, db =>
                applicationSignIns.NoteAsync(db, signedIn.User, signedIn.SignIn.SignInId, application.Id.ToString(), stop), stop);
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

    /// <summary>The request, to come back with: without what asked for a page that was shown then, and with what a pushed one held.</summary>
    static string RequestOf(OpenIddictRequest request) => "/oauth/v2/authorize" + QueryString.Create(request.GetParameters()
        .Where(static one => one.Key is not (Parameters.Prompt or Parameters.MaxAge or Parameters.RequestUri))
        .Select(static one => KeyValuePair.Create(one.Key, (string?)one.Value.ToString())));

    static IResult SignIn(
        HttpContext http, OpenIddictRequest request, Application application, SignInDispatcher dispatcher, string again, bool mustProveAnew) =>
        dispatcher.Begin(http, dispatcher.NewFlow(again) with
        {
            Organization = application.Organization.ToString(), Application = application.Name, Target = request.RedirectUri,
            Address = MailAddress.Canonical(request.LoginHint), MustProveAnew = mustProveAnew || request.HasPromptValue(PromptValues.Login),
        });

    /// <returns>Null when nobody has to be asked, or the answer was yes.</returns>
    static async Task<IResult?> AskAsync(
        HttpContext http, OpenIddictRequest request, Application application, SignedIn signedIn, ImmutableArray<string> scopes, string again, Consents consents,
        ConsentCookie questions, Database database, TimeProvider clock, CancellationToken stop)
    {
        if (questions.Read(http) is { IsDenied: true } answer && answer.ReturnUrl == again && answer.User == signedIn.User.Value && answer.EndsAt > clock.GetUtcNow())
        {
            questions.Remove(http);
            return Refuse(Errors.AccessDenied, "The person does not let the application have what it asks for.");
        }

        if (!application.Settings.IsThirdParty && !request.HasPromptValue(PromptValues.Consent))
            return null;

        var given = await database.ReadAsync(signedIn.Organization, db => consents.FindAsync(db, signedIn.User, application.Id, stop), stop);
        if (!request.HasPromptValue(PromptValues.Consent) && given.Count > 0 && scopes.All(given.Contains))
            return null;
        if (request.HasPromptValue(PromptValues.None))
            return Refuse(Errors.ConsentRequired, "The person has not been asked yet, and prompt=none forbids asking.");

        questions.Write(http, new ConsentQuestion
        {
            ReturnUrl = again, Client = application.Id.ToString(), User = signedIn.User.Value, Scopes = scopes, RedirectUri = request.RedirectUri!,
            EndsAt = clock.GetUtcNow() + ConsentQuestion.Lifetime,
        });
        return SeeOther.To("/consent");
    }

    static IResult Refuse(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
