using Gatehouse.Scim.Resources;
using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Server.Portal;

/// <summary>/portal/profile: what is known of a person, and its change where it is ours to change.</summary>
static class ProfileEndpoints
{
    public static void MapProfile(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapPortalPages("/portal");
        pages.MapGet("", static () => SeeOther.To(PortalPages.Profile));
        pages.MapGet("/profile", Get);
        pages.MapPost("/profile", Post);
        pages.MapPost("/profile/language", PostLanguage);
        pages.MapGet("/profile/address", GetAddress).RequireFreshSignIn();
        pages.MapPost("/profile/address", PostAddress).RequireFreshSignIn("/portal/profile/address");
        pages.MapGet("/profile/data", Download).RequireFreshSignIn();
    }

    static async Task<IResult> Get(
        Language language, SignedIn signedIn, Database database, People people, Users users, VerifiedAddresses verified, string? done, CancellationToken stop) =>
        await PageAsync(language, signedIn, database, people, users, verified, null, null, done == "saved" ? ProfileTexts.For(language).Saved : null, stop);

    static async Task<RazorComponentResult<ProfilePage>> PageAsync(
        Language language, SignedIn signedIn, Database database, People people, Users users, VerifiedAddresses verified, ProfileForm? form, string? error,
        string? notice, CancellationToken stop)
    {
        var person = await people.GetAsync(signedIn, stop);
        var (groups, isVerified) = await database.ReadAsync(signedIn.Organization, async db => (
            (await users.FindAsync(db, signedIn.User, stop))?.Groups ?? [],
            await verified.IsVerifiedAsync(db, signedIn.User, person.Account.Address, stop)), stop);
        return new(new
        {
            Texts = ProfileTexts.For(language), Frame = person.FrameIn(language), Form = form ?? ProfileForm.Of(person.Account, language),
            person.Account.UserName, person.Account.Address, IsVerified = isVerified, IsEditable = person.IsLocal,
            Groups = (IReadOnlyList<string>)[.. groups.Select(static group => group.Display)],
            Provisioner = await people.ProvisionerOfAsync(person, stop), Error = error, Notice = notice,
        });
    }

    static async Task<IResult> Post(
        HttpContext http, Language language, SignedIn signedIn, Database database, People people, Users users, VerifiedAddresses verified, AuditLog audit,
        [FromForm] ProfileForm form, CancellationToken stop)
    {
        var wanted = form.Trimmed();
        if (wanted.Fault(ProfileTexts.For(language)) is { } fault)
            return await PageAsync(language, signedIn, database, people, users, verified, wanted, fault, null, stop);
        if (!(await people.GetAsync(signedIn, stop)).IsLocal)
            return Results.StatusCode(StatusCodes.Status403Forbidden);

        await database.WriteAsync(signedIn.Organization, async db =>
        {
            if (await users.FindForUpdateAsync(db, signedIn.User, stop) is not { User: var stored })
                return;

            var resource = stored.Read();
            Change(resource, wanted);
            await users.UpdateAsync(db, stored, UserRow.From(resource), stored.ProvisionedBy, stop);
            await audit.AppendAsync(db, SignInAudit.Event(http, "profile.changed", signedIn.User), stop);
        }, stop);
        return Saved(wanted.PreferredLanguage);
    }

    static void Change(ScimObject resource, ProfileForm wanted)
    {
        resource["displayName"] = wanted.DisplayName;
        if (Language.Find(wanted.PreferredLanguage) is { } language)
            resource["preferredLanguage"] = language.Code;
        var name = resource["name"].AsObject ?? new ScimObject();
        name["givenName"] = wanted.GivenName;
        name["familyName"] = wanted.FamilyName;
        // It was put together from the parts of before.
        name.Remove("formatted");
        resource["name"] = name;
    }

    /// <summary>The language of the pages is the browser's; the directory's own is for mails.</summary>
    static SeeOther Saved(string? language) => SeeOther.To(Language.Find(language) is { } chosen
        ? $"{PortalPages.Profile}?done=saved&{LanguageSelection.Parameter}={chosen.Code}"
        : $"{PortalPages.Profile}?done=saved");

    static SeeOther PostLanguage([FromForm] string? preferredLanguage) => Saved(preferredLanguage);

    static async Task<IResult> GetAddress(Language language, SignedIn signedIn, People people, CancellationToken stop) =>
        await people.GetAsync(signedIn, stop) is { IsLocal: true } person ? AddressPage(language, person, null, null, null) : SeeOther.To(PortalPages.Profile);

    static RazorComponentResult<ProfileAddressPage> AddressPage(Language language, Person person, string? address, string? error, string? notice) => new(new
    {
        Texts = ProfileTexts.For(language), Frame = person.FrameIn(language), Address = address, Error = error, Notice = notice,
    });

    static async Task<IResult> PostAddress(
        HttpContext http, Language language, SignedIn signedIn, People people, AddressChanges changes, [FromForm] string? address, CancellationToken stop)
    {
        if (await people.GetAsync(signedIn, stop) is not { IsLocal: true } person)
            return SeeOther.To(PortalPages.Profile);

        var texts = ProfileTexts.For(language);
        if (MailAddress.Canonical(address) is not { } canonical)
            return AddressPage(language, person, address, SignInTexts.For(language).AddressFault, null);
        if (canonical == person.Account.Address)
            return AddressPage(language, person, address, texts.NewAddressSame, null);

        return await changes.AskAsync(http, person.Account, canonical, stop)
            ? AddressPage(language, person, null, null, texts.LinkSent(canonical))
            : AddressPage(language, person, address, texts.TooManyMails, null);
    }

    static async Task<IResult> Download(
        HttpContext http, SignedIn signedIn, Database database, OwnData data, AuditLog audit, CancellationToken stop)
    {
        var file = await data.ReadAsync(signedIn, stop);
        await database.WriteAsync(signedIn.Organization, db => audit.AppendAsync(db, SignInAudit.Event(http, "data.downloaded", signedIn.User), stop), stop);
        return Results.File(file, "application/json", "my-data.json");
    }
}
