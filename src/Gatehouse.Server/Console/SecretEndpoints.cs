using Gatehouse.Server.Audit;
using Gatehouse.Server.Clients;
using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Server.Console;

/// <summary>
/// The secrets of an application: …/secret shows a new one once, …/secrets/new makes another beside the one there is, and
/// …/secrets/{secret}/end ends one.
/// </summary>
static class SecretEndpoints
{
    public static void MapSecrets(this IEndpointRouteBuilder console)
    {
        var pages = console.MapGroup("/organizations/{organization}/applications/{application}");
        pages.MapGet("/secret", GetShown);
        pages.MapPost("/secret", PostStored);
        pages.MapGet("/secrets/new", GetRenewal);
        pages.MapPost("/secrets/new", PostRenewal);
        pages.MapGet("/secrets/{secret}/end", GetEnd);
        pages.MapPost("/secrets/{secret}/end", PostEnd);
    }

    /// <summary>Where a secret is shown that was just made.</summary>
    public static string ShownPath(ApplicationClientId application) => $"{ConsolePaths.Of(application)}/secret";

    static async Task<IResult> GetShown(
        HttpContext http, Language language, Operator who, PathSubjects subjects, NewSecrets secrets, AccessTokens tokens, string organization, string application,
        CancellationToken stop)
    {
        if (await subjects.ApplicationAsync(organization, application, stop) is not { } named)
            return Results.NotFound();

        return secrets.Find(http, who, named.Id) is { } secret
            ? ShownPage(language, who, named, tokens, secret, isRefused: false)
            : SeeOther.To($"{named.Path}?done={SecretTexts.Gone}");
    }

    static RazorComponentResult<NewSecretPage> ShownPage(
        Language language, Operator who, NamedApplication named, AccessTokens tokens, string secret, bool isRefused) => new(new
    {
        Frame = ConsoleFrame.Of(who, language, named.Organization), Texts = SecretTexts.For(language), Name = named.Application.Name,
        tokens.Issuer, ClientId = named.Id.ToString(), Secret = secret, Action = ShownPath(named.Id), IsRefused = isRefused,
    })
    {
        StatusCode = isRefused ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK,
    };

    static async Task<IResult> PostStored(
        HttpContext http, Language language, Operator who, PathSubjects subjects, NewSecrets secrets, AccessTokens tokens, string organization, string application,
        [FromForm] string? stored, CancellationToken stop)
    {
        if (await subjects.ApplicationAsync(organization, application, stop) is not { } named)
            return Results.NotFound();
        if (stored != "true" && secrets.Find(http, who, named.Id) is { } secret)
            return ShownPage(language, who, named, tokens, secret, isRefused: true);

        secrets.Forget(http);
        return SeeOther.To($"{named.Path}?done={SecretTexts.Stored}");
    }

    static async Task<IResult> GetRenewal(
        HttpContext http, Language language, Operator who, PathSubjects subjects, FreshSignIn fresh, Database database, RegisteredApplications applications,
        TimeProvider clock, string organization, string application, CancellationToken stop)
    {
        if (await RenewableAsync(subjects, organization, application, stop) is not { } named)
            return Results.NotFound();
        if (fresh.Demand(http, who, RenewalPath(named)) is { } signIn)
            return signIn;

        var now = clock.GetUtcNow();
        var secrets = await database.ReadAsync(named.Organization.Id, db => applications.SecretsAsync(db, named.Id, stop), stop);
        return RenewalPage(language, who, named, secrets.Count(one => one.IsValid(now)) >= RegisteredApplications.MostSecrets);
    }

    /// <summary>An application that works and can keep a secret.</summary>
    static async Task<NamedApplication?> RenewableAsync(PathSubjects subjects, string organization, string application, CancellationToken stop) =>
        await subjects.ApplicationAsync(organization, application, stop) is { Application: { IsPublic: false, IsActive: true } } named ? named : null;

    static string RenewalPath(NamedApplication named) => $"{named.Path}/secrets/new";

    static RazorComponentResult<SecretRenewalPage> RenewalPage(Language language, Operator who, NamedApplication named, bool isFull) => new(new
    {
        Frame = ConsoleFrame.Of(who, language, named.Organization), Texts = SecretTexts.For(language), Name = named.Application.Name, IsFull = isFull,
        Action = RenewalPath(named), Cancel = named.Path,
    });

    static async Task<IResult> PostRenewal(
        HttpContext http, Language language, Operator who, PathSubjects subjects, FreshSignIn fresh, Database database, RegisteredApplications applications,
        NewSecrets secrets, AuditLog audit, string organization, string application, CancellationToken stop)
    {
        if (await RenewableAsync(subjects, organization, application, stop) is not { } named)
            return Results.NotFound();
        if (fresh.Demand(http, who, RenewalPath(named)) is { } signIn)
            return signIn;

        var secret = await database.WriteAsync(named.Organization.Id, async db =>
        {
            var added = await applications.AddSecretAsync(db, named.Id, stop);
            if (added is not null)
                await audit.AppendAsync(db, ConsoleAudit.Of(http, who, "application.secret-added", "application", named.Id.ToString()), stop);
            return added;
        }, stop);
        if (secret is null)
            return RenewalPage(language, who, named, isFull: true);

        secrets.Keep(http, who, named.Id, secret);
        return SeeOther.To(ShownPath(named.Id));
    }

    static async Task<IResult> GetEnd(
        HttpContext http, Language language, Operator who, PathSubjects subjects, FreshSignIn fresh, string organization, string application, string secret,
        CancellationToken stop)
    {
        if (await subjects.ApplicationAsync(organization, application, stop) is not { } named || !Guid.TryParseExact(secret, "N", out var id))
            return Results.NotFound();

        return fresh.Demand(http, who, EndPath(named, id)) ?? EndPage(language, who, named, id, null);
    }

    static string EndPath(NamedApplication named, Guid secret) => $"{named.Path}/secrets/{secret:N}/end";

    static RazorComponentResult<ConfirmationPage> EndPage(Language language, Operator who, NamedApplication named, Guid secret, string? entered)
    {
        var texts = SecretTexts.For(language);
        return ConfirmationPage.Of(ConsoleFrame.Of(who, language, named.Organization), new()
        {
            Title = texts.EndTitle(named.Application.Name), Advice = texts.EndAdvice, Word = named.Application.Name, Entered = entered, Button = texts.EndButton,
            Action = EndPath(named, secret), Cancel = named.Path,
        });
    }

    static async Task<IResult> PostEnd(
        HttpContext http, Language language, Operator who, PathSubjects subjects, FreshSignIn fresh, Database database, RegisteredApplications applications,
        AuditLog audit, string organization, string application, string secret, [FromForm] string? confirmation, CancellationToken stop)
    {
        if (await subjects.ApplicationAsync(organization, application, stop) is not { } named || !Guid.TryParseExact(secret, "N", out var id))
            return Results.NotFound();
        if (fresh.Demand(http, who, EndPath(named, id)) is { } signIn)
            return signIn;
        if (!Confirmation.IsGiven(confirmation, named.Application.Name))
            return EndPage(language, who, named, id, confirmation ?? "");

        var isEnded = await database.WriteAsync(named.Organization.Id, async db =>
        {
            if (!await applications.RevokeSecretAsync(db, named.Id, id, stop))
                return false;

            await audit.AppendAsync(db, ConsoleAudit.Of(http, who, "application.secret-revoked", "application", named.Id.ToString()), stop);
            return true;
        }, stop);
        return isEnded ? SeeOther.To($"{named.Path}?done={SecretTexts.Ended}") : Results.NotFound();
    }
}
