using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Mail;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gatehouse.Server.Federation;

/// <summary>
/// Asks somebody to prove that the address of an account is theirs, when an account has it whose owner never proved it. The proof is a code by
/// mail, bound to the subject that the identity provider named: another one of the same identity provider cannot use it (CVE-2026-9087).
/// </summary>
sealed class AddressProofs(
    Database database, LocalAccounts accounts, AccountLinks links, AccountMails mails, FederationCookies cookies)
{
    public const string Path = "/federation/proof";

    /// <summary>Mails a code and asks for it.</summary>
    public async Task<IResult> AskAsync(
        HttpContext http, Language language, IdentityProvider provider, PendingSignIn pending, ExternalIdentity who, UserId user, CancellationToken stop)
    {
        // What is kept in a cookie must be small, and what was received is for trials only.
        cookies.Unproven.Write(http, new(pending, who with { Received = [], Session = null }));
        if (await accounts.FindAsync(provider.Id.Organization, user, stop) is { } account)
            await SendAsync(language, provider, who, account, stop);
        return SeeOther.To(Path);
    }

    public Task SendAsync(Language language, IdentityProvider provider, ExternalIdentity who, Account account, CancellationToken stop) =>
        database.WriteAsync(account.Organization, async db =>
        {
            if (!await mails.MaySendAsync(db, who.Address!, stop))
                return;

            var code = await links.NewCodeAsync(db, account.User, AccountLinks.LinkCode, DetailOf(provider, who), stop);
            await mails.SendToAsync(
                db, account, who.Address!,
                (to, name) => MailTexts.LinkCode(to with { PreferredLanguage = to.PreferredLanguage ?? language.Code }, name, code, AccountLinks.CodeLifetime), stop);
        }, stop);

    /// <summary>What a code is bound to.</summary>
    public static string DetailOf(IdentityProvider provider, ExternalIdentity who) => $"{provider.Id} {who.Address} {who.Subject}";
}

/// <summary>/federation/proof: the code that was mailed.</summary>
static class AddressProofEndpoints
{
    public static void MapAddressProof(this RouteGroupBuilder pages)
    {
        pages.MapGet("/proof", Get);
        pages.MapPost("/proof", Post);
    }

    static async Task<IResult> Get(HttpContext http, Language language, FederationCookies cookies, FederationPages pages, TimeProvider clock, CancellationToken stop) =>
        Unproven(http, cookies, clock) is var (arrived, federation)
            ? await PageAsync(http, language, pages, federation, arrived, null, stop)
            : SeeOther.To("/sign-in");

    static (ArrivedSignIn Arrived, FederationId Federation)? Unproven(HttpContext http, FederationCookies cookies, TimeProvider clock) =>
        cookies.Unproven.Read(http) is { } arrived && arrived.Pending.EndsAt > clock.GetUtcNow() && FederationId.TryParse(arrived.Pending.Federation, out var id)
            ? (arrived, id)
            : null;

    static async Task<IResult> PageAsync(
        HttpContext http, Language language, FederationPages pages, FederationId federation, ArrivedSignIn arrived, string? error, CancellationToken stop)
    {
        await pages.BrandAsync(http, federation.Organization, stop);
        return new RazorComponentResult<AddressProofPage>(new
        {
            Language = language, Texts = FederationTexts.For(language), Branding = http.Features.Get<Branding>(), Address = arrived.Who.Address!, Error = error,
        });
    }

    static async Task<IResult> Post(
        HttpContext http, Language language, Database database, FederationCookies cookies, FederationPages pages, IdentityProviders providers, AccountLinker linker,
        FederatedSignIns signIns, SignInDispatcher dispatcher, AccountLinks links, VerifiedAddresses verified, AuditLog audit, TimeProvider clock,
        [FromForm] string? code, CancellationToken stop)
    {
        if (Unproven(http, cookies, clock) is not var (arrived, federation))
            return SeeOther.To("/sign-in");

        var (flow, before) = (dispatcher.FlowOf(http), await dispatcher.BeforeAsync(http, stop));
        if (flow.Id != arrived.Pending.Flow)
            return pages.Refusal(http, language, null, FederationFault.Stale);

        var (who, decision, handle) = (arrived.Who, (LinkDecision?)null, (string?)null);
        await database.WriteAsync(federation.Organization, async db =>
        {
            (decision, handle) = (null, null);
            if (await providers.FindAsync(db, federation.Value, stop) is not { State: IdentityProvider.Active } provider)
                return;

            // Asked again: the account may have changed hands since.
            var now = LinkDecision.Of(provider.Settings, who, await linker.KnowAsync(db, provider, who, stop));
            if (now is not { Action: LinkAction.ProveAddress, User: { } user })
            {
                decision = now;
                return;
            }

            if (await links.UseCodeAsync(db, user, AccountLinks.LinkCode, code ?? "", stop) != AddressProofs.DetailOf(provider, who))
            {
                await audit.AppendAsync(db, SignInAudit.Event(http, "sign-in.failed", user, "email"), stop);
                decision = now;
                return;
            }

            await linker.LinkAsync(db, provider, who, user, LinkedBy.ProvenAddress, FederationEvents.Of(http, provider, ""), stop);
            await verified.NoteAsync(db, user, who.Address!, stop);
            handle = await signIns.KeepAsync(db, http, provider, who, user, ["email"], before, stop);
            decision = now;
        }, stop);

        if (handle is not null)
        {
            cookies.Unproven.Remove(http);
            return dispatcher.Enter(http, flow, federation.Organization, decision!.User!.Value, handle);
        }

        return decision is { Action: LinkAction.ProveAddress }
            ? await PageAsync(http, language, pages, federation, arrived, FederationTexts.For(language).CodeWrong, stop)
            : SeeOther.To("/sign-in");
    }
}
