using Gatehouse.Saml;
using Gatehouse.Saml.Messages;

namespace Gatehouse.Server.Federation.Saml;

/// <summary>Sends somebody to a SAML identity provider, by redirect.</summary>
sealed class SamlDepartures(SamlConnections connections, IdentityProviders providers, FederationCookies cookies, TimeProvider clock)
{
    /// <exception cref="FederationException">Its metadata cannot be used.</exception>
    public IResult Leave(HttpContext http, IdentityProvider provider, PendingSignIn pending)
    {
        try
        {
            var metadata = SamlConnections.MetadataOf(provider);
            var request = new AuthnRequest
            {
                Id = AuthnRequest.NewId(), Issuer = connections.EntityIdOf(provider.Id), Destination = metadata.SignOnUrl,
                ConsumerUrl = connections.ConsumerUrlOf(provider.Id), IssuedAt = clock.GetUtcNow(), ForcesSignIn = pending.MustProveAnew,
            };
            cookies.Pending.Write(http, pending with { RequestId = request.Id });

            // A handle and nothing else (S57): where the person goes afterwards stands in a cookie.
            using var key = SamlConnections.SignsRequests(provider) && providers.KeyOf(provider) is { } pkcs8 ? FederationKeys.Read(pkcs8) : null;
            return Results.Redirect(request.ToRedirect(pending.Id.ToString("N"), key).AbsoluteUri);
        }
        catch (SamlException fault)
        {
            throw new FederationException(FederationFault.Misconfigured, fault.Message, fault);
        }
    }
}
