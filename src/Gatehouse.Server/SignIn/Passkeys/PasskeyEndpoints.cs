using Gatehouse.Server.Audit;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Server.SignIn.Passkeys;

/// <summary>/sign-in/passkey, where a passkey answers for a whole sign-in or for its second step, and /sign-in/set-up/passkey, where the first one is made.</summary>
static class PasskeyEndpoints
{
    public static void AddPasskeys(this IServiceCollection services)
    {
        services.AddIdentityCore<PasskeyUser>();
        services.AddScoped<PasskeyUserStore>();
        services.AddScoped<IUserStore<PasskeyUser>>(static provider => provider.GetRequiredService<PasskeyUserStore>());
        services.AddScoped<IPasskeyHandler<PasskeyUser>, PasskeyHandler<PasskeyUser>>();
        services.AddScoped<PasskeyCeremonies>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<GatehouseOptions>(static (passkeys, options) =>
        {
            // The public URL decides, whatever a request says it came for (S87); authenticators must have checked their owner.
            var origin = options.PublicUrl.GetLeftPart(UriPartial.Authority);
            passkeys.ServerDomain = options.PublicUrl.Host;
            passkeys.ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && context.Origin == origin);
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            passkeys.AttestationConveyancePreference = "none";
            passkeys.AuthenticatorTimeout = PasskeyCeremonies.Lifetime;
        });
    }

    public static void MapPasskeySignIn(this IEndpointRouteBuilder routes) =>
        routes.MapSignInPages("/sign-in").MapPost("/passkey", PostAnswer).WithScript();

    public static void MapPasskeySetUp(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapSignInPages("/sign-in/set-up");
        pages.MapGet("/passkey", GetNew).WithScript();
        pages.MapPost("/passkey", PostNew).WithScript();
    }

    static async Task<IResult> PostAnswer(
        HttpContext http, Language language, Database database, SignInDispatcher dispatcher, PasskeyCeremonies ceremonies, LocalAccounts accounts,
        AuditLog audit, [FromForm] string? credential, CancellationToken stop)
    {
        var flow = dispatcher.FlowOf(http);
        if (await ceremonies.EndRequestAsync(http, credential) is not { } used || !Fits(flow, used.User)
            || await accounts.FindAsync(used.User.Organization, used.User.User, stop) is not { IsActive: true } account
            || !await database.WriteAsync(used.User.Organization, db => ceremonies.UseAsync(db, used, stop), stop))
        {
            if (flow is { OrganizationId: { } organization, UserId: { } user })
                await database.WriteAsync(organization, db => audit.AppendAsync(db, SignInAudit.Event(http, "sign-in.failed", user, LocalCredential.Passkey), stop), stop);
            return await SignInEndpoints.AddressPageAsync(http, language, flow, ceremonies, passkeyError: SignInTexts.For(language).PasskeyUnknown);
        }

        var next = flow with { Organization = account.Organization.ToString(), User = account.User.Value, Address = flow.Address ?? account.Address };
        return await dispatcher.ContinueAsync(http, next.With(LocalCredential.Passkey), stop);
    }

    /// <summary>Whether the passkey is of whom the sign-in is for, as far as that is known already.</summary>
    static bool Fits(SignInFlow flow, PasskeyUser user) =>
        (flow.OrganizationId is null || flow.OrganizationId == user.Organization) && (flow.UserId is null || flow.UserId == user.User);

    static async Task<IResult> GetNew(
        HttpContext http, Language language, SignInDispatcher dispatcher, SignInSteps steps, PasskeyCeremonies ceremonies, LocalAccounts accounts, CancellationToken stop) =>
        await NewcomerAsync(http, dispatcher, steps, ceremonies, accounts, stop) is var (flow, account)
            ? await PasskeyPageAsync(http, language, flow, account, ceremonies, null)
            : SeeOther.To("/sign-in/set-up");

    static async Task<(SignInFlow Flow, Account Account)?> NewcomerAsync(
        HttpContext http, SignInDispatcher dispatcher, SignInSteps steps, PasskeyCeremonies ceremonies, LocalAccounts accounts, CancellationToken stop) =>
        ceremonies.AreAvailable && await SetUpEndpoints.FlowOfNewcomerAsync(http, dispatcher, steps, stop) is { } flow && SignInSteps.Of(flow) is var (organization, user)
            && await accounts.FindAsync(organization, user, stop) is { } account ? (flow, account) : null;

    static async Task<RazorComponentResult<PasskeyPage>> PasskeyPageAsync(
        HttpContext http, Language language, SignInFlow flow, Account account, PasskeyCeremonies ceremonies, string? error) => new(new
    {
        Texts = SignInTexts.For(language), Language = language, Branding = SignInEndpoints.BrandingOf(flow),
        Options = await ceremonies.BeginCreationAsync(http, account), Error = error,
    });

    static async Task<IResult> PostNew(
        HttpContext http, Language language, Database database, SignInDispatcher dispatcher, SignInSteps steps, SignInCookies cookies,
        PasskeyCeremonies ceremonies, LocalAccounts accounts, LocalCredentials credentials, FactorNotes notes, [FromForm] string? credential, CancellationToken stop)
    {
        if (await NewcomerAsync(http, dispatcher, steps, ceremonies, accounts, stop) is not var (flow, account))
            return SeeOther.To("/sign-in/set-up");

        var texts = SignInTexts.For(language);
        if (await ceremonies.EndCreationAsync(http, account, credential) is not { } made)
            return await PasskeyPageAsync(http, language, flow, account, ceremonies, texts.CreatePasskeyFailed);

        var name = UserAgents.Describe(http.Request.Headers.UserAgent.ToString(), language);
        var codes = await database.WriteAsync(account.Organization, async db =>
        {
            if (!await ceremonies.SaveAsync(db, account, made, name, stop))
                return null;

            await notes.AddedAsync(db, http, account, LocalCredential.Passkey, stop);
            return await credentials.RenewRecoveryCodesAsync(db, account.User, stop);
        }, stop);
        if (codes is null)
            return await PasskeyPageAsync(http, language, flow, account, ceremonies, texts.CreatePasskeyFailed);

        cookies.SetFlow(http.Response, flow.With(LocalCredential.Passkey));
        return SetUpEndpoints.CodesPage(language, flow, codes);
    }
}
