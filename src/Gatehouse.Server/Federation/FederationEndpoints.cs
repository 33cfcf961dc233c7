using Gatehouse.Server.Directory;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;

namespace Gatehouse.Server.Federation;

/// <summary>
/// /federation: from an address to the identity provider of its organization, and the way back where both protocols meet. Begins at a page of
/// ours and not with a redirect, because browsers hold a form's whole chain of redirects against the page with the form.
/// </summary>
static class FederationEndpoints
{
    public static void MapFederation(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapPages("/federation").AllowAnonymous();
        pages.MapGet("/start", Start);
        pages.MapGet("/go/{federation}", Go);
        pages.MapGet("/arrived", Arrive);
        pages.MapGet("/try/{link}", GetTrial);
        pages.MapGet("/try/{link}/go", GoTrial);
        pages.MapGet("/signed-out", SignedOut);
        pages.MapPost("/sign-out", SignOut);
        pages.MapAddressProof();
    }

    static async Task<IResult> Start(
        HttpContext http, Language language, Database database, SignInDispatcher dispatcher, IdentityProviders providers, Users users, FederationPages pages,
        CancellationToken stop)
    {
        if (dispatcher.FlowOf(http) is not { Address: { } address, OrganizationId: { } organization })
            return SeeOther.To("/sign-in");

        var onDuty = await OnDutyAsync(database, providers, users, organization, address, stop);
        await pages.BrandAsync(http, organization, stop);
        return onDuty switch
        {
            [] => SeeOther.To("/sign-in/password"),
            [var only] => OnTheWay(http, language, only, PathOf(only)),
            _ => new RazorComponentResult<ChooserPage>(new
            {
                Language = language, Texts = FederationTexts.For(language), Branding = http.Features.Get<Branding>(), Address = address,
                Providers = (IReadOnlyList<(string, string)>)[.. onDuty.Select(static one => (PathOf(one), one.Name))],
            }),
        };
    }

    static string PathOf(IdentityProvider provider) => $"/federation/go/{provider.Id}";

    /// <summary>Who speaks for the address's domain; of several, the one that provisioning has named for the account, if it has.</summary>
    static Task<IReadOnlyList<IdentityProvider>> OnDutyAsync(
        Database database, IdentityProviders providers, Users users, OrganizationId organization, string address, CancellationToken stop) =>
        database.ReadAsync(organization, async db =>
        {
            var onDuty = await providers.OnDutyAsync(db, EmailDomains.OfAddress(address), stop);
            if (onDuty.Count < 2 || await users.FindByAddressAsync(db, address, 2, stop) is not [var user])
                return onDuty;

            var named = user.Read()[GatehouseUserSchema.Id].AsObject?["federationId"].AsText;
            return onDuty.Where(one => one.Id.ToString() == named).ToList() is [var only] ? [only] : onDuty;
        }, stop);

    static RazorComponentResult<OnTheWayPage> OnTheWay(HttpContext http, Language language, IdentityProvider provider, string target)
    {
        http.Response.Headers["Refresh"] = $"0;url={target}";
        return new(new { Language = language, Texts = FederationTexts.For(language), Branding = http.Features.Get<Branding>(), Provider = provider.Name, Target = target });
    }

    static async Task<IResult> Go(
        HttpContext http, Language language, Database database, SignInDispatcher dispatcher, IdentityProviders providers, Departures departures, string federation,
        TimeProvider clock, CancellationToken stop)
    {
        if (!FederationId.TryParse(federation, out var id)
            || dispatcher.FlowOf(http) is not { Address: { } address } flow || flow.OrganizationId != id.Organization)
            return SeeOther.To("/sign-in");

        var onDuty = await database.ReadAsync(id.Organization, db => providers.OnDutyAsync(db, EmailDomains.OfAddress(address), stop), stop);
        if (onDuty.FirstOrDefault(one => one.Id == id) is not { } provider)
            return SeeOther.To("/sign-in");

        return await departures.LeaveAsync(http, language, provider, new()
        {
            Id = Guid.NewGuid(), Federation = federation, Flow = flow.Id, BegunAt = clock.GetUtcNow(), MustProveAnew = flow.MustProveAnew,
        }, address, stop);
    }

