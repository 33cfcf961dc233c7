using Gatehouse.Server.SignIn.Passkeys;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Server.SignIn;

/// <summary>/sign-in/set-up: the first second factor, right after the first password.</summary>
static class SetUpEndpoints
{
    public static void MapSetUp(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapSignInPages("/sign-in/set-up");
        pages.MapGet("", GetChoice);
        pages.MapPost("", PostChoice);
        pages.MapGet("/authenticator", GetAuthenticator);
        pages.MapPost("/authenticator", PostAuthenticator);
        pages.MapGet("/qr.svg", GetPicture);
        pages.MapGet("/email", GetEmail);
        pages.MapPost("/email", PostEmail);
    }

    /// <summary>The flow of somebody who has no second factor yet: whoever has one must use it.</summary>
    public static async Task<SignInFlow?> FlowOfNewcomerAsync(HttpContext http, SignInDispatcher dispatcher, SignInSteps steps, CancellationToken stop) =>
        dispatcher.FlowBehindPassword(http) is { } flow && (await steps.FactorsAsync(flow, stop)).All(static kind => kind == LocalCredential.RecoveryCode) ? flow : null;

    static async Task<IResult> GetChoice(
        HttpContext http, Language language, SignInDispatcher dispatcher, SignInSteps steps, GatehouseOptions options, CancellationToken stop) =>
        await FlowOfNewcomerAsync(http, dispatcher, steps, stop) is { } flow
            ? new RazorComponentResult<SetUpPage>(new
            {
                Texts = SignInTexts.For(language), Language = language, Branding = SignInEndpoints.BrandingOf(flow),
                HasPasskeys = PasskeyCeremonies.IsAvailableAt(options.PublicUrl),
            })
            : SeeOther.To("/sign-in");

    static async Task<IResult> PostChoice(
        HttpContext http, SignInDispatcher dispatcher, SignInSteps steps, SignInCookies cookies, [FromForm] string? method, CancellationToken stop)
    {
        if (await FlowOfNewcomerAsync(http, dispatcher, steps, stop) is not { } flow)
            return SeeOther.To("/sign-in");

        if (method is LocalCredential.Email or LocalCredential.Passkey)
            return SeeOther.To($"/sign-in/set-up/{method}");

        cookies.SetFlow(http.Response, flow with { NewSecret = Totp.NewSecret() });
        return SeeOther.To("/sign-in/set-up/authenticator");
    }

    static async Task<IResult> GetAuthenticator(HttpContext http, Language language, SignInDispatcher dispatcher, SignInSteps steps, CancellationToken stop) =>
        await FlowOfNewcomerAsync(http, dispatcher, steps, stop) is { NewSecret: { } secret } flow
            ? AuthenticatorPage(language, flow, secret, null)
            : SeeOther.To("/sign-in/set-up");

    static RazorComponentResult<AuthenticatorPage> AuthenticatorPage(Language language, SignInFlow flow, byte[] secret, string? error) => new(new
    {
        Texts = SignInTexts.For(language), Language = language, Branding = SignInEndpoints.BrandingOf(flow), Secret = Totp.TextOf(secret),
        Version = Totp.MarkOf(secret), Error = error,
    });

    static async Task<IResult> GetPicture(HttpContext http, SignInDispatcher dispatcher, SignInSteps steps, GatehouseOptions options, CancellationToken stop)
    {
        if (await FlowOfNewcomerAsync(http, dispatcher, steps, stop) is not { NewSecret: { } secret } flow)
            return Results.NotFound();

        return QrPicture.Of(Totp.UriOf(secret, options.PublicUrl.Host, flow.Address!));
    }

    static async Task<IResult> PostAuthenticator(
        HttpContext http, Language language, Database database, SignInDispatcher dispatcher, SignInSteps steps, SignInCookies cookies,
        LocalCredentials credentials, FactorNotes notes, TimeProvider clock, [FromForm] string? code, CancellationToken stop)
    {
        if (await FlowOfNewcomerAsync(http, dispatcher, steps, stop) is not { NewSecret: { } secret } flow)
            return SeeOther.To("/sign-in/set-up");
        if (!Totp.TryVerify(secret, code ?? "", clock.GetUtcNow(), out var step))
            return AuthenticatorPage(language, flow, secret, SignInTexts.For(language).CodeWrong);

        var (organization, user) = SignInSteps.Of(flow);
        var codes = await database.WriteAsync(organization, async db =>
        {
            await credentials.AddAuthenticatorAsync(db, user, secret, step, stop);
            await notes.AddedAsync(db, http, flow, LocalCredential.Authenticator, stop);
            return await credentials.RenewRecoveryCodesAsync(db, user, stop);
        }, stop);
        cookies.SetFlow(http.Response, (flow with { NewSecret = null }).With("otp"));
        return CodesPage(language, flow, codes);
    }

    static async Task<IResult> GetEmail(
        HttpContext http, Language language, SignInDispatcher dispatcher, SignInSteps steps, MailedCodes codes, CancellationToken stop)
    {
        if (await FlowOfNewcomerAsync(http, dispatcher, steps, stop) is not { } flow)
            return SeeOther.To("/sign-in/set-up");

        if (!flow.IsCodeSent)
            flow = await codes.SendAsync(http, flow, language, stop);
        return await EmailPageAsync(language, flow, codes, null, stop);
    }

    static async Task<RazorComponentResult<MailedCodePage>> EmailPageAsync(
        Language language, SignInFlow flow, MailedCodes codes, string? error, CancellationToken stop) => new(new
    {
        Texts = SignInTexts.For(language), Language = language, Branding = SignInEndpoints.BrandingOf(flow),
        MaskedAddress = await codes.MaskedAddressAsync(flow, stop), Error = error,
    });

    static async Task<IResult> PostEmail(
        HttpContext http, Language language, Database database, SignInDispatcher dispatcher, SignInSteps steps, SignInCookies cookies, MailedCodes mailed,
        LocalCredentials credentials, FactorNotes notes, [FromForm] string? code, CancellationToken stop)
    {
        if (await FlowOfNewcomerAsync(http, dispatcher, steps, stop) is not { } flow)
            return SeeOther.To("/sign-in/set-up");

        var result = await steps.TryMailedCodeAsync(http, flow, code ?? "", stop);
        if (result.Outcome != StepOutcome.Done)
        {
            var texts = SignInTexts.For(language);
            return await EmailPageAsync(language, flow, mailed, result.Outcome == StepOutcome.Wait ? texts.Wait(result.Wait) : texts.CodeWrong, stop);
        }

        var (organization, user) = SignInSteps.Of(flow);
        var codes = await database.WriteAsync(organization, async db =>
        {
            await credentials.AddEmailAsync(db, user, stop);
            await notes.AddedAsync(db, http, flow, LocalCredential.Email, stop);
            return await credentials.RenewRecoveryCodesAsync(db, user, stop);
        }, stop);
        cookies.SetFlow(http.Response, result.Flow);
        return CodesPage(language, flow, codes);
    }

    public static RazorComponentResult<RecoveryCodesPage> CodesPage(Language language, SignInFlow flow, IReadOnlyList<string> codes) => new(new
    {
        Texts = SignInTexts.For(language), Language = language, Branding = SignInEndpoints.BrandingOf(flow), Codes = codes,
    });
}
