using Gatehouse.Server.Audit;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;
using Gatehouse.Server.Ui.Pieces;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Server.Console;

/// <summary>
/// /console/first-operator: whoever has the link that the server printed becomes the first operator, and goes on to choose a password and
/// a second factor like everybody else. Looking at the page does not use the link up; sending the form does.
/// </summary>
static class FirstOperatorEndpoints
{
    public const string Path = "/console/first-operator";

    public static void MapFirstOperator(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapPages(Path).AllowAnonymous();
        pages.MapGet("/{code}", Get);
        pages.MapPost("/{code}", Post);
    }

    static async Task<IResult> Get(Language language, FirstOperatorLinks links, string code, CancellationToken stop) =>
        await links.WorksAsync(code, stop) ? FormPage(language, null, null, []) : DeadLinkPage(language);

    static RazorComponentResult<FirstOperatorPage> FormPage(Language language, string? name, string? address, IReadOnlyList<FieldError> faults) => new(new
    {
        Texts = FirstOperatorTexts.For(language), Language = language, Name = name, Address = address, Faults = faults,
    })
    {
        StatusCode = faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
    };

    static RazorComponentResult<MessagePage> DeadLinkPage(Language language)
    {
        var texts = FirstOperatorTexts.For(language);
        return new(new { Title = texts.DeadTitle, Advice = texts.DeadAdvice, SignInTexts.For(language).ToSignIn, Language = language })
        {
            StatusCode = StatusCodes.Status404NotFound,
        };
    }

    static async Task<IResult> Post(
        HttpContext http, Language language, Database database, FirstOperatorLinks links, Operators operators, SignInDispatcher dispatcher,
        SignInCookies cookies, string code, [FromForm] string? name, [FromForm] string? address, CancellationToken stop)
    {
        if (!await links.WorksAsync(code, stop))
            return DeadLinkPage(language);

        var (shown, canonical) = (name?.Trim() ?? "", MailAddress.Canonical(address));
        var faults = FaultsOf(FirstOperatorTexts.For(language), shown, canonical);
        if (canonical is null || faults.Count > 0)
            return FormPage(language, name, address, faults);

        var happened = new AuditEvent
        {
            ActorKind = "system", ActorId = "first-operator-link", Action = "operator.added", TargetType = "user", TargetId = "",
            SourceAddress = http.Connection.RemoteIpAddress?.ToString(),
        };
        var link = await database.WriteAsync(
            OperatorsOrganization.Id,
            async db => await links.UseAsync(db, code, stop) ? await operators.AdmitFirstAsync(db, canonical, shown, happened, stop) : null, stop);
        if (link is null)
            return DeadLinkPage(language);

        cookies.SetFlow(http.Response, dispatcher.NewFlow(ConsolePaths.Organizations) with { Organization = OperatorsOrganization.Id.ToString() });
        return SeeOther.To($"/account/{link}");
    }

    static List<FieldError> FaultsOf(FirstOperatorTexts texts, string name, string? address)
    {
        var faults = new List<FieldError>();
        if (!FormText.IsLine(name, Operators.LongestName))
            faults.Add(new("name", texts.NameFault));
        if (address is null)
            faults.Add(new("address", texts.AddressFault));
        return faults;
    }
}
