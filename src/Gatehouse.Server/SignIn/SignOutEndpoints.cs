using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;

namespace Gatehouse.Server.SignIn;

/// <summary>/sign-out: asks, ends the sign-in, and says so.</summary>
static class SignOutEndpoints
{
    public static void MapSignOut(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapPages("/sign-out").AllowAnonymous();
        pages.MapGet("", Get);
        pages.MapPost("", Post);
        pages.MapGet("/done", Done);
    }

    static async Task<RazorComponentResult<SignOutPage>> Get(HttpContext http, Language language, SignOuts signOuts, CancellationToken stop) => new(new
    {
        Texts = SignInTexts.For(language), Language = language, Branding = await signOuts.BrandingAsync(http, stop),
        UpstreamAction = await signOuts.UpstreamAsync(http, stop) is null ? null : SignOuts.UpstreamPath,
    });

    static async Task<IResult> Post(HttpContext http, SignOuts signOuts, CancellationToken stop)
    {
        await signOuts.EndAsync(http, stop);
        return SeeOther.To("/sign-out/done");
    }

    static RazorComponentResult<MessagePage> Done(Language language)
    {
        var texts = SignInTexts.For(language);
        return new(new { Title = texts.SignedOutTitle, Advice = texts.SignedOutAdvice, texts.ToSignIn, Language = language });
    }
}

/// <summary>Ends the sign-in of a request.</summary>
sealed class SignOuts(Database database, SignIns signIns, SignInCookies cookies, OrganizationCache organizations, AuditLog audit)
{
    /// <summary>What signs out at the organization's identity provider as well.</summary>
    public const string UpstreamPath = "/federation/sign-out";

    /// <summary>By whose word the sign-in of a request is, if it is by an identity provider's.</summary>
    public async Task<(OrganizationId Organization, UserId User, UpstreamSignIn Upstream)?> UpstreamAsync(HttpContext http, CancellationToken stop)
    {
        if (await signIns.FindAsync(cookies.SignInHandle(http.Request), stop) is not var (organization, signIn))
            return null;

        var upstream = await database.ReadAsync(organization, db => signIns.FindUpstreamAsync(db, signIn.SignInId, stop), stop);
        return upstream?.IdentityProviderId is null ? null : (organization, new UserId(signIn.UserId), upstream);
    }

    /// <summary>How the pages of the organization look whose sign-in it is.</summary>
    public async Task<Branding?> BrandingAsync(HttpContext http, CancellationToken stop) =>
        await signIns.FindAsync(cookies.SignInHandle(http.Request), stop) is var (organization, _)
            ? OrganizationBranding.Of(await organizations.GetAsync(organization, stop))
            : null;

    public async Task EndAsync(HttpContext http, CancellationToken stop)
    {
        var handle = cookies.SignInHandle(http.Request);
        cookies.RemoveSignIn(http.Response);
        cookies.RemoveFlow(http.Response);
        if (await signIns.FindAsync(handle, stop) is not var (organization, signIn))
            return;

        var user = new UserId(signIn.UserId);
        await database.WriteAsync(organization, async db =>
        {
            if (await signIns.EndAsync(db, user, signIn.SignInId, stop))
                await audit.AppendAsync(db, SignInAudit.Event(http, "sign-in.ended", user), stop);
        }, stop);
        signIns.Forget(handle!);
    }
}
