using Gatehouse.Server.Audit;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Mail;
using Gatehouse.Server.SignIn.Passkeys;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.SignIn;

/// <summary>What came of a try.</summary>
enum StepOutcome
{
    Done,
    Wrong,

    /// <summary>Too many tries failed; the next one has to wait.</summary>
    Wait,
}

/// <summary>The outcome of a step, and the flow as it is then.</summary>
sealed record StepResult(StepOutcome Outcome, SignInFlow Flow, TimeSpan Wait = default);

/// <summary>The steps of a sign-in: password, then a second factor. Each is tried in one transaction that also counts failures and keeps the audit.</summary>
sealed class SignInSteps(
    Database database, LocalAccounts accounts, LocalCredentials credentials, PasskeyRegister passkeys, AccountLinks links, PasswordHashing hashing,
    SignInThrottle throttle, SignInCookies cookies, VerifiedAddresses verified, AccountMails mails, AuditLog audit, TimeProvider clock)
{
    /// <summary>Tries a password for the address of the flow. Answers alike, and takes as long, whether or not anybody has the address (S72).</summary>
    public async Task<StepResult> TryPasswordAsync(HttpContext http, SignInFlow flow, string password, CancellationToken stop)
    {
        var candidates = await accounts.FindAsync(flow.Address ?? "", flow.OrganizationId, stop);
        if (candidates.Count == 0)
        {
            await hashing.VerifyAsync(null, password, stop);
            return new(StepOutcome.Wrong, flow);
        }

        var result = new StepResult(StepOutcome.Wrong, flow);
        foreach (var account in candidates)
        {
            result = await TryPasswordAsync(http, flow, account, password, stop);
            if (result.Outcome == StepOutcome.Done)
                break;
        }

        return result;
    }

    async Task<StepResult> TryPasswordAsync(HttpContext http, SignInFlow flow, Account account, string password, CancellationToken stop)
    {
        var origin = cookies.OriginOf(http, account.User);
        var (wait, stored) = await database.ReadAsync(account.Organization, async db => (
            await throttle.WaitAsync(db, account.User, origin, stop), await credentials.ListAsync(db, account.User, stop)), stop);
        if (wait > TimeSpan.Zero)
            return new(StepOutcome.Wait, flow, wait);

        var hash = stored.FirstOrDefault(static one => one.Kind == LocalCredential.Password)?.Hash;
        var (isRight, isDated) = await hashing.VerifyAsync(hash, password, stop);
        var renewed = isDated ? await hashing.HashAsync(password, stop) : null;
        await database.WriteAsync(account.Organization, async db =>
        {
            if (isRight && renewed is not null)
                await credentials.SetPasswordAsync(db, account.User, renewed, stop);
            if (!isRight)
                await FailAsync(db, http, account.User, origin, "password", stop);
        }, stop);
        return isRight
            ? new(StepOutcome.Done, (flow with { Organization = account.Organization.ToString(), User = account.User.Value }).With("pwd"))
            : new(StepOutcome.Wrong, flow);
    }

    /// <summary>Which second factors the user of the flow has set up.</summary>
    public async Task<IReadOnlyList<string>> FactorsAsync(SignInFlow flow, CancellationToken stop)
    {
        var (organization, user) = Of(flow);
        return await database.ReadAsync(organization, async db =>
        {
            var kinds = (await credentials.ListAsync(db, user, stop)).Select(static one => one.Kind).Where(static kind => kind != LocalCredential.Password);
            IEnumerable<string> first = (await passkeys.ListAsync(db, user, stop)).Count > 0 ? [LocalCredential.Passkey] : [];
            return (IReadOnlyList<string>)[.. first.Concat(kinds).Distinct(StringComparer.Ordinal)];
        }, stop);
    }

    /// <summary>Tries the code of an authenticator app.</summary>
    public Task<StepResult> TryAuthenticatorAsync(HttpContext http, SignInFlow flow, string code, CancellationToken stop) =>
        TryFactorAsync(http, flow, "otp", async (db, user) =>
        {
            foreach (var authenticator in (await credentials.ListAsync(db, user, stop)).Where(static one => one.Kind == LocalCredential.Authenticator))
            {
                if (Totp.TryVerify(credentials.SecretOf(db.Organization, authenticator), code, clock.GetUtcNow(), out var step)
                    && await credentials.UseStepAsync(db, user, authenticator.CredentialId, step, stop))
                    return true;
            }

            return false;
        }, stop);

    /// <summary>Tries a code that was mailed.</summary>
    public Task<StepResult> TryMailedCodeAsync(HttpContext http, SignInFlow flow, string code, CancellationToken stop) =>
        TryFactorAsync(http, flow, "email", async (db, user) =>
        {
            if (await links.UseCodeAsync(db, user, AccountLinks.SignInCode, code, stop) is not { } sentTo)
                return false;

            await verified.NoteAsync(db, user, sentTo, stop);
            return true;
        }, stop);

    /// <summary>Tries a recovery code.</summary>
    public async Task<StepResult> TryRecoveryCodeAsync(HttpContext http, SignInFlow flow, string code, CancellationToken stop)
    {
        var (organization, owner) = Of(flow);
        var account = await accounts.FindAsync(organization, owner, stop);
        return await TryFactorAsync(http, flow, "recovery", async (db, user) =>
        {
            if (!await credentials.UseRecoveryCodeAsync(db, user, code, stop))
                return false;

            if (account is not null)
                await mails.SendAsync(db, account, static (to, name) => MailTexts.FactorChanged(to, name, FactorChange.RecoveryCodeUsed), stop);
            return true;
        }, stop);
    }

    async Task<StepResult> TryFactorAsync(
        HttpContext http, SignInFlow flow, string method, Func<DbScope, UserId, Task<bool>> isRight, CancellationToken stop)
    {
        var (organization, user) = Of(flow);
        var origin = cookies.OriginOf(http, user);
        return await database.WriteAsync(organization, async db =>
        {
            var wait = await throttle.WaitAsync(db, user, origin, stop);
            if (wait > TimeSpan.Zero)
                return new StepResult(StepOutcome.Wait, flow, wait);
            if (await isRight(db, user))
                return new StepResult(StepOutcome.Done, flow.With(method));

            await FailAsync(db, http, user, origin, method, stop);
            return new StepResult(StepOutcome.Wrong, flow);
        }, stop);
    }

    /// <summary>The user whose flow it is.</summary>
    /// <exception cref="InvalidOperationException">The first step is not done.</exception>
    public static (OrganizationId Organization, UserId User) Of(SignInFlow flow) =>
        flow is { OrganizationId: { } organization, UserId: { } user } ? (organization, user)
        : throw new InvalidOperationException("A step was tried before the first one was done.");

    async Task FailAsync(DbScope db, HttpContext http, UserId user, SignInOrigin origin, string method, CancellationToken stop)
    {
        await throttle.CountAsync(db, user, origin, stop);
        await audit.AppendAsync(db, SignInAudit.Event(http, "sign-in.failed", user, method), stop);
    }
}
