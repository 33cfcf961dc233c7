using Gatehouse.Server.Directory;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.SignIn.Passkeys;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Federation;

/// <summary>
/// Takes out of an account whatever somebody may have put there before its owner came: sign-ins, password, factors, links on their way
/// (S64). An account that is kept for emergencies keeps what opens it then.
/// </summary>
sealed class AccountReset(SignIns signIns, LocalCredentials credentials, PasskeyRegister passkeys, AccountLinks links, RoleAssignments roles)
{
    public async Task ResetAsync(DbScope db, UserId user, CancellationToken stop)
    {
        await signIns.EndAllAsync(db, user, but: null, stop);
        await links.RemoveAllAsync(db, user, stop);
        if (await roles.HasAsync(db, user, RoleAssignments.Emergency, stop))
            return;

        await credentials.RemoveFactorsAsync(db, user, stop);
        await credentials.RemoveAsync(db, user, LocalCredential.Password, stop);
        await passkeys.RemoveAllAsync(db, user, stop);
    }
}
