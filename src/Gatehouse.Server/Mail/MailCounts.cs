using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Mail;

/// <summary>
/// The mail_counts table: how many mails that anybody can cause went to an address, and out of an organization, in this hour. So that nobody
/// fills a stranger's mailbox, or spoils the name of our mail server (S110).
/// </summary>
sealed class MailCounts(TimeProvider clock)
{
    public const int MostPerAddress = 10;
    public const int MostPerOrganization = 1_000;

    const string Everybody = "*";

    const string CountSql = """
        insert into mail_counts (organization_id, target, hour, mails)
        values (@organization, @target, @hour, 1)
        on conflict (organization_id, target, hour)
        do update set mails = mail_counts.mails + 1
        returning mails
        """;

    /// <summary>Counts a mail that is about to be appended.</summary>
    /// <returns>False when there were enough of them; the mail is not to be sent then.</returns>
    public async Task<bool> TryCountAsync(DbScope db, EmailAddress recipient, CancellationToken stop)
    {
        var hour = clock.GetUtcNow().ToUnixTimeSeconds() / 3_600;
        var toAddress = await db.ScalarAsync<long>(CountSql, new { target = recipient.Value.ToLowerInvariant(), hour }, stop);
        return toAddress <= MostPerAddress
            && await db.ScalarAsync<long>(CountSql, new { target = Everybody, hour }, stop) <= MostPerOrganization;
    }

    const string SweepSql = """
        delete from mail_counts
        where organization_id = @organization
          and hour < @hour
        """;

    /// <summary>Forgets earlier hours.</summary>
    public Task<int> SweepAsync(DbScope db, CancellationToken stop) =>
        db.ExecuteAsync(SweepSql, new { hour = clock.GetUtcNow().ToUnixTimeSeconds() / 3_600 }, stop);
}
