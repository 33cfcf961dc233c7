using System.Globalization;
using System.Text.Json.Nodes;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Findings;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Federation.Domains;

/// <summary>
/// Looks each week whether organizations still own the domains that they have proven by DNS. A record that is missing is a finding for a week,
/// and then the domain counts no more: whoever bought it since must not sign in as its former people (S61).
/// </summary>
sealed class DomainRounds(
    Database database, EmailDomains domains, DomainProofs proofs, FindingRegister findings, AuditLog audit, TimeProvider clock, ILogger<DomainRounds> log)
    : DatabaseRounds(TimeSpan.FromHours(1), clock)
{
    const int MostInOneRound = 100;

    /// <summary>How long a domain still counts whose record is missing.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(7);

    protected override Task RoundAsync(CancellationToken stop) => GoAsync(stop);

    protected override void Postponed(Exception problem) => log.RoundWaits("domains", problem);

    /// <summary>One round.</summary>
    public async Task GoAsync(CancellationToken stop)
    {
        foreach (var domain in await domains.ListDueAsync(MostInOneRound, stop))
        {
            var proof = await proofs.LookAsync(domain, stop);
            await database.WriteAsync(domain.Organization, db => proof == DomainProof.Unknown
                ? domains.PostponeAsync(db, domain.Name, stop)
                : NoteAsync(db, domain, proof, stop), stop);
        }
    }

    async Task NoteAsync(DbScope db, EmailDomain domain, DomainProof proof, CancellationToken stop)
    {
        if (proof == DomainProof.Found)
        {
            await domains.VerifyAsync(db, domain.Name, EmailDomain.ByDns, stop);
            await findings.ResolveAsync(db, FindingKinds.DomainProofLost, domain.Name, stop);
            return;
        }

        log.ProofMissing(domain.Name, domain.Organization.ToString());
        var until = (domain.LostAt ?? Clock.GetUtcNow()) + Grace;
        await findings.RaiseAsync(db, FindingKinds.DomainProofLost, domain.Name, new JsonObject
        {
            ["record"] = domain.RecordName, ["until"] = until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        }, stop);
        if (until > Clock.GetUtcNow())
        {
            await domains.MissAsync(db, domain.Name, stop);
            return;
        }

        await domains.SuspendAsync(db, domain.Name, stop);
        await audit.AppendAsync(db, new AuditEvent
        {
            ActorKind = "system", ActorId = "domain-check", Action = "domain.suspended", TargetType = "domain", TargetId = domain.Name,
        }, stop);
    }
}