    /// <summary>Goes on with a SAML response, which was posted by a form of another site and came without our cookies.</summary>
    static async Task<IResult> Arrive(
        HttpContext http, Language language, Database database, IdentityProviders providers, FederationCookies cookies, FederatedSignIns signIns,
        FederationPages pages, TimeProvider clock, CancellationToken stop)
    {
        var arrived = cookies.Arrived.Read(http);
        cookies.Arrived.Remove(http);
        if (arrived is null || arrived.Pending.EndsAt < clock.GetUtcNow() || !FederationId.TryParse(arrived.Pending.Federation, out var id)
            || await database.ReadAsync(id.Organization, db => providers.FindAsync(db, id.Value, stop), stop) is not { } provider)
            return pages.Refusal(http, language, null, FederationFault.Stale);

        await pages.BrandAsync(http, id.Organization, stop);
        return await signIns.ArriveAsync(http, language, provider, arrived.Pending, arrived.Who, stop);
    }

    static async Task<IResult> GetTrial(
        HttpContext http, Language language, Database database, IdentityProviders providers, TrialLinks links, FederationPages pages, string link, CancellationToken stop)
    {
        if (await OfTrialAsync(database, providers, links, link, stop) is not { } provider)
            return DeadLink(language);

        await pages.BrandAsync(http, provider.Id.Organization, stop);
        return new RazorComponentResult<TrialStartPage>(new
        {
            Language = language, Texts = FederationTexts.For(language), Branding = http.Features.Get<Branding>(), Provider = provider.Name,
            Target = $"/federation/try/{link}/go",
        });
    }

    static async Task<IdentityProvider?> OfTrialAsync(Database database, IdentityProviders providers, TrialLinks links, string link, CancellationToken stop) =>
        links.Find(link) is { } id && await database.ReadAsync(id.Organization, db => providers.FindAsync(db, id.Value, stop), stop) is { CanBeTried: true } provider
            ? provider
            : null;

    static RazorComponentResult<MessagePage> DeadLink(Language language)
    {
        var texts = FederationTexts.For(language);
        return new(new { Title = texts.TrialLinkDeadTitle, Advice = texts.TrialLinkDeadAdvice, texts.ToSignIn, Language = language }) { StatusCode = StatusCodes.Status404NotFound };
    }

    static async Task<IResult> GoTrial(
        HttpContext http, Language language, Database database, IdentityProviders providers, TrialLinks links, Departures departures, string link,
        TimeProvider clock, CancellationToken stop)
    {
        if (await OfTrialAsync(database, providers, links, link, stop) is not { } provider)
            return DeadLink(language);

        return await departures.LeaveAsync(
            http, language, provider, new() { Id = Guid.NewGuid(), Federation = provider.Id.ToString(), BegunAt = clock.GetUtcNow() }, address: null, stop);
    }

    /// <summary>Signs out here, and then at the identity provider if it can.</summary>
    static async Task<IResult> SignOut(
        HttpContext http, Language language, Database database, SignOuts signOuts, IdentityProviders providers, UpstreamSignOuts upstream, FederationPages pages,
        CancellationToken stop)
    {
        var signedIn = await signOuts.UpstreamAsync(http, stop);
        await signOuts.EndAsync(http, stop);
        if (signedIn is not var (organization, user, session) || session.IdentityProviderId is not { } id
            || await database.ReadAsync(organization, db => providers.FindAsync(db, id, stop), stop) is not { CanBeTried: true } provider
            || await upstream.AddressAsync(provider, user, session.Upstream, stop) is not { } address)
            return SeeOther.To("/sign-out/done");

        await pages.BrandAsync(http, organization, stop);
        return OnTheWay(http, language, provider, address.AbsoluteUri);
    }

    static RazorComponentResult<MessagePage> SignedOut(Language language)
    {
        var texts = FederationTexts.For(language);
        return new(new { Title = texts.SignedOutTitle, Advice = texts.SignedOutAdvice, texts.ToSignIn, Language = language });
    }
}
