using Gatehouse.Server.Audit;
using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Server.OAuth.OpenId;

/// <summary>/consent: asks whether an application of somebody else may have what it asks for (S43).</summary>
static class ConsentEndpoints
{
    public static void MapConsent(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapPages("/consent").RequireAuthorization(SignInAuthentication.Policy).AddEndpointFilter<SignedInBranding>();
        pages.MapGet("", Get);
        pages.MapPost("", Post);
    }

    static async Task<IResult> Get(
        HttpContext http, Language language, Database database, SignedIn signedIn, ConsentCookie questions, ApplicationRegister applications, LocalAccounts accounts,
        TimeProvider clock, CancellationToken stop)
    {
        if (await FindAsync(http, database, signedIn, questions, applications, clock, stop) is not var (question, application))
            return Results.NotFound();

        // The form's answer goes on to the application by redirects.
        PagePolicy.AllowFormTarget(http, new Uri(question.RedirectUri));
        var account = await accounts.FindAsync(signedIn.Organization, signedIn.User, stop);
        return new RazorComponentResult<ConsentPage>(new
        {
            Texts = ConsentTexts.For(language), Language = language, application.Name, Host = HostOf(question.RedirectUri),
            question.Scopes, Address = account?.Address ?? account?.UserName ?? "",
            Branding = http.Features.Get<Branding>(),
        });
    }

    static string HostOf(string redirectUri) => new Uri(redirectUri) is var uri && uri.Scheme is "http" or "https" ? uri.Authority : uri.Scheme;

    /// <summary>The question that waits, if it is for whoever is signed in.</summary>
    static async Task<(ConsentQuestion Question, Application Application)?> FindAsync(
        HttpContext http, Database database, SignedIn signedIn, ConsentCookie questions, ApplicationRegister applications, TimeProvider clock, CancellationToken stop)
    {
        if (questions.Read(http) is not { IsDenied: false } question || question.User != signedIn.User.Value || question.EndsAt < clock.GetUtcNow()
            || !ApplicationClientId.TryParse(question.Client, out var id) || id.Organization != signedIn.Organization)
            return null;

        var found = await database.ReadAsync(id.Organization, db => applications.FindAsync(db, id, stop), stop);
        return found is var (application, _) ? (question, application) : null;
    }

    static async Task<IResult> Post(
        HttpContext http, Database database, SignedIn signedIn, ConsentCookie questions, ApplicationRegister applications, Consents consents, AuditLog audit,
        TimeProvider clock, [FromForm] string? decision, CancellationToken stop)
    {
        if (await FindAsync(http, database, signedIn, questions, applications, clock, stop) is not var (question, application))
            return Results.NotFound();

        var isGiven = decision == "allow";
        await database.WriteAsync(signedIn.Organization, async db =>
        {
            if (isGiven)
                await consents.AddAsync(db, signedIn.User, application.Id, question.Scopes, stop);
            await audit.AppendAsync(db, SignInAudit.Of(http, isGiven ? "consent.given" : "consent.refused", signedIn.User, application.Name), stop);
        }, stop);

        if (isGiven)
            questions.Remove(http);
        else
            questions.Write(http, question with { IsDenied = true });
        return SeeOther.To(question.ReturnUrl);
    }
}
