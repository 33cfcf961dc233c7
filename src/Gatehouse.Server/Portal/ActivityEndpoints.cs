using System.Text.Json;

using Gatehouse.Server.Audit;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;

namespace Gatehouse.Server.Portal;

/// <summary>/portal/activity: what happened to a person's own account, newest first, by cursor.</summary>
static class ActivityEndpoints
{
    const int PageSize = 50;

    public static void MapActivity(this IEndpointRouteBuilder routes) => routes.MapPortalPages(PortalPages.Activity).MapGet("", Get);

    static async Task<RazorComponentResult<ActivityPage>> Get(
        Language language, SignedIn signedIn, Database database, People people, AuditLog audit, Guid? before, CancellationToken stop)
    {
        var texts = ActivityTexts.For(language);
        var person = await people.GetAsync(signedIn, stop);
        var events = await database.ReadAsync(
            signedIn.Organization, db => audit.ListOfUserAsync(db, signedIn.User.ToString(), before, PageSize + 1, stop), stop);
        return new(new
        {
            Texts = texts, Frame = person.FrameIn(language), Older = events.Count > PageSize ? events[PageSize - 1].EventId : (Guid?)null,
            Events = (IReadOnlyList<ListedEvent>)[.. events.Take(PageSize).Select(one => new ListedEvent(
                one.OccurredAt, texts.Event(one.Action, DetailOf(one)), one.ActorKind == "user" ? null : texts.ByAdministrator, one.SourceAddress))],
        });
    }

    /// <summary>The application an event is about, or the way a sign-in went; both are single texts.</summary>
    static string? DetailOf(StoredAuditEvent one)
    {
        if (one.Details is null)
            return null;

        using var details = JsonDocument.Parse(one.Details);
        return details.RootElement.ValueKind != JsonValueKind.Object ? null
            : details.RootElement.TryGetProperty("application", out var application) ? application.GetString()
            : details.RootElement.TryGetProperty("methods", out var methods) ? methods.GetString()
            : null;
    }
}

/// <summary>An event as the page lists it.</summary>
/// <param name="At">When.</param>
/// <param name="What">In words.</param>
/// <param name="By">By whom, when it was not the person.</param>
/// <param name="SourceAddress">From where.</param>
public sealed record ListedEvent(DateTimeOffset At, string What, string? By, string? SourceAddress);
