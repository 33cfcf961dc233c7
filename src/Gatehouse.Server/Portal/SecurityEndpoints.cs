using Gatehouse.Server.SignIn;
using Gatehouse.Server.SignIn.Passkeys;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Server.Portal;

/// <summary>/portal/security: what a person signs in with, and the removal of what is no longer wanted.</summary>
static class SecurityEndpoints
{
    public static void MapSecurity(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapPortalPages(PortalPages.Security);
        pages.MapGet("", Get);
        pages.MapPost("/remove", Remove).RequireFreshSignIn(PortalPages.Security);
        pages.MapPost("/codes", RenewCodes).RequireFreshSignIn(PortalPages.Security);
    }

    static async Task<IResult> Get(
        Language language, SignedIn signedIn, People people, OwnFactors factors, OwnProviders providers, GatehouseOptions options, string? done, CancellationToken stop)
    {
        var texts = SecurityTexts.For(language);
        return await PageAsync(language, signedIn, people, factors, providers, options, texts.Done(done), null, stop);
    }

    static async Task<RazorComponentResult<SecurityPage>> PageAsync(
        Language language, SignedIn signedIn, People people, OwnFactors factors, OwnProviders providers, GatehouseOptions options, string? notice, string? error,
        CancellationToken stop)
    {
        var texts = SecurityTexts.For(language);
        var person = await people.GetAsync(signedIn, stop);
        var all = await factors.ListAsync(signedIn, stop);
        var (elsewhere, isElsewhereOnly) = await providers.ListAsync(signedIn, stop);
        return new(new
        {
            Texts = texts, Frame = person.FrameIn(language), Notice = notice, Error = error, all.HasPassword, all.HasMail, all.CodesLeft,
            CanUsePasskeys = PasskeyCeremonies.IsAvailableAt(options.PublicUrl), HasAddress = person.Account.Address is not null,
            Providers = elsewhere, IsElsewhereOnly = isElsewhereOnly,
            Passkeys = (IReadOnlyList<ListedFactor>)[.. all.Passkeys.Select(static one => new ListedFactor(LocalCredential.Passkey, one.Key, one.Name, one.CreatedAt, one.LastUsedAt))],
            Authenticators = (IReadOnlyList<ListedFactor>)[.. all.Authenticators.Select(one => new ListedFactor(
                one.Kind, one.CredentialId.ToString("D"), texts.Authenticator, one.CreatedAt, one.LastUsedAt))],
        });
    }

    static async Task<IResult> Remove(
        HttpContext http, Language language, SignedIn signedIn, People people, OwnFactors factors, OwnProviders providers, GatehouseOptions options,
        [FromForm] string? kind, [FromForm] string? id, CancellationToken stop) =>
        await factors.RemoveAsync(http, signedIn, await people.GetAsync(signedIn, stop), kind ?? "", id, stop) switch
        {
            FactorRemoval.Done => SeeOther.To($"{PortalPages.Security}?done=removed"),
            FactorRemoval.NotThere => SeeOther.To(PortalPages.Security),
            _ => await PageAsync(language, signedIn, people, factors, providers, options, null, SecurityTexts.For(language).LastFactor, stop),
        };

    static async Task<RazorComponentResult<CodesPage>> RenewCodes(
        HttpContext http, Language language, SignedIn signedIn, People people, OwnFactors factors, CancellationToken stop)
    {
        var person = await people.GetAsync(signedIn, stop);
        return new(new
        {
            Texts = SecurityTexts.For(language), SignIn = SignInTexts.For(language), Frame = person.FrameIn(language),
            Codes = await factors.RenewCodesAsync(http, person, stop),
        });
    }
}
