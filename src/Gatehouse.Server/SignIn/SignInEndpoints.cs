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
        var pages = routes.MapPages("/sign-in").AllowAnonymous();
        pages.MapGet("", GetAddress);
        pages.MapPost("", PostAddress);
        pages.MapGet("/password", GetPassword);
        pages.MapPost("/password", PostPassword);
        pages.MapGet("/factor", GetFactor);
        pages.MapPost("/factor", PostFactor);
        pages.MapPost("/done", Finish);
    }

    static RazorComponentResult<AddressPage> GetAddress(HttpContext http, Language language, SignInDispatcher dispatcher)
    {
        var flow = dispatcher.FlowOf(http);
        return AddressPage(language, flow, flow.Address, null);
    }

    static RazorComponentResult<AddressPage> AddressPage(Language language, SignInFlow flow, string? address, string? error) => new(new
    {
        Texts = SignInTexts.For(language), Language = language, Branding = BrandingOf(flow), Address = address, Error = error,
    });

    static async Task<IResult> PostAddress(
        HttpContext http, Language language, SignInDispatcher dispatcher, [FromForm] string? address, CancellationToken stop)
    {
        var flow = dispatcher.FlowOf(http);
        if (MailAddress.Canonical(address) is not { } canonical)
            return AddressPage(language, flow, address, SignInTexts.For(language).AddressFault);

        // Another address begins at the beginning.
        return await dispatcher.ContinueAsync(http, flow with { Address = canonical, User = null, Methods = [], NewSecret = null, IsCodeSent = false }, stop);
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
        HttpContext http, Language language, SignInDispatcher dispatcher, SignInSteps steps, MailedCodes codes, string? method, CancellationToken stop)
    {
        if (dispatcher.FlowBehindPassword(http) is not { } flow)
            return SeeOther.To("/sign-in");

        var factors = await steps.FactorsAsync(flow, stop);
        var chosen = factors.Contains(method) ? method! : factors.FirstOrDefault(static kind => kind != LocalCredential.RecoveryCode);
        if (chosen is null)
            return SeeOther.To("/sign-in/set-up");

        if (chosen == LocalCredential.Email && !flow.IsCodeSent)
            flow = await codes.SendAsync(http, flow, language, stop);
        return await FactorPageAsync(language, flow, chosen, factors, codes, null, stop);
    }

    static async Task<RazorComponentResult<FactorPage>> FactorPageAsync(
        Language language, SignInFlow flow, string method, IReadOnlyList<string> factors, MailedCodes codes, string? error, CancellationToken stop) => new(new
    {
        Texts = SignInTexts.For(language), Language = language, Branding = BrandingOf(flow), Method = method,
        Others = (IReadOnlyList<string>)[.. factors.Where(kind => kind != method)],
        MaskedAddress = method == LocalCredential.Email ? await codes.MaskedAddressAsync(flow, stop) : "", Error = error,
    });

    static async Task<IResult> PostFactor(
        HttpContext http, Language language, SignInDispatcher dispatcher, SignInSteps steps, MailedCodes codes, string? method, [FromForm] string? code,
        CancellationToken stop)
    {
        if (dispatcher.FlowBehindPassword(http) is not { } flow)
            return SeeOther.To("/sign-in");

        var factors = await steps.FactorsAsync(flow, stop);
        if (method is null || !factors.Contains(method))
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
