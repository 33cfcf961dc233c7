using Gatehouse.Saml;
using Gatehouse.Saml.Messages;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Federation.Oidc;
using Gatehouse.Server.Federation.Saml;

using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Server.Federation;

/// <summary>Where somebody goes to be signed out at their identity provider too, where it can do that.</summary>
sealed class UpstreamSignOuts(
    FederatedSignIns signIns, UpstreamRegistrations registrations, UpstreamConfigurations configurations, SamlConnections connections, IdentityProviders providers,
    TimeProvider clock)
{
    /// <returns>Null when the identity provider does not offer it, or does not answer.</returns>
    public async Task<Uri?> AddressAsync(IdentityProvider provider, UserId user, byte[]? upstream, CancellationToken stop)
    {
        var session = signIns.SessionOf(provider.Id, user, upstream);
        try
        {
            return provider.Protocol == IdentityProvider.Saml ? OfSaml(provider, session) : await OfOidcAsync(provider, session, stop);
        }
        catch (Exception problem) when (problem is FederationException or SamlException)
        {
            // Signed out here is signed out here; the way there is an offer.
            return null;
        }
    }

    /// <summary>OpenID Connect RP-Initiated Logout §2.</summary>
    async Task<Uri?> OfOidcAsync(IdentityProvider provider, UpstreamSession? session, CancellationToken stop)
    {
        var registration = registrations.Of(provider);
        if ((await configurations.GetAsync(registrations, registration, stop)).EndSessionEndpoint is not { } endpoint)
            return null;

        var query = QueryString.Create(
        [
            .. session?.IdToken is { } token ? [KeyValuePair.Create(Parameters.IdTokenHint, (string?)token)] : Array.Empty<KeyValuePair<string, string?>>(),
            KeyValuePair.Create(Parameters.ClientId, registration.ClientId),
            KeyValuePair.Create(Parameters.PostLogoutRedirectUri, (string?)registration.PostLogoutRedirectUri!.AbsoluteUri), // Ours all have one.
        ]).ToUriComponent();
        return new Uri(endpoint.AbsoluteUri + (endpoint.Query.Length == 0 ? query : "&" + query[1..]));
    }

    Uri? OfSaml(IdentityProvider provider, UpstreamSession? session)
    {
        if (session?.NameId is not { } name || SamlConnections.MetadataOf(provider).LogoutUrl is not { } destination || providers.KeyOf(provider) is not { } pkcs8)
            return null;

        using var key = FederationKeys.Read(pkcs8);
        return new LogoutRequest
        {
            Id = AuthnRequest.NewId(), Issuer = connections.EntityIdOf(provider.Id), Destination = destination, IssuedAt = clock.GetUtcNow(), NameId = name,
            NameIdFormat = session.NameIdFormat, SessionIndex = session.SessionIndex,
        }.ToRedirect(provider.Id.Value.ToString("N"), key);
    }
}
