using Gatehouse.Server.SignIn;
using Gatehouse.Server.SignIn.Passkeys;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Server.Portal;

/// <summary>/portal/security/passkey, /authenticator and /mail: further factors.</summary>
static class FactorEndpoints
{
    const string Passkey = PortalPages.Security + "/passkey";
    const string Authenticator = PortalPages.Security + "/authenticator";
    const string Mail = PortalPages.Security + "/mail";

    public static void MapFactors(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapPortalPages(PortalPages.Security);
        pages.MapGet("/passkey", GetPasskey).WithScript().RequireFreshSignIn();
        pages.MapPost("/passkey", PostPasskey).WithScript().RequireFreshSignIn(Passkey);
        pages.MapGet("/authenticator", GetAuthenticator).RequireFreshSignIn();
        pages.MapPost("/authenticator", PostAuthenticator).RequireFreshSignIn(Authenticator);
        pages.MapGet("/authenticator/qr.svg", GetPicture);
        pages.MapPost("/mail/send", SendMail).RequireFreshSignIn(PortalPages.Security);
        pages.MapGet("/mail", GetMail).RequireFreshSignIn();
        pages.MapPost("/mail", PostMail).RequireFreshSignIn(Mail);
    }

    static async Task<IResult> GetPasskey(
        HttpContext http, Language language, SignedIn signedIn, People people, PasskeyCeremonies ceremonies, CancellationToken stop) =>
        ceremonies.AreAvailable ? await PasskeyPageAsync(http, language, await people.GetAsync(signedIn, stop), ceremonies, null) : SeeOther.To(PortalPages.Security);

    static async Task<IResult> PasskeyPageAsync(HttpContext http, Language language, Person person, PasskeyCeremonies ceremonies, string? error) =>
        new RazorComponentResult<NewPasskeyPage>(new
        {
            Texts = SecurityTexts.For(language), SignIn = SignInTexts.For(language), Frame = person.FrameIn(language), Error = error,
            Options = await ceremonies.BeginCreationAsync(http, person.Account), Name = UserAgents.Describe(http.Request.Headers.UserAgent.ToString(), language),
        });

    static async Task<IResult> PostPasskey(
        HttpContext http, Language language, SignedIn signedIn, People people, OwnFactors factors, PasskeyCeremonies ceremonies, [FromForm] string? credential,
        [FromForm] string? name, CancellationToken stop)
    {
        if (!ceremonies.AreAvailable)
            return SeeOther.To(PortalPages.Security);

        var person = await people.GetAsync(signedIn, stop);
        var called = name?.Trim() is { Length: > 0 } given ? given : UserAgents.Describe(http.Request.Headers.UserAgent.ToString(), language);
        var isAdded = await ceremonies.EndCreationAsync(http, person.Account, credential) is { } made
            && await factors.AddAsync(http, person, LocalCredential.Passkey, db => ceremonies.SaveAsync(db, person.Account, made, called, stop), stop);
        return isAdded
            ? SeeOther.To($"{PortalPages.Security}?done=added")
            : await PasskeyPageAsync(http, language, person, ceremonies, SignInTexts.For(language).CreatePasskeyFailed);
    }

    static async Task<IResult> GetAuthenticator(
        HttpContext http, Language language, SignedIn signedIn, People people, NewAuthenticators made, CancellationToken stop) =>
        AuthenticatorPage(language, await people.GetAsync(signedIn, stop), made.Begin(http, signedIn), null);

    static RazorComponentResult<NewAuthenticatorPage> AuthenticatorPage(Language language, Person person, byte[] secret, string? error) => new(new
    {
        Texts = SecurityTexts.For(language), SignIn = SignInTexts.For(language), Frame = person.FrameIn(language), Secret = Totp.TextOf(secret),
        Picture = $"{Authenticator}/qr.svg?{Totp.MarkOf(secret)}", Error = error,
    });

    static async Task<IResult> GetPicture(
        HttpContext http, SignedIn signedIn, People people, NewAuthenticators made, GatehouseOptions options, CancellationToken stop)
    {
        if (made.Find(http, signedIn) is not { } secret)
            return Results.NotFound();

        var person = await people.GetAsync(signedIn, stop);
        return QrPicture.Of(Totp.UriOf(secret, options.PublicUrl.Host, person.Account.Address ?? person.Account.UserName));
    }

    static async Task<IResult> PostAuthenticator(
        HttpContext http, Language language, SignedIn signedIn, People people, OwnFactors factors, NewAuthenticators made, LocalCredentials credentials,
        TimeProvider clock, [FromForm] string? code, CancellationToken stop)
    {
        if (made.Find(http, signedIn) is not { } secret)
            return SeeOther.To(Authenticator);

        var person = await people.GetAsync(signedIn, stop);
        if (!Totp.TryVerify(secret, code ?? "", clock.GetUtcNow(), out var step))
            return AuthenticatorPage(language, person, secret, SignInTexts.For(language).CodeWrong);

        await factors.AddAsync(http, person, LocalCredential.Authenticator, async db =>
        {
            await credentials.AddAuthenticatorAsync(db, signedIn.User, secret, step, stop);
            return true;
        }, stop);
        made.End(http);
        return SeeOther.To($"{PortalPages.Security}?done=added");
    }

    static async Task<IResult> SendMail(Language language, SignedIn signedIn, People people, MailedCodes codes, CancellationToken stop)
    {
        var person = await people.GetAsync(signedIn, stop);
        return await codes.SendAsync(person.Account, language, stop) ? SeeOther.To(Mail) : MailPage(language, person, ProfileTexts.For(language).TooManyMails);
    }

    static async Task<RazorComponentResult<NewMailPage>> GetMail(Language language, SignedIn signedIn, People people, CancellationToken stop) =>
        MailPage(language, await people.GetAsync(signedIn, stop), null);

    static RazorComponentResult<NewMailPage> MailPage(Language language, Person person, string? error) => new(new
    {
        Texts = SecurityTexts.For(language), SignIn = SignInTexts.For(language), Frame = person.FrameIn(language), Error = error,
    });

    static async Task<IResult> PostMail(
        HttpContext http, Language language, SignedIn signedIn, People people, OwnFactors factors, AccountLinks links, LocalCredentials credentials,
        VerifiedAddresses verified, [FromForm] string? code, CancellationToken stop)
    {
        var person = await people.GetAsync(signedIn, stop);
        var isAdded = await factors.AddAsync(http, person, LocalCredential.Email, async db =>
        {
            if (await links.UseCodeAsync(db, signedIn.User, AccountLinks.SignInCode, code ?? "", stop) is not { } sentTo)
                return false;

            await verified.NoteAsync(db, signedIn.User, sentTo, stop);
            await credentials.AddEmailAsync(db, signedIn.User, stop);
            return true;
        }, stop);
        return isAdded ? SeeOther.To($"{PortalPages.Security}?done=added") : MailPage(language, person, SignInTexts.For(language).CodeWrong);
    }
}
