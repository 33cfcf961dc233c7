using Gatehouse.Server.Mail;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

namespace Gatehouse.Server.SignIn;

/// <summary>Codes that are mailed during a sign-in.</summary>
sealed class MailedCodes(Database database, LocalAccounts accounts, AccountLinks links, AccountMails mails, SignInCookies cookies)
{
    /// <summary>Mails a new code, in the place of one before, and notes it in the flow.</summary>
    public async Task<SignInFlow> SendAsync(HttpContext http, SignInFlow flow, Language language, CancellationToken stop)
    {
        var (organization, user) = SignInSteps.Of(flow);
        if (await accounts.FindAsync(organization, user, stop) is { Address: { } address } account)
        {
            await database.WriteAsync(organization, async db =>
            {
                if (!await mails.MaySendAsync(db, address, stop))
                    return;

                var code = await links.NewCodeAsync(db, user, address, stop);
                await mails.SendAsync(
                    db, account, (to, name) => MailTexts.SignInCode(to with { PreferredLanguage = to.PreferredLanguage ?? language.Code }, name, code, AccountLinks.CodeLifetime), stop);
            }, stop);
        }

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
