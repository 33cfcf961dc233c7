using System.Text.Json;

using Gatehouse.Server.Audit;
using Gatehouse.Server.Keys;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Mail;

/// <summary>The outbox_mails table. The only class that writes it.</summary>
sealed class Outbox(Sealing sealing, AuditLog audit, TimeProvider clock)
{
    /// <summary>
    /// How long a mail belongs to who took it. Far longer than an attempt may last, so that nodes whose clocks differ by a minute do not send
    /// the same mail.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    const string Purpose = "mail";

    const string AppendSql = """
        insert into outbox_mails (organization_id, mail_id, kind, recipient, language, subject, due_at, lease_until, attempts, created_at,
            sealed_with, sealed_bodies)
        values (@organization, @id, @Kind, @recipient, @Language, @Subject, @now, 0, 0, @now, @sealedWith, @sealedBodies)
        """;

    /// <summary>Appends a mail to the transaction of the change it tells of: both happen or neither does.</summary>
    /// <returns>The mail's id, to be named in the audit event of the change.</returns>
    public async Task<Guid> AppendAsync(DbScope db, OutgoingMail mail, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var recipient = mail.Recipient.Value;
        var bodies = JsonSerializer.SerializeToUtf8Bytes(new Bodies(mail.Text, mail.Html));
        await db.LaterAsync(AppendSql, new
        {
            id, mail.Kind, recipient, mail.Language, mail.Subject, now, sealedWith = sealing.KeyId,
            sealedBodies = sealing.Seal(bodies, Purpose, RecordOf(id, recipient)),
        }, stop);
        return id;
    }

    const string ListDueSql = """
        select organization_id, mail_id
        from outbox_mails
        where due_at <= @now
          and lease_until <= @now
        order by due_at
        limit @take
        """;

    /// <summary>Mails of all organizations that nobody is sending, the longest due first. For the instance's scope.</summary>
    public Task<IReadOnlyList<DueMail>> ListDueAsync(DbScope db, int take, CancellationToken stop) =>
        db.ListAsync<DueMail>(ListDueSql, new { now = clock.GetUtcNow(), take }, stop);

    const string TakeSql = """
        update outbox_mails
        set lease_until = @until, attempts = attempts + 1
        where organization_id = @organization
          and mail_id = @mail
          and due_at <= @now
          and lease_until <= @now
        returning organization_id, mail_id, kind, recipient, language, subject, lease_until, attempts, created_at, sealed_with, sealed_bodies
        """;

    /// <returns>Null when another worker has it, or had it.</returns>
    public Task<LeasedMail?> TakeAsync(DbScope db, Guid mail, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return db.FindAsync<LeasedMail>(TakeSql, new { mail, now, until = now + Lease }, stop);
    }

    /// <exception cref="System.Security.Cryptography.CryptographicException">It was sealed with another key, or for another recipient.</exception>
    public OutgoingMail Open(LeasedMail mail)
    {
        var plain = sealing.Open(mail.SealedBodies, Purpose, RecordOf(mail.MailId, mail.Recipient));
        var bodies = JsonSerializer.Deserialize<Bodies>(plain) ?? throw new JsonException("A mail without bodies.");
        return new()
        {
            Kind = mail.Kind, Recipient = EmailAddress.Parse(mail.Recipient), Language = mail.Language, Subject = mail.Subject,
            Text = bodies.Text, Html = bodies.Html,
        };
    }

    const string RemoveSql = """
        delete from outbox_mails
        where organization_id = @organization
          and mail_id = @mail
        """;

    /// <summary>Forgets a mail that was delivered, whoever holds it by now.</summary>
    public Task<int> RemoveAsync(DbScope db, LeasedMail mail, CancellationToken stop) =>
        db.ExecuteAsync(RemoveSql, new { mail = mail.MailId }, stop);

    const string PostponeSql = """
        update outbox_mails
        set due_at = @dueAt, lease_until = 0, last_error = @reason
        where organization_id = @organization
          and mail_id = @mail
          and lease_until = @LeaseUntil
        """;

    public Task<int> PostponeAsync(DbScope db, LeasedMail mail, DateTimeOffset dueAt, string reason, CancellationToken stop) =>
        db.ExecuteAsync(PostponeSql, new { mail = mail.MailId, mail.LeaseUntil, dueAt, reason }, stop);

    const string GiveUpSql = RemoveSql + """

          and lease_until = @LeaseUntil
        """;

    /// <summary>Forgets a mail that could not be delivered, and says so in the organization's audit trail.</summary>
    public async Task GiveUpAsync(DbScope db, LeasedMail mail, string reason, CancellationToken stop)
    {
        if (await db.ExecuteAsync(GiveUpSql, new { mail = mail.MailId, mail.LeaseUntil }, stop) == 0)
            return;

        // The address itself is not for everybody who may read the trail; its domain says whose mail server it was.
        var domain = mail.Recipient[(mail.Recipient.IndexOf('@', StringComparison.Ordinal) + 1)..];
        await audit.AppendAsync(db, new AuditEvent
        {
            ActorKind = "system", ActorId = "mail", Action = "mail.undeliverable", TargetType = "mail", TargetId = mail.MailId.ToString("N"),
            Details = JsonSerializer.Serialize(new { kind = mail.Kind, domain, attempts = mail.Attempts, reason }),
        }, stop);
    }

    // With the recipient, so that whoever can write rows cannot have a link that works sent to himself.
    static string RecordOf(Guid mail, string recipient) => $"{mail:N} {recipient}";

    sealed record Bodies(string Text, string Html);
}

/// <summary>Names a mail that is due.</summary>
sealed class DueMail
{
    public required Guid OrganizationId { get; init; }

    public required Guid MailId { get; init; }

    public OrganizationId Organization => new(OrganizationId);
}
