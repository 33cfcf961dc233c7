using Gatehouse.Server.Audit;
using Gatehouse.Server.Mail;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Server.Portal;

/// <summary>/portal/security/password: a new password. Who may set one is shown by the fresh sign-in, not by the old password.</summary>
static class PasswordEndpoints
{
    const string Path = PortalPages.Security + "/password";

    public static void MapPasswordChange(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapPortalPages(Path);
        pages.MapGet("", Get).RequireFreshSignIn();
        pages.MapPost("", Post).RequireFreshSignIn(Path);
    }

    static async Task<IResult> Get(Language language, SignedIn signedIn, People people, CancellationToken stop) =>
        Page(language, await people.GetAsync(signedIn, stop), null);

    static RazorComponentResult<PasswordChangePage> Page(Language language, Person person, string? error) => new(new
    {
        Texts = SecurityTexts.For(language), SignIn = SignInTexts.For(language), Frame = person.FrameIn(language), Error = error,
    });

    static async Task<IResult> Post(
        HttpContext http, Language language, SignedIn signedIn, Database database, People people, LocalAccounts accounts, LocalCredentials credentials,
        SignIns signIns, AccountLinks links, AccountMails mails, PasswordRules rules, PasswordHashing hashing, AuditLog audit, [FromForm] string? password,
        CancellationToken stop)
    {
        var person = await people.GetAsync(signedIn, stop);
        var account = person.Account;
        var fault = rules.Judge(password ?? "", [account.Name, account.UserName, account.Address, person.Organization]);
        if (fault != PasswordFault.None)
            return Page(language, person, SignInTexts.For(language).Fault(fault));

        var hash = await hashing.HashAsync(password!, stop);
        await database.WriteAsync(signedIn.Organization, async db =>
        {
            await credentials.SetPasswordAsync(db, signedIn.User, hash, stop);
            if (account.Address is { } address)
                await accounts.AddAsync(db, address, signedIn.User, stop);
            await signIns.EndAllAsync(db, signedIn.User, signedIn.SignIn.SignInId, stop);
            foreach (var purpose in (string[])[AccountLinks.Activation, AccountLinks.PasswordReset, AccountLinks.SignInCode])
                await links.RemoveAsync(db, signedIn.User, purpose, stop);
            await audit.AppendAsync(db, SignInAudit.Event(http, "password.changed", signedIn.User), stop);
            await mails.SendAsync(db, account, MailTexts.PasswordChanged, stop);
        }, stop);
        return SeeOther.To($"{PortalPages.Security}?done=password");
    }
}
