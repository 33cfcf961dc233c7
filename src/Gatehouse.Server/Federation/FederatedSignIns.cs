using System.Text.Json;
using System.Text.Json.Nodes;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Findings;
using Gatehouse.Server.Keys;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;
using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Federation;

/// <summary>
/// What happens with somebody who comes back with the word of their identity provider, whatever protocol it came by: decide, link or create,
/// and sign in, all in one transaction.
/// </summary>
sealed class FederatedSignIns(
    Database database, IdentityProviders providers, AccountLinker linker, SignInDispatcher dispatcher, SpentTickets spent, FindingRegister findings,
    AddressProofs proofs, Trials trials, FederationPages pages, Sealing sealing, AuditLog audit, TimeProvider clock)
{
    const string UpstreamPurpose = "sign-in-upstream";
    const int MostTries = 4;

    /// <summary>Ends a sign-in, or a trial.</summary>
    public async Task<IResult> ArriveAsync(
        HttpContext http, Language language, IdentityProvider provider, PendingSignIn pending, ExternalIdentity who, CancellationToken stop)
    {
        if (pending.IsTrial)
            return await trials.ShowAsync(http, language, provider, who, stop);

        var flow = dispatcher.FlowOf(http);
        if (flow.Id != pending.Flow || flow.OrganizationId != provider.Id.Organization)
            return await pages.RefuseAsync(http, language, provider, new FederationException(FederationFault.Stale, "The sign-in that this answers is not the one that is under way in this browser."), stop);
        if (pending.MustProveAnew && !(who.AuthenticatedAt > pending.BegunAt - Clocks.Skew))
            return await pages.RefuseAsync(http, language, provider, new FederationException(
                FederationFault.NotAskedAgain,
                "The person was to prove it anew, and the identity provider does not say that they did: no auth_time, AuthnInstant, or an old one."), stop);

        var before = await dispatcher.BeforeAsync(http, stop);
        var arrival = await TryAsync(() => database.WriteAsync(
            provider.Id.Organization, db => DecideAsync(db, http, provider.IdentityProviderId, pending, who, before, stop), stop));
        return arrival switch
        {
            { Handle: { } handle } => dispatcher.Enter(http, flow, provider.Id.Organization, arrival.Decision.User!.Value, handle),
            { Decision: { Action: LinkAction.ProveAddress, User: { } user } } => await proofs.AskAsync(http, language, provider, pending, who, user, stop),
            { Decision.Fault: FederationFault.Replayed } => await pages.RefuseAsync(http, language, provider, new FederationException(
                FederationFault.Replayed, "The answer was used before."), stop),
            { Decision.Fault: FederationFault.Disabled } => await pages.RefuseAsync(http, language, provider, new FederationException(
                FederationFault.Disabled, "The federation is not on duty."), stop),
            _ => pages.Refusal(http, language, provider, arrival.Decision.Fault!.Value), // Whoever gets no further has a fault.
        };
    }

    /// <summary>Decides again when somebody else has done the same at the same moment: two first sign-ins of one person make one user.</summary>
    static async Task<Arrival> TryAsync(Func<Task<Arrival>> work)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await work();
            }
            catch (UniqueViolationException) when (tried < MostTries)
            {
                // The next look finds what the other one has made.
            }
        }
    }

    async Task<Arrival> DecideAsync(
        DbScope db, HttpContext http, Guid id, PendingSignIn pending, ExternalIdentity who, (OrganizationId, StoredSignIn)? before, CancellationToken stop)
    {
        if (await providers.FindAsync(db, id, stop) is not { State: IdentityProvider.Active } provider)
            return Arrival.Refused(FederationFault.Disabled);
        if (!await spent.TrySpendAsync(db, $"federation:{pending.Id:N}", pending.EndsAt, stop))
            return Arrival.Refused(FederationFault.Replayed);

        var decision = LinkDecision.Of(provider.Settings, who, await linker.KnowAsync(db, provider, who, stop));
        if (decision.Fault is { } fault)
        {
            if (fault == FederationFault.Conflict)
                await findings.RaiseAsync(db, FindingKinds.IdentityConflict, who.Address ?? who.Subject, new JsonObject
                {
                    ["federation"] = provider.Name, ["subject"] = who.Subject,
                }, stop);
            await audit.AppendAsync(db, FederationEvents.Refused(http, provider, fault, FederationTexts.ReasonOf(fault), who), stop);
            return new(decision, null);
        }

        if (decision.Action == LinkAction.ProveAddress)
            return new(decision, null);

        var user = await linker.ApplyAsync(db, provider, who, decision, FederationEvents.Of(http, provider, ""), stop);
        if (decision.Action != LinkAction.UseLink && who.Address is not null)
            await findings.ResolveAsync(db, FindingKinds.IdentityConflict, who.Address, stop);
        var handle = await KeepAsync(db, http, provider, who, user, [], before, stop);
        return new(decision with { User = user }, handle);
    }

    /// <summary>Signs somebody in by the word of an identity provider.</summary>
    /// <param name="db">The organization's scope, writing.</param>
    /// <param name="http">The request.</param>
    /// <param name="provider">Whose word it is.</param>
    /// <param name="who">What it says.</param>
    /// <param name="user">Who that is here.</param>
    /// <param name="more">What they have proved here besides.</param>
    /// <param name="before">The sign-in that the browser had already.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<string> KeepAsync(
        DbScope db, HttpContext http, IdentityProvider provider, ExternalIdentity who, UserId user, IReadOnlyList<string> more,
        (OrganizationId, StoredSignIn)? before, CancellationToken stop)
    {
        var hasSecondFactor = provider.Settings.TrustsSecondFactor && who.Methods.Contains("mfa", StringComparer.Ordinal);
        IReadOnlyList<string> methods = [SignInMethods.Federated, .. more, .. hasSecondFactor ? (string[])["mfa"] : []];
        await audit.AppendAsync(db, SignInAudit.Event(http, "sign-in.succeeded", user, string.Join(' ', methods)), stop);
        return await dispatcher.KeepAsync(db, http, user, new()
        {
            Methods = methods, IdentityProvider = provider.IdentityProviderId, EndsAt = who.SessionEndsAt,
            // What the identity provider does not say to be fresh opens nothing here that needs a fresh sign-in.
            AuthenticatedAt = Earlier(who.AuthenticatedAt ?? clock.GetUtcNow() - StepUp.Freshness, clock.GetUtcNow()),
            Upstream = who.Session is { } session ? Seal(provider, user, session) : null,
        }, before, stop);
    }

    static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    byte[] Seal(IdentityProvider provider, UserId user, UpstreamSession session) =>
        sealing.Seal(JsonSerializer.SerializeToUtf8Bytes(session, FederationJson.Default.UpstreamSession), UpstreamPurpose, RecordOf(provider.Id, user));

    /// <summary>What signing out at the identity provider needs, of a sign-in that was begun by its word.</summary>
    public UpstreamSession? SessionOf(FederationId federation, UserId user, byte[]? upstream) => upstream is null ? null
        : JsonSerializer.Deserialize(sealing.Open(upstream, UpstreamPurpose, RecordOf(federation, user)), FederationJson.Default.UpstreamSession);

    static string RecordOf(FederationId federation, UserId user) => $"{federation}/{user}";

    sealed record Arrival(LinkDecision Decision, string? Handle)
    {
        public static Arrival Refused(FederationFault fault) => new(new LinkDecision(LinkAction.Refuse, Fault: fault), null);
    }
}

/// <summary>How far the clocks of two systems may be apart.</summary>
static class Clocks
{
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);
}
