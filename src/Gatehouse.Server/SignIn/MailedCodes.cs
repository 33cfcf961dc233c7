using Gatehouse.Server.Mail;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

namespace Gatehouse.Server.SignIn;

/// <summary>Codes that are mailed during a sign-in.</summary>
sealed class MailedCodes(Database database, LocalAccounts accounts, AccountLinks links, AccountMails mails, SignInCookies cookies)
{
    /// <summary>Mails a new code to an account's owner, in the place of one before.</summary>
    /// <returns>False when the account has no address, or too many mails went there in this hour.</returns>
    public Task<bool> SendAsync(Account account, Language language, CancellationToken stop) => database.WriteAsync(account.Organization, async db =>
    {
        if (account.Address is not { } address || !await mails.MaySendAsync(db, address, stop))
            return false;

        var code = await links.NewCodeAsync(db, account.User, AccountLinks.SignInCode, address, stop);
        await mails.SendAsync(
            db, account, (to, name) => MailTexts.SignInCode(to with { PreferredLanguage = to.PreferredLanguage ?? language.Code }, name, code, AccountLinks.CodeLifetime), stop);
        return true;
    }, stop);

    /// <summary>The same during a sign-in, which notes it.</summary>
    public async Task<SignInFlow> SendAsync(HttpContext http, SignInFlow flow, Language language, CancellationToken stop)
    {
        var (organization, user) = SignInSteps.Of(flow);
        if (await accounts.FindAsync(organization, user, stop) is { } account)
            await SendAsync(account, language, stop);

        var sent = flow with { IsCodeSent = true };
        cookies.SetFlow(http.Response, sent);
        return sent;
    }

    /// <summary>The address that codes go to, as far as its owner needs to see it: <c>m…o@contoso.example</c>.</summary>
    public async Task<string> MaskedAddressAsync(SignInFlow flow, CancellationToken stop)
    {
        var (organization, user) = SignInSteps.Of(flow);
        var address = (await accounts.FindAsync(organization, user, stop))?.Address ?? "";
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at < 1 ? "" : $"{address[0]}…{(at > 2 ? address[at - 1] : "")}{address[at..]}";
    }
}
