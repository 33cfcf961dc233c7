using Gatehouse.Server.SignIn.Passkeys;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Server.SignIn;

/// <summary>/sign-in: the address, the password, and the second factor.</summary>
static class SignInEndpoints
{
    const int LongestPassword = 4_096;

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapSignInPages("/sign-in");
        pages.MapGet("", GetAddress).WithScript();
        pages.MapPost("", PostAddress).WithScript();
        pages.MapGet("/password", GetPassword);
        pages.MapPost("/password", PostPassword);
        pages.MapGet("/factor", GetFactor).WithScript();
        pages.MapPost("/factor", PostFactor).WithScript();
        pages.MapPost("/done", Finish);
    }

    /// <param name="http">The request.</param>
    /// <param name="language">The reader's.</param>
    /// <param name="dispatcher">Knows the flow.</param>
    /// <param name="ceremonies">Asks passkeys.</param>
    /// <param name="organization">An organization whose people are to sign in, for links that an organization gives to its people.</param>
    /// <param name="way"><c>password</c> for whoever wants to use an account of ours although their organization has them sign in elsewhere.</param>
    static Task<RazorComponentResult<AddressPage>> GetAddress(
        HttpContext http, Language language, SignInDispatcher dispatcher, PasskeyCeremonies ceremonies, string? organization, string? way)
    {
        var flow = OrganizationId.TryParse(organization, out var id) ? dispatcher.NewFlowOf(http, id) : dispatcher.FlowOf(http);
        if (way == "password")
            flow = dispatcher.Keep(http, flow with { PrefersPassword = true });
        return AddressPageAsync(http, language, flow, ceremonies);
    }

    /// <summary>The first page, with a new question for passkeys.</summary>
    public static async Task<RazorComponentResult<AddressPage>> AddressPageAsync(
        HttpContext http, Language language, SignInFlow flow, PasskeyCeremonies ceremonies, string? address = null, string? error = null,
        string? passkeyError = null) => new(new
    {
        Texts = SignInTexts.For(language), Language = language, Branding = BrandingOf(flow), Address = address ?? flow.Address, Error = error,
        PasskeyOptions = ceremonies.AreAvailable ? await ceremonies.BeginRequestAsync(http) : null, PasskeyError = passkeyError,
    });

    static async Task<IResult> PostAddress(
        HttpContext http, Language language, SignInDispatcher dispatcher, PasskeyCeremonies ceremonies, HomeRealm realm, [FromForm] string? address,
        CancellationToken stop)
    {
        var flow = dispatcher.FlowOf(http);
        if (MailAddress.Canonical(address) is not { } canonical)
            return await AddressPageAsync(http, language, flow, ceremonies, address, SignInTexts.For(language).AddressFault);

        // Another address begins at the beginning.
        var anew = flow with { Address = canonical, User = null, Methods = [], NewSecret = null, IsCodeSent = false };
        if (await realm.FindAsync(anew, stop) is not { } elsewhere)
            return await dispatcher.ContinueAsync(http, anew, stop);

        dispatcher.Keep(http, elsewhere);
        return SeeOther.To(HomeRealm.Path);
    }

    static IResult GetPassword(HttpContext http, Language language, SignInDispatcher dispatcher) =>
        dispatcher.FlowOf(http) is { Address: not null } flow ? PasswordPage(language, flow, null) : SeeOther.To("/sign-in");

    static RazorComponentResult<PasswordPage> PasswordPage(Language language, SignInFlow flow, string? error) => new(new
    {
        Texts = SignInTexts.For(language), Language = language, Branding = BrandingOf(flow), Address = flow.Address!, Error = error,
    });

    static async Task<IResult> PostPassword(
        HttpContext http, Language language, SignInDispatcher dispatcher, SignInSteps steps, [FromForm] string? password, CancellationToken stop)
    {
        var flow = dispatcher.FlowOf(http);
        if (flow.Address is null)
            return SeeOther.To("/sign-in");

        var texts = SignInTexts.For(language);
        if (password is not { Length: > 0 and <= LongestPassword })
            return PasswordPage(language, flow, texts.PasswordWrong);

        var result = await steps.TryPasswordAsync(http, flow, password, stop);
        return result.Outcome switch
        {
            StepOutcome.Done => await dispatcher.ContinueAsync(http, result.Flow, stop),
            StepOutcome.Wait => PasswordPage(language, flow, texts.Wait(result.Wait)),
            _ => PasswordPage(language, flow, texts.PasswordWrong),
        };
    }

    static async Task<IResult> GetFactor(
        HttpContext http, Language language, SignInDispatcher dispatcher, SignInSteps steps, MailedCodes codes, PasskeyCeremonies ceremonies, string? method,
        CancellationToken stop)
    {
        if (dispatcher.FlowBehindPassword(http) is not { } flow)
            return SeeOther.To("/sign-in");

        var factors = await steps.FactorsAsync(flow, stop);
        var chosen = factors.Contains(method) ? method! : factors.FirstOrDefault(static kind => kind != LocalCredential.RecoveryCode);
        if (chosen is null)
            return SeeOther.To("/sign-in/set-up");

        if (chosen == LocalCredential.Email && !flow.IsCodeSent)
            flow = await codes.SendAsync(http, flow, language, stop);
        var question = chosen == LocalCredential.Passkey && ceremonies.AreAvailable ? await ceremonies.BeginRequestAsync(http) : null;
        return await FactorPageAsync(language, flow, chosen, factors, codes, null, stop, question);
    }

    static async Task<RazorComponentResult<FactorPage>> FactorPageAsync(
        Language language, SignInFlow flow, string method, IReadOnlyList<string> factors, MailedCodes codes, string? error, CancellationToken stop,
        string? passkeyOptions = null) => new(new
    {
        Texts = SignInTexts.For(language), Language = language, Branding = BrandingOf(flow), Method = method,
        Others = (IReadOnlyList<string>)[.. factors.Where(kind => kind != method)],
        MaskedAddress = method == LocalCredential.Email ? await codes.MaskedAddressAsync(flow, stop) : "", Error = error, PasskeyOptions = passkeyOptions,
    });

    static async Task<IResult> PostFactor(
        HttpContext http, Language language, SignInDispatcher dispatcher, SignInSteps steps, MailedCodes codes, string? method, [FromForm] string? code,
        CancellationToken stop)
    {
        if (dispatcher.FlowBehindPassword(http) is not { } flow)
            return SeeOther.To("/sign-in");

        var factors = await steps.FactorsAsync(flow, stop);
        if (method is null or LocalCredential.Passkey || !factors.Contains(method))
            return SeeOther.To("/sign-in/factor");

        var result = method switch
        {
            LocalCredential.Authenticator => await steps.TryAuthenticatorAsync(http, flow, code ?? "", stop),
            LocalCredential.Email => await steps.TryMailedCodeAsync(http, flow, code ?? "", stop),
            _ => await steps.TryRecoveryCodeAsync(http, flow, code ?? "", stop),
        };
        var texts = SignInTexts.For(language);
        return result.Outcome switch
        {
            StepOutcome.Done => await dispatcher.ContinueAsync(http, result.Flow, stop),
            StepOutcome.Wait => await FactorPageAsync(language, flow, method, factors, codes, texts.Wait(result.Wait), stop),
            _ => await FactorPageAsync(language, flow, method, factors, codes, texts.CodeWrong, stop),
        };
    }

    static async Task<IResult> Finish(HttpContext http, SignInDispatcher dispatcher, CancellationToken stop) =>
        dispatcher.FlowBehindPassword(http) is { } flow ? await dispatcher.ContinueAsync(http, flow, stop) : SeeOther.To("/sign-in");

    /// <summary>Pages look like the organization's, once it is known.</summary>
    public static Branding? BrandingOf(SignInFlow flow) => flow.Branding ?? OrganizationBranding.Of(null, flow.Application);
}
