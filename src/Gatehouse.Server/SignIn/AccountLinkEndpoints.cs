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

    static async Task<IResult> PostForgotten(
        HttpContext http, Language language, Database database, SignInDispatcher dispatcher, LocalAccounts accounts, AccountLinks links, AccountMails mails,
        GatehouseOptions options, AuditLog audit, [FromForm] string? address, CancellationToken stop)
    {
        var flow = dispatcher.FlowOf(http);
        if (MailAddress.Canonical(address) is not { } canonical)
            return ForgottenPage(language, flow, address, SignInTexts.For(language).AddressFault);

        foreach (var account in await accounts.FindAsync(canonical, flow.OrganizationId, stop))
        {
            await database.WriteAsync(account.Organization, async db =>
            {
                var link = await links.NewLinkAsync(db, account.User, AccountLinks.PasswordReset, AccountLinks.ResetLifetime, stop);
                await mails.SendAsync(db, account, (to, name) => MailTexts.PasswordReset(to, name, AccountMails.LinkOf(options.PublicUrl, link), AccountLinks.ResetLifetime), stop);
                await audit.AppendAsync(db, SignInAudit.Event(http, "password.reset-requested", account.User), stop);
            }, stop);
        }

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
        await FindAsync(links, accounts, link, stop) is { } account
            ? NewPasswordPage(language, account, await organizations.GetAsync(account.Organization, stop), null)
            : DeadLinkPage(language);

    static async Task<Account?> FindAsync(AccountLinks links, LocalAccounts accounts, string link, CancellationToken stop) =>
        await links.FindAsync(link, stop) is var (organization, user, purpose) && purpose is AccountLinks.Activation or AccountLinks.PasswordReset
            && await accounts.FindAsync(organization, user, stop) is { IsActive: true } account ? account : null;

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
        PasswordRules rules, PasswordHashing hashing, OrganizationCache organizations, AccountMails mails, SignInDispatcher dispatcher, AuditLog audit,
        string link, [FromForm] string? password, CancellationToken stop)
    {
        if (await FindAsync(links, accounts, link, stop) is not { } account)
            return DeadLinkPage(language);

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
            // Whoever signed in with the old one, or waits with another link, is out.
            await signIns.EndAllAsync(db, account.User, but: null, stop);
            foreach (var purpose in (string[])[AccountLinks.Activation, AccountLinks.PasswordReset, AccountLinks.SignInCode])
                await links.RemoveAsync(db, account.User, purpose, stop);
            await audit.AppendAsync(db, SignInAudit.Event(http, "password.changed", account.User), stop);
            await mails.SendAsync(db, account, MailTexts.PasswordChanged, stop);
            return true;
        }, stop);
        return isUsed
            ? await dispatcher.ContinueAsync(http, dispatcher.FlowOf(http) with { Address = account.Address, User = null, Methods = [] }, stop)
            : DeadLinkPage(language);
    }
}
