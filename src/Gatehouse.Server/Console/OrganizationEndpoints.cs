using Gatehouse.Server.Audit;
using Gatehouse.Server.Clients;
using Gatehouse.Server.Directory;
using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;
using Gatehouse.Server.Ui.Pieces;

using Microsoft.AspNetCore.Http.HttpResults;

namespace Gatehouse.Server.Console;

/// <summary>/console/organizations: the list, a new one, and each one's own page.</summary>
static class OrganizationEndpoints
{
    const int PageSize = 50;
    const int LongestHistory = 10;

    public static void MapOrganizations(this IEndpointRouteBuilder console)
    {
        var pages = console.MapGroup("/organizations");
        pages.MapGet("", GetList);
        pages.MapGet("/new", GetNew);
        pages.MapPost("/new", PostNew);
        pages.MapGet("/{organization}", GetOne);
    }

    static async Task<IResult> GetList(
        Language language, Operator who, Database database, OrganizationRegister organizations, string? name, string? after, CancellationToken stop)
    {
        var (part, place) = (Searched(name), OrganizationPlace.Find(after));
        // One more than is shown tells whether there is a next page.
        var found = await database.Instance.ReadAsync(db => organizations.PageAsync(db, part, place, PageSize + 1, stop), stop);
        var shown = found.Take(PageSize).ToList();
        return new RazorComponentResult<OrganizationsPage>(new
        {
            Frame = ConsoleFrame.Of(who, language), Texts = OrganizationTexts.For(language), Search = part,
            Lines = (IReadOnlyList<OrganizationLine>)[.. shown.Select(OrganizationLine.Of)],
            First = place is null ? null : ListPath(part, null),
            Next = found.Count > PageSize ? ListPath(part, OrganizationPlace.Of(shown[^1])) : null,
        });
    }

    /// <summary>What a name can contain: no database takes a NUL, and no name has a line break.</summary>
    static string Searched(string? name)
    {
        var part = new string([.. (name ?? "").Where(static c => !char.IsControl(c))]).Trim();
        var end = Math.Min(part.Length, OrganizationRegister.LongestName);
        // Half of a character is none.
        return part[..(end > 0 && char.IsHighSurrogate(part[end - 1]) ? end - 1 : end)];
    }

    static string ListPath(string part, OrganizationPlace? after)
    {
        var query = part.Length == 0 ? QueryString.Empty : QueryString.Create("name", part);
        return ConsolePaths.Organizations + (after is null ? query : query.Add("after", after.ToString())).ToUriComponent();
    }

    static RazorComponentResult<NewOrganizationPage> GetNew(Language language, Operator who) => FormPage(language, who, new(), []);

    static RazorComponentResult<NewOrganizationPage> FormPage(Language language, Operator who, OrganizationForm form, IReadOnlyList<FieldError> faults) => new(new
    {
        Frame = ConsoleFrame.Of(who, language), Texts = OrganizationTexts.For(language), Form = form, Faults = faults,
    })
    {
        StatusCode = faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
    };

    static async Task<IResult> PostNew(
        HttpContext http, Language language, Operator who, IFormCollection fields, Database database, OrganizationRegister organizations,
        EmailDomains domains, AuditLog audit, TimeProvider clock, CancellationToken stop)
    {
        var (form, texts) = (OrganizationForm.Read(fields), OrganizationTexts.For(language));
        var faults = form.Judge(texts);
        if (faults.Count > 0)
            return FormPage(language, who, form, faults);

        var id = OrganizationId.New(clock);
        try
        {
            await database.WriteAsync(id, async db =>
            {
                await organizations.CreateAsync(db, form.Name, form.Profile, stop);
                foreach (var domain in form.DomainList)
                {
                    if (await domains.ClaimAsync(db, domain, stop) == DomainClaim.Taken)
                        throw new TakenDomainException(domain);
                }

                await audit.AppendAsync(db, ConsoleAudit.Of(http, who, "organization.created", "organization", id.ToString()), stop);
            }, stop);
        }
        catch (TakenDomainException taken)
        {
            return FormPage(language, who, form, [new("domains", texts.DomainTaken(taken.Domain))]);
        }

        return SeeOther.To($"{ConsolePaths.Of(id)}?done=created");
    }

    static async Task<IResult> GetOne(
        Language language, Operator who, Database database, OrganizationRegister organizations, EmailDomains domains, ApplicationRegister applications, Operators operators,
        AuditLog audit, AccessTokens tokens, string organization, string? done, CancellationToken stop)
    {
        if (!OperatorsOrganization.TryParseCustomer(organization, out var id))
            return Results.NotFound();

        var names = (await database.ReadAsync(OperatorsOrganization.Id, db => operators.ListAsync(db, stop), stop))
            .ToDictionary(static one => new UserId(one.UserId).ToString(), static one => one.DisplayName ?? one.UserName);
        return await database.ReadAsync(id, async db =>
        {
            if (await organizations.FindAsync(db, stop) is not { } found)
                return Results.NotFound();

            var detail = new OrganizationDetail
            {
                Id = found.Id.ToString(), Name = found.Name, IsActive = found.State == Organization.Active, SchemaProfile = found.SchemaProfile,
                CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(found.CreatedAt),
                Users = await DirectoryCounts.TotalAsync(db, DirectoryCounts.Users, stop),
                Groups = await DirectoryCounts.TotalAsync(db, DirectoryCounts.Groups, stop),
                Applications = (await applications.ListAsync(db, stop)).Count,
                Domains = [.. (await domains.ListAsync(db, stop)).Select(static domain => (domain.Name, domain.IsVerified))],
                TenantUrl = tokens.ScimAudience,
                History = [.. (await audit.ListAsync(db, null, LongestHistory, stop)).Select(
                    one => new HistoryLine(one.OccurredAt, one.Action, one.ActorKind, one.ActorId, names.GetValueOrDefault(one.ActorId)))],
            };
            return (IResult)new RazorComponentResult<OrganizationPage>(new
            {
                Frame = ConsoleFrame.Of(who, language, found), Texts = OrganizationTexts.For(language), Detail = detail, IsNew = done == "created",
            });
        }, stop);
    }

    /// <summary>Rolls the transaction back.</summary>
    sealed class TakenDomainException(string domain) : Exception
    {
        public string Domain { get; } = domain;
    }
}
