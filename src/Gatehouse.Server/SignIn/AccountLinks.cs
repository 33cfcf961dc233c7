using Gatehouse.Server.Directory;
using Gatehouse.Server.Keys;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>
/// The account_links table: links and codes that are mailed. Each is for one purpose, works once and for a short time, and dies when a
/// newer one is made for the same purpose (S78). A link carries its organization, so that it is found on one shard.
/// </summary>
sealed class AccountLinks(Database database, TimeProvider clock)
{
    public const string Activation = "activation";
    public const string PasswordReset = "password-reset";
    public const string SignInCode = "sign-in-code";
    public const string AddressChange = "address-change";
    public const string LinkCode = "link-code";

    const int MostTries = 5;
    const int CodeFigures = 6;

    public static readonly TimeSpan ActivationLifetime = TimeSpan.FromDays(3);
    public static readonly TimeSpan ResetLifetime = TimeSpan.FromMinutes(60);
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);

    const string SaveSql = """
        insert into account_links (organization_id, link_id, user_id, purpose, hash, detail, tries, expires_at, created_at)
        values (@organization, @id, @user, @purpose, @hash, @address, 0, @expiresAt, @now)
        on conflict (organization_id, user_id, purpose)
        do update set link_id = excluded.link_id, hash = excluded.hash, detail = excluded.detail, tries = 0, expires_at = excluded.expires_at,
            created_at = excluded.created_at
        """;

    /// <summary>Makes a link's secret part.</summary>
    /// <param name="db">The organization's scope, writing.</param>
    /// <param name="user">Whom it is for.</param>
    /// <param name="purpose">What it permits.</param>
    /// <param name="address">Where it is mailed to, when nobody but the mail tells it: its return proves that mail arrives there. Else null.</param>
    /// <param name="lifetime">How long it works.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<string> NewLinkAsync(DbScope db, UserId user, string purpose, string? address, TimeSpan lifetime, CancellationToken stop)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var secret = Secrets.Text("");
        await SaveAsync(db, id, user, purpose, secret, address, lifetime, stop);
        return $"{db.Organization}.{id:N}.{secret}";
    }

    /// <summary>Makes a code of six figures.</summary>
    /// <param name="db">The organization's scope, writing.</param>
    /// <param name="user">Whom it is for.</param>
    /// <param name="purpose">What it permits.</param>
    /// <param name="detail">What it is bound to, such as the address it is mailed to.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<string> NewCodeAsync(DbScope db, UserId user, string purpose, string detail, CancellationToken stop)
    {
        var code = System.Security.Cryptography.RandomNumberGenerator.GetString("0123456789", CodeFigures);
        await SaveAsync(db, Guid.CreateVersion7(clock.GetUtcNow()), user, purpose, code, detail, CodeLifetime, stop);
        return code;
    }

    Task SaveAsync(DbScope db, Guid id, UserId user, string purpose, string secret, string? address, TimeSpan lifetime, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return db.ExecuteAsync(SaveSql, new { id, user = user.Value, purpose, hash = Secrets.Hash(secret), address, expiresAt = now + lifetime, now }, stop);
    }

    const string FindSql = """
        select user_id, purpose, hash, detail
        from account_links
        where organization_id = @organization
          and link_id = @id
          and expires_at > @now
        """;

    /// <summary>Whom a link is for, if it still works. Does not use it up.</summary>
    public async Task<FoundLink?> FindAsync(string link, CancellationToken stop)
    {
        if (!TryParse(link, out var organization, out var id, out var secret))
            return null;

        var row = await database.ReadAsync(organization, db => db.FindAsync<Row>(FindSql, new { id, now = clock.GetUtcNow() }, stop), stop);
        return row is not null && Secrets.Matches(row.Hash, Secrets.Hash(secret)) ? new(organization, new UserId(row.UserId), row.Purpose, row.Detail) : null;
    }

    const string UseLinkSql = """
        delete from account_links
        where organization_id = @organization
          and link_id = @id
          and hash = @hash
          and expires_at > @now
        """;

    /// <summary>Uses a link up, in the transaction of what it permits.</summary>
    /// <returns>False when it was used before, is too old, or was replaced.</returns>
    public async Task<bool> UseLinkAsync(DbScope db, string link, CancellationToken stop) =>
        TryParse(link, out var organization, out var id, out var secret) && organization == db.Organization
        && await db.ExecuteAsync(UseLinkSql, new { id, hash = Secrets.Hash(secret), now = clock.GetUtcNow() }, stop) == 1;

    const string TryCodeSql = """
        update account_links
        set tries = tries + 1
        where organization_id = @organization
          and user_id = @user
          and purpose = @purpose
          and tries < @most
          and expires_at > @now
        returning hash, detail
        """;

    const string RemoveSql = """
        delete from account_links
        where organization_id = @organization
          and user_id = @user
          and purpose = @purpose
        """;

    /// <summary>Uses a mailed code up. After five tries it is dead.</summary>
    /// <returns>What it is bound to, or null when it is not right.</returns>
    public async Task<string?> UseCodeAsync(DbScope db, UserId user, string purpose, string code, CancellationToken stop)
    {
        var tried = await db.FindAsync<MailedCode>(TryCodeSql, new { user = user.Value, purpose, most = MostTries, now = clock.GetUtcNow() }, stop);
        var figures = new string([.. code.Where(char.IsAsciiDigit)]);
        if (tried is null || !Secrets.Matches(tried.Hash, Secrets.Hash(figures)))
            return null;

        await RemoveAsync(db, user, purpose, stop);
        return tried.Detail;
    }

    /// <summary>Ends what was mailed for a purpose.</summary>
    public Task RemoveAsync(DbScope db, UserId user, string purpose, CancellationToken stop) =>
        db.ExecuteAsync(RemoveSql, new { user = user.Value, purpose }, stop);

    const string RemoveAllSql = """
        delete from account_links
        where organization_id = @organization
          and user_id = @user
        """;

    /// <summary>Ends everything that was mailed to a user.</summary>
    public Task RemoveAllAsync(DbScope db, UserId user, CancellationToken stop) => db.ExecuteAsync(RemoveAllSql, new { user = user.Value }, stop);

    const string SweepSql = """
        delete from account_links
        where organization_id = @organization
          and expires_at < @now
        """;

    /// <summary>Forgets those that no longer work anyway.</summary>
    public Task<int> SweepAsync(DbScope db, CancellationToken stop) => db.ExecuteAsync(SweepSql, new { now = clock.GetUtcNow() }, stop);

    static bool TryParse(string link, out OrganizationId organization, out Guid id, out string secret)
    {
        (organization, id, secret) = (default, default, "");
        if (link.Split('.') is not [var first, var second, var third])
            return false;

        secret = third;
        return OrganizationId.TryParse(first, out organization) && Guid.TryParseExact(second, "N", out id) && third.Length > 0;
    }

    sealed record Row
    {
        public required Guid UserId { get; init; }

        public required string Purpose { get; init; }

        public required byte[] Hash { get; init; }

        public string? Detail { get; init; }
    }

    sealed record MailedCode
    {
        public required byte[] Hash { get; init; }

        public required string Detail { get; init; }
    }
}

/// <summary>A link that still works.</summary>
/// <param name="Organization">Whose it is.</param>
/// <param name="User">Whom it is for.</param>
/// <param name="Purpose">What it permits.</param>
/// <param name="Address">Where it was mailed to, when nobody but the mail told it.</param>
sealed record FoundLink(OrganizationId Organization, UserId User, string Purpose, string? Address);
