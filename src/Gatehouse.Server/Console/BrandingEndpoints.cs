using Gatehouse.Server.Audit;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Server.Console;

/// <summary>/console/organizations/{organization}/branding: the accent and the logo of an organization's sign-in pages, and how they look.</summary>
static class BrandingEndpoints
{
    /// <summary>Pictures straight from a camera come as far as the page that says what is too large about them.</summary>
    const long MostSent = 16 * 1024 * 1024;

    public static void MapBranding(this IEndpointRouteBuilder console)
    {
        var pages = console.MapGroup("/organizations/{organization}/branding");
        pages.MapGet("", Get);
        pages.MapPost("/accent", PostAccent);
        pages.MapPost("/logo", PostLogo).WithMetadata(new RequestSizeLimitAttribute(MostSent));
        pages.MapPost("/logo/remove", RemoveLogo);
        pages.MapGet("/preview", GetPreview);
    }

    static async Task<IResult> Get(
        Language language, Operator who, PathSubjects subjects, string organization, string? done, CancellationToken stop) =>
        await subjects.OrganizationAsync(organization, stop) is { } found
            ? Page(language, who, found, new() { Accent = Shown(found.Accent), Done = done })
            : Results.NotFound();

    static string Shown(string? accent) => accent is null ? "" : $"#{accent}";

    static RazorComponentResult<BrandingPage> Page(Language language, Operator who, Organization organization, BrandingInput input) => new(new
    {
        Frame = ConsoleFrame.Of(who, language, organization), Texts = BrandingTexts.For(language), Path = ConsolePaths.Branding(organization.Id),
        Name = organization.Name, Accent = Accent.Find(organization.Accent),
        Logo = organization.LogoHash is { } hash ? OrganizationBranding.LogoPath(organization.Id, hash) : null, Input = input,
    })
    {
        StatusCode = input.Faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
    };

    static async Task<IResult> PostAccent(
        HttpContext http, Language language, Operator who, PathSubjects subjects, Database database, OrganizationBrands brands, AuditLog audit,
        string organization, [FromForm] string? accent, [FromForm] string? instead, CancellationToken stop)
    {
        if (await subjects.OrganizationAsync(organization, stop) is not { } found)
            return Results.NotFound();

        // The button with the colour that was offered sends that one, whatever the field holds.
        var entered = (instead ?? accent)?.Trim() ?? "";
        var chosen = Accent.Find(entered);
        if (entered.Length > 0 && chosen is null)
            return Page(language, who, found, RefusedAccent(BrandingTexts.For(language), entered));

        await database.WriteAsync(found.Id, async db =>
        {
            await brands.SetAccentAsync(db, chosen?.Hex, stop);
            await audit.AppendAsync(db, ConsoleAudit.Of(http, who, "organization.accent-changed", "organization", found.Id.ToString()), stop);
        }, stop);
        return SeeOther.To($"{ConsolePaths.Branding(found.Id)}?done={BrandingInput.AccentDone}");
    }

    static BrandingInput RefusedAccent(BrandingTexts texts, string entered)
    {
        var nearest = Accents.Nearest(entered) is { } hex ? $"#{hex}" : null;
        var fault = nearest is null ? texts.AccentFault : texts.AccentContrast(entered, nearest);
        return new() { Accent = entered, Instead = nearest, Faults = [new("accent", fault)] };
    }

    static async Task<IResult> PostLogo(
        HttpContext http, Language language, Operator who, IFormCollection fields, PathSubjects subjects, Database database,
        OrganizationBrands brands, AuditLog audit, string organization, CancellationToken stop)
    {
        if (await subjects.OrganizationAsync(organization, stop) is not { } found)
            return Results.NotFound();

        var texts = BrandingTexts.For(language);
        if (fields.Files.GetFile("logo") is not { Length: > 0 } file)
            return Page(language, who, found, RefusedLogo(found, texts.LogoMissing));
        if (file.Length > Logo.MostBytes)
            return Page(language, who, found, RefusedLogo(found, texts.LogoTooLarge(Logo.MostBytes / 1024)));
        if (Logo.Find(await ReadAsync(file, stop)) is not { } logo)
            return Page(language, who, found, RefusedLogo(found, texts.LogoKind));

        await database.WriteAsync(found.Id, async db =>
        {
            await brands.SetLogoAsync(db, logo, stop);
            await audit.AppendAsync(db, ConsoleAudit.Of(http, who, "organization.logo-changed", "organization", found.Id.ToString()), stop);
        }, stop);
        return SeeOther.To($"{ConsolePaths.Branding(found.Id)}?done={BrandingInput.LogoDone}");
    }

    static BrandingInput RefusedLogo(Organization organization, string fault) =>
        new() { Accent = Shown(organization.Accent), Faults = [new("logo", fault)] };

    static async Task<byte[]> ReadAsync(IFormFile file, CancellationToken stop)
    {
        var image = new byte[file.Length];
        await using var content = file.OpenReadStream();
        await content.ReadExactlyAsync(image, stop);
        return image;
    }

    static async Task<IResult> RemoveLogo(
        HttpContext http, Operator who, PathSubjects subjects, Database database, OrganizationBrands brands, AuditLog audit, string organization,
        CancellationToken stop)
    {
        if (await subjects.OrganizationAsync(organization, stop) is not { } found)
            return Results.NotFound();

        await database.WriteAsync(found.Id, async db =>
        {
            await brands.RemoveLogoAsync(db, stop);
            await audit.AppendAsync(db, ConsoleAudit.Of(http, who, "organization.logo-removed", "organization", found.Id.ToString()), stop);
        }, stop);
        return SeeOther.To($"{ConsolePaths.Branding(found.Id)}?done={BrandingInput.RemovedDone}");
    }

    static async Task<IResult> GetPreview(Language language, PathSubjects subjects, string organization, CancellationToken stop) =>
        await subjects.OrganizationAsync(organization, stop) is { } found
            ? new RazorComponentResult<BrandingPreviewPage>(new
            {
                Language = language, Texts = BrandingTexts.For(language), Branding = OrganizationBranding.Of(found), Back = ConsolePaths.Branding(found.Id),
            })
            : Results.NotFound();
}
