using Gatehouse.Server.Audit;
using Gatehouse.Server.OAuth.OpenId;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Server.Portal;

/// <summary>/portal/applications: what a person signs in to, and what was allowed there, to be taken back.</summary>
static class ApplicationsEndpoints
{
    public static void MapApplications(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapPortalPages(PortalPages.Applications);
        pages.MapGet("", Get);
        pages.MapPost("/withdraw", Withdraw);
    }

    static async Task<RazorComponentResult<ApplicationsPage>> Get(
        Language language, SignedIn signedIn, Database database, People people, Consents consents, string? done, CancellationToken stop)
    {
        var texts = ApplicationsTexts.For(language);
        var scopes = ConsentTexts.For(language);
        var person = await people.GetAsync(signedIn, stop);
        var used = await database.ReadAsync(signedIn.Organization, db => consents.ListAsync(db, signedIn.User, stop), stop);
        return new(new
        {
            Texts = texts, Frame = person.FrameIn(language), Notice = done == "withdrawn" ? texts.Withdrawn : null,
            Applications = (IReadOnlyList<ListedApplication>)[.. used.Select(one => new ListedApplication(
                one.ClientId, one.Name, one.LastUsedAt, [.. (one.ConsentedScopes ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(scopes.Scope)]))],
        });
    }

    static async Task<IResult> Withdraw(
        HttpContext http, SignedIn signedIn, Database database, Consents consents, AuditLog audit, [FromForm] string? client, CancellationToken stop)
    {
        var isWithdrawn = await database.WriteAsync(signedIn.Organization, async db =>
        {
            var name = (await consents.ListAsync(db, signedIn.User, stop)).FirstOrDefault(one => one.ClientId == client)?.Name;
            if (name is null || !await consents.WithdrawAsync(db, signedIn.User, client!, stop))
                return false;

            await audit.AppendAsync(db, SignInAudit.Of(http, "consent.withdrawn", signedIn.User, name), stop);
            return true;
        }, stop);
        return SeeOther.To(isWithdrawn ? $"{PortalPages.Applications}?done=withdrawn" : PortalPages.Applications);
    }
}

/// <summary>An application as the page lists it.</summary>
/// <param name="ClientId">As its form names it.</param>
/// <param name="Name">As the organization registered it.</param>
/// <param name="LastUsedAt">When the person signed in to it last.</param>
/// <param name="Allowed">What the person has allowed it, in words; empty when nobody was asked.</param>
public sealed record ListedApplication(string ClientId, string Name, DateTimeOffset LastUsedAt, IReadOnlyList<string> Allowed);

/// <summary>The words of the page.</summary>
public sealed record ApplicationsTexts
{
    public required string Title { get; init; }
    public required string Advice { get; init; }
    public required string None { get; init; }
    public required string NoneAdvice { get; init; }
    public required string LastUsed { get; init; }
    public required string Allowed { get; init; }
    public required string OwnApplication { get; init; }
    public required string Withdraw { get; init; }
    public required Func<string, string> WithdrawNamed { get; init; }
    public required string Withdrawn { get; init; }

    static readonly ApplicationsTexts English = new()
    {
        Title = "Applications",
        Advice = "What you have signed in to from here.",
        None = "No application yet",
        NoneAdvice = "When you sign in to one, it appears here.",
        LastUsed = "Last sign-in",
        Allowed = "You have allowed",
        OwnApplication = "It belongs to your organization, which decides what it learns.",
        Withdraw = "Take back",
        WithdrawNamed = static name => $"Take back what {name} was allowed",
        Withdrawn = "Taken back. The application gets no new tokens, and has to ask again.",
    };

    static readonly ApplicationsTexts German = new()
    {
        Title = "Anwendungen",
        Advice = "Wo Sie sich von hier aus angemeldet haben.",
        None = "Noch keine Anwendung",
        NoneAdvice = "Wenn Sie sich bei einer anmelden, erscheint sie hier.",
        LastUsed = "Letzte Anmeldung",
        Allowed = "Sie haben erlaubt",
        OwnApplication = "Sie gehört Ihrer Organisation, die entscheidet, was sie erfährt.",
        Withdraw = "Zurücknehmen",
        WithdrawNamed = static name => $"Zurücknehmen, was {name} erlaubt wurde",
        Withdrawn = "Zurückgenommen. Die Anwendung bekommt keine neuen Token und muss wieder fragen.",
    };

    public static ApplicationsTexts For(Language language) => language.Choose(English, German);
}
