using Gatehouse.Server.Audit;
using Gatehouse.Server.Mail;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Server.SignIn;

/// <summary>
/// /sign-in/forgotten, which mails a link, and /account/{link}, where the password is chosen. Looking at a link does not use it up, because
/// mail scanners look too; saving does.
/// </summary>
static class AccountLinkEndpoints
{
    public static void MapAccountLinks(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapPages("").AllowAnonymous();
        pages.MapGet("/sign-in/forgotten", GetForgotten);
        pages.MapPost("/sign-in/forgotten", PostForgotten);
        pages.MapPost("/sign-in/factor/send", SendAgain);
        pages.MapGet("/account/{link}", GetLink);
        pages.MapPost("/account/{link}", PostLink);
    }

    static RazorComponentResult<ForgottenPage> GetForgotten(HttpContext http, Language language, SignInDispatcher dispatcher)
    {
        var flow = dispatcher.FlowOf(http);
        return ForgottenPage(language, flow, flow.Address, null);
    }

    static RazorComponentResult<ForgottenPage> ForgottenPage(Language language, SignInFlow flow, string? address, string? error) => new(new
    {
        Texts = SignInTexts.For(language), Language = language, Branding = SignInEndpoints.BrandingOf(flow), Address = address, Error = error,
    });

    static IResult PostForgotten(
        HttpContext http, Language language, SignInDispatcher dispatcher, ResetRequests requests, [FromForm] string? address)
    {
        var flow = dispatcher.FlowOf(http);
        if (MailAddress.Canonical(address) is not { } canonical)
            return ForgottenPage(language, flow, address, SignInTexts.For(language).AddressFault);

        requests.Add(new(canonical, flow.OrganizationId, http.Connection.RemoteIpAddress?.ToString()));
        var texts = SignInTexts.For(language);
        return MessagePage(language, texts.SentTitle, texts.SentAdvice);
    }

    static async Task<IResult> SendAgain(
        HttpContext http, Language language, SignInDispatcher dispatcher, MailedCodes codes, string? then, CancellationToken stop)
    {
        if (dispatcher.FlowBehindPassword(http) is not { } flow)
            return SeeOther.To("/sign-in");

        await codes.SendAsync(http, flow, language, stop);
        return SeeOther.To(then == "set-up" ? "/sign-in/set-up/email" : "/sign-in/factor?method=email");
    }

    static async Task<IResult> GetLink(
        Language language, AccountLinks links, LocalAccounts accounts, OrganizationCache organizations, string link, CancellationToken stop) =>
        await FindAsync(links, accounts, link, stop) switch
        {
            var (account, found) when found.Purpose == AccountLinks.AddressChange => AddressChangePage(language, account, found),
            var (account, _) => NewPasswordPage(language, account, await organizations.GetAsync(account.Organization, stop), null),
            _ => DeadLinkPage(language),
        };

    static async Task<(Account Account, FoundLink Link)?> FindAsync(AccountLinks links, LocalAccounts accounts, string link, CancellationToken stop) =>
        await links.FindAsync(link, stop) is { Purpose: not (AccountLinks.SignInCode or AccountLinks.LinkCode) } found
            && await accounts.FindAsync(found.Organization, found.User, stop) is { IsActive: true } account ? (account, found) : null;

    static RazorComponentResult<NewAddressPage> AddressChangePage(Language language, Account account, FoundLink link) =>
        new(new { Texts = SignInTexts.For(language), Language = language, Before = account.Address ?? account.UserName, After = link.Address });

    static RazorComponentResult<NewPasswordPage> NewPasswordPage(Language language, Account account, Organization? organization, string? error) => new(new
    {
        Texts = SignInTexts.For(language), Language = language, Branding = OrganizationBranding.Of(organization),
        Address = account.Address ?? account.UserName, Error = error,
    });

    static RazorComponentResult<MessagePage> DeadLinkPage(Language language)
    {
        var texts = SignInTexts.For(language);
        return MessagePage(language, texts.LinkDeadTitle, texts.LinkDeadAdvice, StatusCodes.Status404NotFound);
    }

    static RazorComponentResult<MessagePage> MessagePage(Language language, string title, string advice, int status = StatusCodes.Status200OK) =>
        new(new { Title = title, Advice = advice, ToSignIn = SignInTexts.For(language).ToSignIn, Language = language }) { StatusCode = status };

    static async Task<IResult> PostLink(
        HttpContext http, Language language, Database database, AccountLinks links, LocalAccounts accounts, LocalCredentials credentials, SignIns signIns,
        PasswordRules rules, PasswordHashing hashing, OrganizationCache organizations, AccountMails mails, VerifiedAddresses verified,
        AddressChanges changes, SignInDispatcher dispatcher, AuditLog audit, string link, [FromForm] string? password, CancellationToken stop)
    {
        if (await FindAsync(links, accounts, link, stop) is not var (account, found))
            return DeadLinkPage(language);
        if (found.Purpose == AccountLinks.AddressChange)
            return await ChangeAddressAsync(http, language, changes, link, found, stop);

        var organization = await organizations.GetAsync(account.Organization, stop);
        var fault = rules.Judge(password ?? "", [account.Name, account.UserName, account.Address, organization?.Name]);
        if (fault != PasswordFault.None)
            return NewPasswordPage(language, account, organization, SignInTexts.For(language).Fault(fault));

        var hash = await hashing.HashAsync(password!, stop);
        var isUsed = await database.WriteAsync(account.Organization, async db =>
        {
            if (!await links.UseLinkAsync(db, link, stop))
                return false;

            await credentials.SetPasswordAsync(db, account.User, hash, stop);
            if (found.Address is { } sentTo)
                await verified.NoteAsync(db, account.User, sentTo, stop);
            // Whoever signed in with the old one, or waits with another link, is out.
            await signIns.EndAllAsync(db, account.User, but: null, stop);
            foreach (var purpose in (string[])[AccountLinks.Activation, AccountLinks.PasswordReset, AccountLinks.SignInCode, AccountLinks.AddressChange])
                await links.RemoveAsync(db, account.User, purpose, stop);
            await audit.AppendAsync(db, SignInAudit.Event(http, "password.changed", account.User), stop);
            await mails.SendAsync(db, account, MailTexts.PasswordChanged, stop);
            return true;
        }, stop);
        return isUsed
            ? await dispatcher.ContinueAsync(http, dispatcher.FlowOf(http) with { Address = account.Address, User = null, Methods = [] }, stop)
            : DeadLinkPage(language);
    }

    static async Task<IResult> ChangeAddressAsync(
        HttpContext http, Language language, AddressChanges changes, string link, FoundLink found, CancellationToken stop)
    {
        var texts = SignInTexts.For(language);
        return await changes.ConfirmAsync(http, link, found, stop) switch
        {
            AddressChangeOutcome.Done => MessagePage(language, texts.NewAddressDoneTitle, texts.NewAddressDoneAdvice),
            AddressChangeOutcome.Taken => MessagePage(language, texts.NewAddressTakenTitle, texts.NewAddressTakenAdvice, StatusCodes.Status409Conflict),
            _ => DeadLinkPage(language),
        };
    }
}
