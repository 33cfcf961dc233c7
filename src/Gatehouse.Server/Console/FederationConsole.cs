using Gatehouse.Server.Federation;
using Gatehouse.Server.Federation.Domains;
using Gatehouse.Server.Findings;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Server.Console;

/// <summary>/console/organizations/{organization}/federations: the list with what was found, and each one's own page.</summary>
static class FederationConsole
{
    const int MostFindings = 20;
    const int MostRefusals = 20;

    public static void MapFederations(this IEndpointRouteBuilder console)
    {
        var pages = console.MapGroup("/organizations/{organization}/federations");
        pages.MapGet("", GetList);
        pages.MapGet("/{federation}", GetOne);
        pages.MapPost("/{federation}/domains", PostDomain);
        pages.MapPost("/{federation}/enable", Enable);
        pages.MapGet("/{federation}/disable", GetDisable);
        pages.MapPost("/{federation}/disable", PostDisable);
    }

    static async Task<IResult> GetList(
        Language language, Operator who, PathSubjects subjects, Database database, IdentityProviders providers, FederationDetails details, FindingRegister findings,
        string organization, CancellationToken stop)
    {
        if (await subjects.OrganizationAsync(organization, stop) is not { } owner)
            return Results.NotFound();

        return await database.ReadAsync(owner.Id, async db =>
        {
            var lines = new List<FederationLine>();
            foreach (var one in await providers.ListAsync(db, stop))
                lines.Add(new(ConsolePaths.Of(one.Id), one.Name, one.Protocol == IdentityProvider.Saml, one.State, await details.DomainsAsync(db, one, stop)));
            var open = await findings.ListOpenAsync(db, MostFindings, stop);
            return (IResult)new RazorComponentResult<FederationsPage>(new
            {
                Frame = ConsoleFrame.Of(who, language, owner), Texts = FederationConsoleTexts.For(language), Owner = owner.Name, Lines = (IReadOnlyList<FederationLine>)lines,
                Findings = (IReadOnlyList<FindingLine>)[.. open.Select(one => new FindingLine(FindingTexts.Line(language.Code, one), one.LastAt))],
            });
        }, stop);
    }

    static Task<IResult> GetOne(
        Language language, Operator who, PathSubjects subjects, Database database, FederationDetails details, string organization, string federation, string? done,
        CancellationToken stop) => PageAsync(language, who, subjects, database, details, organization, federation, done, null, stop);

    static async Task<IResult> PageAsync(
        Language language, Operator who, PathSubjects subjects, Database database, FederationDetails details, string organization, string federation, string? done,
        string? problem, CancellationToken stop)
    {
        if (await subjects.FederationAsync(organization, federation, stop) is not { } named)
            return Results.NotFound();

        var texts = FederationConsoleTexts.For(language);
        var detail = await database.ReadAsync(named.Organization.Id, db => details.ReadAsync(db, named.Provider, texts, language, MostRefusals, stop), stop);
        return new RazorComponentResult<FederationPage>(new
        {
            Frame = ConsoleFrame.Of(who, language, named.Organization), Texts = texts, Detail = detail, Done = done, Problem = problem,
        })
        { StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    static async Task<IResult> PostDomain(
        HttpContext http, Language language, Operator who, PathSubjects subjects, Database database, EmailDomains domains, DomainProofs proofs,
        FederationRegister register, FederationDetails details, string organization, string federation, [FromForm] string? domain, CancellationToken stop)
    {
        if (await subjects.FederationAsync(organization, federation, stop) is not { } named
            || await database.ReadAsync(named.Organization.Id, db => domains.FindAsync(db, domain ?? "", stop), stop) is not { } claimed)
            return Results.NotFound();

        var texts = FederationConsoleTexts.For(language);
        var proof = await proofs.LookAsync(claimed, stop);
        if (proof != DomainProof.Found)
            return await PageAsync(
                language, who, subjects, database, details, organization, federation, null, proof == DomainProof.Missing ? texts.CheckMissing : texts.CheckUnknown, stop);

        await database.WriteAsync(named.Organization.Id, db => register.VerifyDomainAsync(
            db, claimed.Name, EmailDomain.ByDns, ConsoleAudit.Of(http, who, "domain.verified", "domain", claimed.Name), stop), stop);
        return SeeOther.To($"{named.Path}?done=verified");
    }

    static async Task<IResult> Enable(
        HttpContext http, Operator who, PathSubjects subjects, FreshSignIn fresh, Database database, FederationRegister register, string organization, string federation,
        CancellationToken stop)
    {
        if (await subjects.FederationAsync(organization, federation, stop) is not { Provider.State: not IdentityProvider.Reserved } named)
            return Results.NotFound();
        if (fresh.Demand(http, who, named.Path) is { } signIn)
            return signIn;

        await SetStateAsync(http, who, database, register, named, IdentityProvider.Active, stop);
        return SeeOther.To($"{named.Path}?done=enabled");
    }

    static Task SetStateAsync(
        HttpContext http, Operator who, Database database, FederationRegister register, NamedFederation named, string state, CancellationToken stop) => database.WriteAsync(
        named.Organization.Id, db => register.SetStateAsync(db, named.Provider.Id, state, ConsoleAudit.Of(http, who, "", "federation", ""), stop), stop);

    static async Task<IResult> GetDisable(
        HttpContext http, Language language, Operator who, PathSubjects subjects, FreshSignIn fresh, string organization, string federation, CancellationToken stop)
    {
        if (await subjects.FederationAsync(organization, federation, stop) is not { } named)
            return Results.NotFound();

        return fresh.Demand(http, who, DisablePath(named)) ?? DisablePage(language, who, named, null);
    }

    static string DisablePath(NamedFederation named) => $"{named.Path}/disable";

    static RazorComponentResult<ConfirmationPage> DisablePage(Language language, Operator who, NamedFederation named, string? entered)
    {
        var texts = FederationConsoleTexts.For(language);
        return ConfirmationPage.Of(ConsoleFrame.Of(who, language, named.Organization), new()
        {
            Title = texts.DisableTitle(named.Provider.Name), Advice = texts.DisableAdvice, Word = named.Provider.Name, Entered = entered, Button = texts.Disable,
            Action = DisablePath(named), Cancel = named.Path,
        });
    }

    static async Task<IResult> PostDisable(
        HttpContext http, Language language, Operator who, PathSubjects subjects, FreshSignIn fresh, Database database, FederationRegister register, string organization,
        string federation, [FromForm] string? confirmation, CancellationToken stop)
    {
        if (await subjects.FederationAsync(organization, federation, stop) is not { Provider.State: not IdentityProvider.Reserved } named)
            return Results.NotFound();
        if (fresh.Demand(http, who, DisablePath(named)) is { } signIn)
            return signIn;
        if (!Confirmation.IsGiven(confirmation, named.Provider.Name))
            return DisablePage(language, who, named, confirmation ?? "");

        await SetStateAsync(http, who, database, register, named, IdentityProvider.Disabled, stop);
        return SeeOther.To($"{named.Path}?done=disabled");
    }
}
