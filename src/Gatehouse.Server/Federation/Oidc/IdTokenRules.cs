using Microsoft.IdentityModel.JsonWebTokens;

namespace Gatehouse.Server.Federation.Oidc;

/// <summary>
/// What OpenIddict leaves open of an identity token whose signature, issuer, audience and nonce it has checked (OpenID Connect Core §3.1.3.7):
/// times, and that a token for several parties says that it was made for us.
/// </summary>
static class IdTokenRules
{
    /// <exception cref="FederationException">It is not to be taken.</exception>
    public static void Check(string token, IdentityProvider provider, DateTimeOffset now)
    {
        var read = new JsonWebToken(token);
        // What a token does not say is DateTime.MinValue, from which nothing can be subtracted. It need not say nbf.
        var (earliest, latest) = (now.UtcDateTime - Clocks.Skew, now.UtcDateTime + Clocks.Skew);
        if (read.ValidTo < earliest)
            throw Fault("The identity token has run out, or does not say when it does (exp). Check the clocks of both servers.");
        if (read.IssuedAt == DateTime.MinValue || read.IssuedAt > latest || read.ValidFrom > latest)
            throw Fault("The identity token is from later on, or does not say when it was made (iat, nbf). Check the clocks of both servers.");

        var isForOthers = read.Audiences.Any(audience => audience != provider.Settings.Oidc!.ClientId); // It came by OpenID Connect.
        if (isForOthers && read.Azp != provider.Settings.Oidc!.ClientId)
            throw Fault("The identity token is for several parties and does not say that it was made for us (azp).");
    }

    static FederationException Fault(string message) => new(FederationFault.Untrusted, message);
}
