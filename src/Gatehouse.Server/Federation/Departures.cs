using Gatehouse.Server.Federation.Oidc;
using Gatehouse.Server.Federation.Saml;
using Gatehouse.Server.Ui;

namespace Gatehouse.Server.Federation;

/// <summary>Sends somebody to an identity provider, by the protocol that it speaks.</summary>
sealed class Departures(OidcDepartures oidc, SamlDepartures saml, FederationPages pages, Trials trials)
{
    /// <param name="http">The request.</param>
    /// <param name="language">The reader's.</param>
    /// <param name="provider">Where to.</param>
    /// <param name="pending">What binds the answer to this browser.</param>
    /// <param name="address">Who it is about, as a hint; or null.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<IResult> LeaveAsync(
        HttpContext http, Language language, IdentityProvider provider, PendingSignIn pending, string? address, CancellationToken stop)
    {
        try
        {
            return provider.Protocol == IdentityProvider.Saml
                ? saml.Leave(http, provider, pending)
                : await oidc.LeaveAsync(http, provider, pending, address);
        }
        catch (FederationException problem)
        {
            return pending.IsTrial
                ? await trials.FailAsync(http, language, provider, problem.Message, stop)
                : await pages.RefuseAsync(http, language, provider, problem, stop);
        }
    }
}
