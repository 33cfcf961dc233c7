using Gatehouse.Server.Audit;
using Gatehouse.Server.Clients;
using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;
using Gatehouse.Server.Ui.Pieces;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Server.Console;

/// <summary>/console/organizations/{organization}/applications: the list, registration, and each one's own page.</summary>
static class ApplicationEndpoints
{
    public static void MapApplications(this IEndpointRouteBuilder console)
    {
        var pages = console.MapGroup("/organizations/{organization}/applications");
        pages.MapGet("", GetList);
        pages.MapGet("/new", GetNew);
        pages.MapPost("/new", PostNew);
        pages.MapGet("/{application}", GetOne);
        pages.MapGet("/{application}/change", GetChange);
        pages.MapPost("/{application}/change", PostChange);
        pages.MapGet("/{application}/deactivate", GetDeactivate);
        pages.MapPost("/{application}/deactivate", PostDeactivate);
        pages.MapPost("/{application}/activate", Activate);
    }

    static async Task<IResult> GetList(
        Language language, Operator who, PathSubjects subjects, Database database, RegisteredApplications applications, string organization, CancellationToken stop)
    {
        if (await subjects.OrganizationAsync(organization, stop) is not { } owner)
            return Results.NotFound();

        var all = await database.ReadAsync(owner.Id, db => applications.ListAsync(db, stop), stop);
        return new RazorComponentResult<ApplicationsPage>(new
        {
            Frame = ConsoleFrame.Of(who, language, owner), Texts = ApplicationTexts.For(language), Path = ConsolePaths.Applications(owner.Id), Owner = owner.Name,
            Lines = (IReadOnlyList<ApplicationLine>)[.. all.Select(ApplicationLine.Of)],
        });
    }

    static async Task<IResult> GetNew(
        HttpContext http, Language language, Operator who, PathSubjects subjects, FreshSignIn fresh, FormDrafts drafts, string organization, string? draft,
        CancellationToken stop)
    {
        if (await subjects.OrganizationAsync(organization, stop) is not { } owner)
            return Results.NotFound();

        return fresh.Demand(http, who, NewPath(owner)) ?? NewPage(language, who, owner, ApplicationForm.FromDraft(drafts.Find(who, draft)) ?? new(), []);
    }

    static string NewPath(Organization owner) => $"{ConsolePaths.Applications(owner.Id)}/new";

    static RazorComponentResult<ApplicationFormPage> NewPage(
        Language language, Operator who, Organization owner, ApplicationForm form, IReadOnlyList<FieldError> faults)
    {
        var texts = ApplicationTexts.For(language);
        return new(new
        {
            Frame = ConsoleFrame.Of(who, language, owner), Texts = texts, Form = form, Faults = faults, Title = texts.NewTitle, Advice = texts.NewAdvice,
            Save = texts.Register, Action = NewPath(owner), Cancel = ConsolePaths.Applications(owner.Id), IsNew = true,
        })
        {
            StatusCode = StatusOf(faults),
        };
    }

    static int StatusOf(IReadOnlyList<FieldError> faults) => faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;

    static async Task<IResult> PostNew(
        HttpContext http, Language language, Operator who, IFormCollection fields, PathSubjects subjects, FreshSignIn fresh, FormDrafts drafts,
        Database database, ApplicationRegister register, NewSecrets secrets, AuditLog audit, string organization, CancellationToken stop)
    {
        if (await subjects.OrganizationAsync(organization, stop) is not { } owner)
            return Results.NotFound();

        var form = ApplicationForm.Read(fields);
        if (fresh.Demand(http, who, drafts.Carry(who, NewPath(owner), form.ToDraft())) is { } signIn)
            return signIn;

        var faults = form.Judge(ApplicationTexts.For(language));
        if (faults.Count > 0)
            return NewPage(language, who, owner, form, faults);

        var (id, secret) = await database.WriteAsync(owner.Id, async db =>
        {
            var created = await register.CreateAsync(db, form.Name, form.IsPublic, form.ToSettings(new()), stop);
            await audit.AppendAsync(db, ConsoleAudit.Of(http, who, "application.created", "application", created.Id.ToString()), stop);
            return created;
        }, stop);
        if (secret is null)
            return SeeOther.To($"{ConsolePaths.Of(id)}?done={ApplicationTexts.Registered}");

        secrets.Keep(http, who, id, secret);
        return SeeOther.To(SecretEndpoints.ShownPath(id));
    }

