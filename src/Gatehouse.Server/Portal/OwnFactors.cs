using Gatehouse.Server.Audit;
using Gatehouse.Server.Mail;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.SignIn.Passkeys;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Portal;

/// <summary>What came of the wish to remove a factor.</summary>
enum FactorRemoval
{
    Done,

    /// <summary>The person has no such factor, or no longer.</summary>
    NotThere,

    /// <summary>It is the only second factor, and everybody needs one.</summary>
    IsLast,
}

/// <summary>A person's own second factors: what there is, and each change with its audit event and its mail in one transaction.</summary>
sealed class OwnFactors(Database database, LocalCredentials credentials, PasskeyRegister passkeys, FactorNotes notes, AccountMails mails, AuditLog audit)
{
    /// <summary>Everything a person can sign in with.</summary>
    public Task<Factors> ListAsync(SignedIn signedIn, CancellationToken stop) =>
        database.ReadAsync(signedIn.Organization, db => ListAsync(db, signedIn, stop), stop);

    async Task<Factors> ListAsync(DbScope db, SignedIn signedIn, CancellationToken stop) => new(
        await passkeys.ListAsync(db, signedIn.User, stop), await credentials.ListAsync(db, signedIn.User, stop));

    /// <summary>Adds a factor.</summary>
    /// <param name="http">The request.</param>
    /// <param name="person">Whose.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="add">Saves it; false when that cannot be.</param>
    /// <param name="stop">Gives up.</param>
    public Task<bool> AddAsync(HttpContext http, Person person, string kind, Func<DbScope, Task<bool>> add, CancellationToken stop) =>
        database.WriteAsync(person.Account.Organization, async db =>
        {
            if (!await add(db))
                return false;

            await notes.AddedAsync(db, http, person.Account, kind, stop);
            return true;
        }, stop);

    /// <summary>Removes a factor, unless it is the only one.</summary>
    public Task<FactorRemoval> RemoveAsync(HttpContext http, SignedIn signedIn, Person person, string kind, string? id, CancellationToken stop) =>
        database.WriteAsync(signedIn.Organization, async db =>
        {
            if ((await ListAsync(db, signedIn, stop)).SecondFactors <= 1)
                return FactorRemoval.IsLast;
            if (!await RemoveAsync(db, signedIn, kind, id, stop))
                return FactorRemoval.NotThere;

            await notes.RemovedAsync(db, http, person.Account, kind, stop);
            return FactorRemoval.Done;
        }, stop);

    async Task<bool> RemoveAsync(DbScope db, SignedIn signedIn, string kind, string? id, CancellationToken stop) => kind switch
    {
        LocalCredential.Passkey => BytesOf(id) is { } passkey && await passkeys.RemoveAsync(db, signedIn.User, passkey, stop),
        LocalCredential.Authenticator => Guid.TryParse(id, out var authenticator) && await credentials.RemoveAsync(db, signedIn.User, kind, authenticator, stop),
        LocalCredential.Email => await credentials.RemoveAsync(db, signedIn.User, kind, stop) > 0,
        _ => false,
    };

    static byte[]? BytesOf(string? hex) => hex is { Length: > 0 and <= 2_048 } && hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;

    /// <summary>Makes new recovery codes in the place of those there are.</summary>
    public Task<IReadOnlyList<string>> RenewCodesAsync(HttpContext http, Person person, CancellationToken stop) =>
        database.WriteAsync(person.Account.Organization, async db =>
        {
            var codes = await credentials.RenewRecoveryCodesAsync(db, person.Account.User, stop);
            await audit.AppendAsync(db, SignInAudit.Event(http, "recovery-codes.renewed", person.Account.User), stop);
            await mails.SendAsync(db, person.Account, static (to, name) => MailTexts.FactorChanged(to, name, FactorChange.RecoveryCodesCreated), stop);
            return codes;
        }, stop);
}

/// <summary>What a person can sign in with.</summary>
sealed record Factors(IReadOnlyList<StoredPasskey> Passkeys, IReadOnlyList<LocalCredential> Credentials)
{
    public bool HasPassword => Of(LocalCredential.Password).Any();

    public bool HasMail => Of(LocalCredential.Email).Any();

    public IEnumerable<LocalCredential> Authenticators => Of(LocalCredential.Authenticator);

    public int CodesLeft => Of(LocalCredential.RecoveryCode).Count();

    public int SecondFactors => Passkeys.Count + Authenticators.Count() + (HasMail ? 1 : 0);

    IEnumerable<LocalCredential> Of(string kind) => Credentials.Where(one => one.Kind == kind);
}

/// <summary>A factor as a page lists it.</summary>
/// <param name="Kind">passkey or authenticator.</param>
/// <param name="Id">As its form names it.</param>
/// <param name="Name">What the person calls it.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="LastUsedAt">When it was used last.</param>
public sealed record ListedFactor(string Kind, string Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);
