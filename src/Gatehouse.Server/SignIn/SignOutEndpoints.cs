using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;
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

    static RazorComponentResult<SignOutPage> Get(Language language) => new(new { Texts = SignInTexts.For(language), Language = language });

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
sealed class SignOuts(Database database, SignIns signIns, SignInCookies cookies, AuditLog audit)
{
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