    static async Task<IResult> GetOne(
        Language language, Operator who, PathSubjects subjects, Database database, RegisteredApplications applications, AccessTokens tokens, TimeProvider clock,
        string organization, string application, string? done, CancellationToken stop)
    {
        if (await subjects.ApplicationAsync(organization, application, stop) is not { } named)
            return Results.NotFound();

        var (found, now) = (named.Application, clock.GetUtcNow());
        var secrets = await database.ReadAsync(named.Organization.Id, db => applications.SecretsAsync(db, named.Id, stop), stop);
        var detail = new ApplicationDetail
        {
            Path = named.Path, Name = found.Name, ClientId = found.Id.ToString(), Issuer = tokens.Issuer,
            DiscoveryUrl = $"{tokens.Issuer.TrimEnd('/')}/.well-known/openid-configuration", IsPublic = found.IsPublic, IsActive = found.IsActive,
            RequiresPkce = found.Settings.RequiresPkce, RedirectUris = found.Settings.RedirectUris, PostLogoutUris = found.Settings.PostLogoutRedirectUris,
            CreatedAt = found.CreatedAt,
            Secrets = [.. secrets.Select(one => new SecretLine(one.CredentialId.ToString("N"), one.CreatedAt, one.RevokedAt ?? one.ExpiresAt, one.IsValid(now)))],
        };
        return new RazorComponentResult<ApplicationPage>(new
        {
            Frame = ConsoleFrame.Of(who, language, named.Organization), Texts = ApplicationTexts.For(language), SecretTexts = SecretTexts.For(language),
            Detail = detail, Done = done,
        });
    }

    static async Task<IResult> GetChange(
        HttpContext http, Language language, Operator who, PathSubjects subjects, FreshSignIn fresh, FormDrafts drafts, string organization, string application,
        string? draft, CancellationToken stop)
    {
        if (await subjects.ApplicationAsync(organization, application, stop) is not { } named)
            return Results.NotFound();

        return fresh.Demand(http, who, ChangePath(named))
            ?? ChangePage(language, who, named, ApplicationForm.FromDraft(drafts.Find(who, draft)) ?? ApplicationForm.Of(named.Application), []);
    }

    static string ChangePath(NamedApplication named) => $"{named.Path}/change";

    static RazorComponentResult<ApplicationFormPage> ChangePage(
        Language language, Operator who, NamedApplication named, ApplicationForm form, IReadOnlyList<FieldError> faults)
    {
        var texts = ApplicationTexts.For(language);
        return new(new
        {
            Frame = ConsoleFrame.Of(who, language, named.Organization), Texts = texts, Form = form, Faults = faults,
            Title = texts.ChangeTitle(named.Application.Name), Advice = texts.ChangeAdvice, Save = texts.Save, Action = ChangePath(named), Cancel = named.Path,
            IsNew = false,
        })
        {
            StatusCode = StatusOf(faults),
        };
    }

