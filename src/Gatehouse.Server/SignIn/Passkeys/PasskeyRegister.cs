using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

using Microsoft.AspNetCore.Identity;

namespace Gatehouse.Server.SignIn.Passkeys;

/// <summary>The passkeys table.</summary>
sealed class PasskeyRegister(TimeProvider clock)
{
    const int LongestName = 60;
    const string Columns = "passkey_id, user_id, name, public_key, sign_count, transports, is_backup_eligible, is_backed_up, created_at, last_used_at";

    const string ListSql = $"""
        select {Columns}
        from passkeys
        where organization_id = @organization
          and user_id = @user
        order by created_at, passkey_id
        """;

    public Task<IReadOnlyList<StoredPasskey>> ListAsync(DbScope db, UserId user, CancellationToken stop) =>
        db.ListAsync<StoredPasskey>(ListSql, new { user = user.Value }, stop);

    const string FindSql = $"""
        select {Columns}
        from passkeys
        where organization_id = @organization
          and passkey_id = @id
        """;

    public Task<StoredPasskey?> FindAsync(DbScope db, byte[] id, CancellationToken stop) => db.FindAsync<StoredPasskey>(FindSql, new { id }, stop);

    const string InsertSql = """
        insert into passkeys (organization_id, passkey_id, user_id, name, public_key, sign_count, transports, is_backup_eligible, is_backed_up,
            created_at)
        values (@organization, @id, @user, @name, @PublicKey, @count, @transports, @IsBackupEligible, @IsBackedUp, @now)
        """;

    /// <exception cref="UniqueViolationException">From here or from the commit: somebody has it.</exception>
    public Task AddAsync(DbScope db, UserId user, UserPasskeyInfo passkey, string name, CancellationToken stop) => db.ExecuteAsync(InsertSql, new
    {
        id = passkey.CredentialId, user = user.Value, name = name.Length > LongestName ? name[..LongestName] : name, passkey.PublicKey,
        count = (long)passkey.SignCount, transports = string.Join(' ', passkey.Transports ?? []), passkey.IsBackupEligible, passkey.IsBackedUp,
        now = clock.GetUtcNow(),
    }, stop);

    // Synchronized passkeys do not count and say zero each time; one that counts must have counted on, or it is a copy.
    const string UseSql = """
        update passkeys
        set sign_count = @count, is_backed_up = @IsBackedUp, last_used_at = @now
        where organization_id = @organization
          and passkey_id = @id
          and user_id = @user
          and (sign_count < @count or (sign_count = 0 and @count = 0))
        """;

    /// <summary>Notes that a passkey was used.</summary>
    /// <returns>False when it was removed since, or used at the same time with the same count.</returns>
    public async Task<bool> UseAsync(DbScope db, UserId user, UserPasskeyInfo passkey, CancellationToken stop) => await db.ExecuteAsync(UseSql, new
    {
        id = passkey.CredentialId, user = user.Value, count = (long)passkey.SignCount, passkey.IsBackedUp, now = clock.GetUtcNow(),
    }, stop) == 1;

    const string RemoveSql = """
        delete from passkeys
        where organization_id = @organization
          and passkey_id = @id
          and user_id = @user
        """;

    /// <returns>False when the user has no such passkey.</returns>
    public async Task<bool> RemoveAsync(DbScope db, UserId user, byte[] id, CancellationToken stop) =>
        await db.ExecuteAsync(RemoveSql, new { id, user = user.Value }, stop) == 1;

    const string RemoveAllSql = """
        delete from passkeys
        where organization_id = @organization
          and user_id = @user
        """;

    public Task RemoveAllAsync(DbScope db, UserId user, CancellationToken stop) => db.ExecuteAsync(RemoveAllSql, new { user = user.Value }, stop);
}
