using Gatehouse.Server.Directory;
using Gatehouse.Server.Keys;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>What a person can prove to be the user by. A row of local_credentials.</summary>
sealed record LocalCredential
{
    public const string Password = "password";
    public const string Authenticator = "authenticator";
    public const string Email = "email";
    public const string RecoveryCode = "recovery";

    /// <summary>Has a table of its own, and is a factor like the others.</summary>
    public const string Passkey = "passkey";

    public required Guid CredentialId { get; init; }

    public required string Kind { get; init; }

    public string? Hash { get; init; }

    public byte[]? SealedValue { get; init; }

    /// <summary>The last time step whose code was taken, of an authenticator.</summary>
    public required long LastStep { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>The local_credentials table. What must be read back is sealed for its record, the rest is hashed (S90, S91).</summary>
sealed class LocalCredentials(Sealing sealing, TimeProvider clock)
{
    const string Purpose = "local-credential";
    const int RecoveryCodes = 10;

    const string ListSql = """
        select credential_id, kind, hash, sealed_value, last_step, created_at, last_used_at
        from local_credentials
        where organization_id = @organization
          and user_id = @user
        order by created_at, credential_id
        """;

    public Task<IReadOnlyList<LocalCredential>> ListAsync(DbScope db, UserId user, CancellationToken stop) =>
        db.ListAsync<LocalCredential>(ListSql, new { user = user.Value }, stop);

    const string InsertSql = """
        insert into local_credentials (organization_id, user_id, credential_id, kind, hash, sealed_value, last_step, created_at)
        values (@organization, @user, @id, @kind, @hash, @sealedValue, @step, @now)
        """;

    /// <summary>Sets the password, in the place of an earlier one.</summary>
    /// <param name="db">The organization's scope, writing.</param>
    /// <param name="user">Whose.</param>
    /// <param name="hash">What <see cref="PasswordHashing"/> made of it.</param>
    /// <param name="stop">Gives up.</param>
    public async Task SetPasswordAsync(DbScope db, UserId user, string hash, CancellationToken stop)
    {
        await RemoveAsync(db, user, LocalCredential.Password, stop);
        await InsertAsync(db, user, NewId(), LocalCredential.Password, hash, null, 0, stop);
    }

    /// <summary>Adds an authenticator whose first code was taken.</summary>
    public Task AddAuthenticatorAsync(DbScope db, UserId user, byte[] secret, long step, CancellationToken stop)
    {
        var id = NewId();
        return InsertAsync(db, user, id, LocalCredential.Authenticator, null, sealing.Seal(secret, Purpose, RecordOf(db, id)), step, stop);
    }

    /// <summary>The secret of an authenticator.</summary>
    public byte[] SecretOf(OrganizationId organization, LocalCredential authenticator) =>
        sealing.Open(authenticator.SealedValue, Purpose, RecordOf(organization, authenticator.CredentialId));

    /// <summary>Lets codes be mailed to the person as a second factor.</summary>
    public async Task AddEmailAsync(DbScope db, UserId user, CancellationToken stop)
    {
        await RemoveAsync(db, user, LocalCredential.Email, stop);
        await InsertAsync(db, user, NewId(), LocalCredential.Email, null, null, 0, stop);
    }

    /// <summary>Makes ten codes in the place of those there are.</summary>
    /// <returns>The codes, which cannot be shown again.</returns>
    public async Task<IReadOnlyList<string>> RenewRecoveryCodesAsync(DbScope db, UserId user, CancellationToken stop)
    {
        await RemoveAsync(db, user, LocalCredential.RecoveryCode, stop);
        var codes = Enumerable.Range(0, RecoveryCodes).Select(static _ => RecoveryCode.New()).ToList();
        foreach (var code in codes)
            await InsertAsync(db, user, NewId(), LocalCredential.RecoveryCode, RecoveryCode.HashOf(code), null, 0, stop);
        return codes;
    }

    const string UseStepSql = """
        update local_credentials
        set last_step = @step, last_used_at = @now
        where organization_id = @organization
          and user_id = @user
          and credential_id = @id
          and last_step < @step
        """;

    /// <summary>Takes the code of a time step.</summary>
    /// <returns>False when that step, or a later one, was taken before.</returns>
    public async Task<bool> UseStepAsync(DbScope db, UserId user, Guid id, long step, CancellationToken stop) =>
        await db.ExecuteAsync(UseStepSql, new { user = user.Value, id, step, now = clock.GetUtcNow() }, stop) == 1;

    const string UseSql = """
        delete from local_credentials
        where organization_id = @organization
          and user_id = @user
          and kind = 'recovery'
          and hash = @hash
        """;

    /// <summary>Takes a recovery code, which is gone then.</summary>
    public async Task<bool> UseRecoveryCodeAsync(DbScope db, UserId user, string code, CancellationToken stop) =>
        await db.ExecuteAsync(UseSql, new { user = user.Value, hash = RecoveryCode.HashOf(code) }, stop) == 1;

    const string RemoveSql = """
        delete from local_credentials
        where organization_id = @organization
          and user_id = @user
          and kind = @kind
        """;

    /// <returns>How many there were.</returns>
    public Task<int> RemoveAsync(DbScope db, UserId user, string kind, CancellationToken stop) =>
        db.ExecuteAsync(RemoveSql, new { user = user.Value, kind }, stop);

    const string RemoveOneSql = RemoveSql + """

          and credential_id = @id
        """;

    /// <returns>False when the user has no such credential.</returns>
    public async Task<bool> RemoveAsync(DbScope db, UserId user, string kind, Guid id, CancellationToken stop) =>
        await db.ExecuteAsync(RemoveOneSql, new { user = user.Value, kind, id }, stop) == 1;

    const string RemoveFactorsSql = """
        delete from local_credentials
        where organization_id = @organization
          and user_id = @user
          and kind <> 'password'
        """;

    /// <summary>Removes everything but the password.</summary>
    public Task RemoveFactorsAsync(DbScope db, UserId user, CancellationToken stop) => db.ExecuteAsync(RemoveFactorsSql, new { user = user.Value }, stop);

    Guid NewId() => Guid.CreateVersion7(clock.GetUtcNow());

    Task InsertAsync(DbScope db, UserId user, Guid id, string kind, string? hash, byte[]? sealedValue, long step, CancellationToken stop) =>
        db.ExecuteAsync(InsertSql, new { user = user.Value, id, kind, hash, sealedValue, step, now = clock.GetUtcNow() }, stop);

    static string RecordOf(DbScope db, Guid id) => RecordOf(db.Organization, id);

    static string RecordOf(OrganizationId organization, Guid id) => $"{organization}/{id:N}";
}