    static async Task<IResult> PostChange(
        HttpContext http, Language language, Operator who, IFormCollection fields, PathSubjects subjects, FreshSignIn fresh, FormDrafts drafts,
        Database database, RegisteredApplications applications, AuditLog audit, string organization, string application, CancellationToken stop)
    {
        if (await subjects.ApplicationAsync(organization, application, stop) is not { } named)
            return Results.NotFound();

        // What kind of application it is cannot change: a secret would begin or cease to be asked for.
        var form = ApplicationForm.Read(fields) with { Kind = ApplicationForm.Of(named.Application).Kind };
        if (fresh.Demand(http, who, drafts.Carry(who, ChangePath(named), form.ToDraft())) is { } signIn)
            return signIn;

        var faults = form.Judge(ApplicationTexts.For(language));
        if (faults.Count > 0)
            return ChangePage(language, who, named, form, faults);

        await database.WriteAsync(named.Organization.Id, async db =>
        {
            await applications.ChangeAsync(db, named.Id, form.Name, form.ToSettings(named.Application.Settings), stop);
            await audit.AppendAsync(db, ConsoleAudit.Of(http, who, "application.changed", "application", named.Id.ToString()), stop);
        }, stop);
        return SeeOther.To($"{named.Path}?done={ApplicationTexts.Changed}");
    }

    static async Task<IResult> GetDeactivate(
        HttpContext http, Language language, Operator who, PathSubjects subjects, FreshSignIn fresh, string organization, string application, CancellationToken stop)
    {
        if (await subjects.ApplicationAsync(organization, application, stop) is not { } named)
            return Results.NotFound();

        return fresh.Demand(http, who, DeactivatePath(named)) ?? DeactivationPage(language, who, named, null);
    }

    static string DeactivatePath(NamedApplication named) => $"{named.Path}/deactivate";

    static RazorComponentResult<ConfirmationPage> DeactivationPage(Language language, Operator who, NamedApplication named, string? entered)
    {
        var texts = ApplicationTexts.For(language);
        return ConfirmationPage.Of(ConsoleFrame.Of(who, language, named.Organization), new()
        {
            Title = texts.DeactivateTitle(named.Application.Name), Advice = texts.DeactivateAdvice, Word = named.Application.Name, Entered = entered,
            Button = texts.Deactivate, Action = DeactivatePath(named), Cancel = named.Path,
        });
    }

    static async Task<IResult> PostDeactivate(
        HttpContext http, Language language, Operator who, PathSubjects subjects, FreshSignIn fresh, Database database, RegisteredApplications applications,
        AuditLog audit, string organization, string application, [FromForm] string? confirmation, CancellationToken stop)
    {
        if (await subjects.ApplicationAsync(organization, application, stop) is not { } named)
            return Results.NotFound();
        if (fresh.Demand(http, who, DeactivatePath(named)) is { } signIn)
            return signIn;
        if (!Confirmation.IsGiven(confirmation, named.Application.Name))
            return DeactivationPage(language, who, named, confirmation ?? "");

        await SetStateAsync(http, who, database, applications, audit, named, RegisteredApplication.Deactivated, stop);
        return SeeOther.To($"{named.Path}?done={ApplicationTexts.Deactivated}");
    }

    static async Task<IResult> Activate(
        HttpContext http, Operator who, PathSubjects subjects, FreshSignIn fresh, Database database, RegisteredApplications applications, AuditLog audit,
        string organization, string application, CancellationToken stop)
    {
        if (await subjects.ApplicationAsync(organization, application, stop) is not { } named)
            return Results.NotFound();
        if (fresh.Demand(http, who, named.Path) is { } signIn)
            return signIn;

        await SetStateAsync(http, who, database, applications, audit, named, RegisteredApplication.Active, stop);
        return SeeOther.To($"{named.Path}?done={ApplicationTexts.Activated}");
    }

    static Task SetStateAsync(
        HttpContext http, Operator who, Database database, RegisteredApplications applications, AuditLog audit, NamedApplication named, string state,
        CancellationToken stop) => database.WriteAsync(named.Organization.Id, async db =>
    {
        // Sent twice, it leaves one event.
        if (await applications.SetStateAsync(db, named.Id, state, stop))
            await audit.AppendAsync(db, ConsoleAudit.Of(http, who, $"application.{(state == RegisteredApplication.Active ? "activated" : state)}", "application", named.Id.ToString()), stop);
    }, stop);
}
