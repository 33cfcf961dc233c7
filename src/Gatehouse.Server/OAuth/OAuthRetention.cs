using Gatehouse.Server.OAuth.OpenId;
using Gatehouse.Server.SignIn;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.OAuth;

/// <summary>What the authorization server forgets: tokens that ran out, and grants of sign-ins that are forgotten too.</summary>
sealed class OAuthRetention(Consents consents) : IRetention
{
    public Task ForgetAsync(DbScope db, DateTimeOffset now, CancellationToken stop) => consents.SweepAsync(db, now, now - SignInRetention.Longest, stop);
}
