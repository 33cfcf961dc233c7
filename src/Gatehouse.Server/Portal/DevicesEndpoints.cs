using Gatehouse.Server.Audit;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Server.Portal;

/// <summary>/portal/devices: where a person is signed in, and the end of it.</summary>
static class DevicesEndpoints
{
    public static void MapDevices(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapPortalPages(PortalPages.Devices);
        pages.MapGet("", Get);
        pages.MapPost("/end", End);
        pages.MapPost("/end-others", EndOthers);
    }

    static async Task<RazorComponentResult<DevicesPage>> Get(
        Language language, SignedIn signedIn, Database database, People people, SignIns signIns, string? done, CancellationToken stop)
    {
        var texts = DevicesTexts.For(language);
        var person = await people.GetAsync(signedIn, stop);
        var rows = await database.ReadAsync(signedIn.Organization, db => signIns.ListAsync(db, signedIn.User, stop), stop);
        return new(new
        {
            Texts = texts, Frame = person.FrameIn(language), Notice = done == "ended" ? texts.Ended : null,
            Devices = (IReadOnlyList<ListedDevice>)[.. rows.OrderByDescending(row => row.SignInId == signedIn.SignIn.SignInId).Select(row => new ListedDevice(
                row.SignInId, UserAgents.Describe(row.UserAgent, language), row.SourceAddress, row.CreatedAt, row.LastSeenAt, row.SignInId == signedIn.SignIn.SignInId))],
        });
    }

    static async Task<IResult> End(
        HttpContext http, SignedIn signedIn, Database database, SignIns signIns, SignOuts signOuts, AuditLog audit, [FromForm] Guid? id, CancellationToken stop)
    {
        if (id == signedIn.SignIn.SignInId)
        {
            await signOuts.EndAsync(http, stop);
            return SeeOther.To("/sign-out/done");
        }

        var isEnded = await database.WriteAsync(signedIn.Organization, async db =>
        {
            if (id is not { } one || !await signIns.EndAsync(db, signedIn.User, one, stop))
                return false;

            await audit.AppendAsync(db, SignInAudit.Event(http, "sign-in.ended", signedIn.User), stop);
            return true;
        }, stop);
        return SeeOther.To(isEnded ? $"{PortalPages.Devices}?done=ended" : PortalPages.Devices);
    }

    static async Task<IResult> EndOthers(HttpContext http, SignedIn signedIn, Database database, SignIns signIns, AuditLog audit, CancellationToken stop)
    {
        await database.WriteAsync(signedIn.Organization, async db =>
        {
            await signIns.EndAllAsync(db, signedIn.User, signedIn.SignIn.SignInId, stop);
            await audit.AppendAsync(db, SignInAudit.Event(http, "sign-in.others-ended", signedIn.User), stop);
        }, stop);
        return SeeOther.To($"{PortalPages.Devices}?done=ended");
    }
}

/// <summary>A sign-in as the page lists it.</summary>
public sealed record ListedDevice(Guid Id, string Name, string? SourceAddress, DateTimeOffset SignedInAt, DateTimeOffset LastSeenAt, bool IsThis);

/// <summary>The words of the page.</summary>
public sealed record DevicesTexts
{
    public required string Title { get; init; }
    public required string Advice { get; init; }
    public required string Device { get; init; }
    public required string This { get; init; }
    public required string From { get; init; }
    public required string SignedIn { get; init; }
    public required string LastSeen { get; init; }
    public required string End { get; init; }
    public required Func<string, string> EndNamed { get; init; }
    public required string EndOthers { get; init; }
    public required string EndOthersAdvice { get; init; }
    public required string Ended { get; init; }

    static readonly DevicesTexts English = new()
    {
        Title = "Devices",
        Advice = "Where you are signed in. End what you do not know, then set a new password.",
        Device = "Device",
        This = "this one",
        From = "From",
        SignedIn = "Signed in",
        LastSeen = "Last seen",
        End = "Sign out",
        EndNamed = static name => $"Sign out {name}",
        EndOthers = "Sign out everywhere else",
        EndOthersAdvice = "Applications are told, and what they were granted there ends as well.",
        Ended = "Signed out. It takes up to five seconds everywhere.",
    };

    static readonly DevicesTexts German = new()
    {
        Title = "Geräte",
        Advice = "Wo Sie angemeldet sind. Beenden Sie, was Sie nicht kennen, und setzen Sie dann ein neues Passwort.",
        Device = "Gerät",
        This = "dieses",
        From = "Von",
        SignedIn = "Angemeldet",
        LastSeen = "Zuletzt gesehen",
        End = "Abmelden",
        EndNamed = static name => $"{name} abmelden",
        EndOthers = "Überall sonst abmelden",
        EndOthersAdvice = "Anwendungen werden benachrichtigt, und was ihnen dort erlaubt wurde, endet auch.",
        Ended = "Abgemeldet. Überall wirkt es nach höchstens fünf Sekunden.",
    };

    public static DevicesTexts For(Language language) => language.Choose(English, German);
}
