using Gatehouse.Server.Mail;
using Gatehouse.Server.Organizations;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Findings;

/// <summary>
/// Mails an organization what was found: soon after the first finding, then at most once a day. Any number of nodes may do so; what was
/// mailed is marked in the transaction that puts the mail into the outbox.
/// </summary>
sealed partial class FindingDigests(
    Database database, FindingRegister findings, OrganizationRegister organizations, Outbox outbox, GatehouseOptions options, TimeProvider clock,
    ILogger<FindingDigests> log) : DatabaseRounds(TimeSpan.FromMinutes(5), clock)
{
    const int MostNamed = 20;

    /// <summary>What is put right at once, by provisioning that was only a little late, is no news.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromMinutes(60);

    static readonly TimeSpan Apart = TimeSpan.FromHours(24);

    protected override Task RoundAsync(CancellationToken stop) => MailAsync(stop);

    /// <summary>One round over all organizations that have something to hear.</summary>
    public async Task MailAsync(CancellationToken stop)
    {
        var due = await database.Instance.ReadAsync(db => findings.ListDueAsync(db, Clock.GetUtcNow() - Grace, stop), stop);
        foreach (var organization in due)
            await database.WriteAsync(new OrganizationId(organization), db => MailAsync(db, stop), stop);
    }

    async Task MailAsync(DbScope db, CancellationToken stop)
    {
        if (await organizations.FindAsync(db, stop) is not { AlertAddress: { } address } organization
            || await findings.LastMailAsync(db, stop) + Apart > Clock.GetUtcNow())
            return;

        var open = await findings.ListOpenAsync(db, MostNamed + 1, stop);
        if (await findings.MarkMailedAsync(db, stop) == 0)
            return;

        var to = new Addressee(EmailAddress.Parse(address), null, null);
        var lines = open.Take(MostNamed).Select(one => FindingTexts.Line(to.Language, one)).ToList();
        await outbox.AppendAsync(db, MailTexts.Findings(to, organization.Name, lines, open.Count > MostNamed, options.PublicUrl), stop);
    }

    [LoggerMessage(1701, LogLevel.Warning, "Findings could not be mailed now; the next round tries again")]
    protected override partial void Postponed(Exception problem);
}
