using Gatehouse.Server.Storage;

using Microsoft.AspNetCore.Identity;

namespace Gatehouse.Server.SignIn.Passkeys;

/// <summary>
/// Shows passkeys and their users to ASP.NET Core Identity, whose passkey handler does WebAuthn. It looks things up here and writes nothing:
/// what it found to be right is saved by whoever asked.
/// </summary>
sealed class PasskeyUserStore(Database database, PasskeyRegister passkeys, LocalAccounts accounts) : IUserPasskeyStore<PasskeyUser>
{
    /// <summary>Where a new passkey will belong to: the handler asks whether somebody has it already, without saying where.</summary>
    public OrganizationId? Organization { get; set; }

    public Task<string> GetUserIdAsync(PasskeyUser user, CancellationToken cancellationToken) => Task.FromResult(user.Handle);

    public Task<string?> GetUserNameAsync(PasskeyUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Handle);

    public async Task<PasskeyUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        PasskeyUser.Parse(userId) is { } user && await accounts.FindAsync(user.Organization, user.User, cancellationToken) is { IsActive: true } ? user : null;

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyUser user, CancellationToken cancellationToken)
    {
        var stored = await database.ReadAsync(user.Organization, db => passkeys.ListAsync(db, user.User, cancellationToken), cancellationToken);
        return [.. stored.Select(static one => one.ToInfo())];
    }

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyUser user, byte[] credentialId, CancellationToken cancellationToken)
    {
        var found = await database.ReadAsync(user.Organization, db => passkeys.FindAsync(db, credentialId, cancellationToken), cancellationToken);
        return found is not null && found.UserId == user.User.Value ? found.ToInfo() : null;
    }

    public async Task<PasskeyUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        var organization = Organization ?? throw new InvalidOperationException("Nobody said whose organization a new passkey is for.");
        var found = await database.ReadAsync(organization, db => passkeys.FindAsync(db, credentialId, cancellationToken), cancellationToken);
        return found is null ? null : new(organization, new(found.UserId));
    }

    public void Dispose()
    {
        // Holds nothing.
    }

    public Task AddOrUpdatePasskeyAsync(PasskeyUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw ReadOnly();

    public Task RemovePasskeyAsync(PasskeyUser user, byte[] credentialId, CancellationToken cancellationToken) => throw ReadOnly();

    public Task SetUserNameAsync(PasskeyUser user, string? userName, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<string?> GetNormalizedUserNameAsync(PasskeyUser user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task SetNormalizedUserNameAsync(PasskeyUser user, string? normalizedName, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> CreateAsync(PasskeyUser user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> UpdateAsync(PasskeyUser user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> DeleteAsync(PasskeyUser user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<PasskeyUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw ReadOnly();

    static NotSupportedException ReadOnly() => new("Users are written by Directory/, passkeys by PasskeyRegister.");
}
