using System.Security.Cryptography.X509Certificates;
using System.Text;

using Gatehouse.Saml.Metadata;
using Gatehouse.Saml.Validation;

namespace Gatehouse.Server.Federation.Saml;

/// <summary>The addresses of our side of a SAML federation. All begin with its entity id, which is known before anything is configured.</summary>
sealed class SamlConnections(GatehouseOptions options)
{
    readonly string root = options.PublicUrl.AbsoluteUri.TrimEnd('/');

    public string EntityIdOf(FederationId federation) => EntityId(root, federation.ToString());

    public string MetadataUrlOf(FederationId federation) => $"{EntityIdOf(federation)}/saml/metadata";

    public string ConsumerUrlOf(FederationId federation) => $"{EntityIdOf(federation)}/saml/acs";

    public string LogoutUrlOf(FederationId federation) => $"{EntityIdOf(federation)}/saml/logout";

    /// <summary>The entity id of a federation at a public URL.</summary>
    public static string EntityId(string publicUrl, string federation) => $"{publicUrl.TrimEnd('/')}/idps/{federation}";

    /// <summary>What the identity provider's metadata say, as they were fetched last.</summary>
    /// <exception cref="Gatehouse.Saml.SamlException">They cannot be used.</exception>
    public static IdentityProviderMetadata MetadataOf(IdentityProvider provider) => IdentityProviderMetadata.Read(
        Encoding.UTF8.GetBytes(provider.Metadata ?? throw new InvalidOperationException("A SAML federation on duty has metadata.")));

    /// <summary>Whether the identity provider is to get signed requests: it asks for them, or the organization does.</summary>
    public static bool SignsRequests(IdentityProvider provider) =>
        provider.Settings.Saml?.SignsRequests == true || (provider.Metadata is not null && MetadataOf(provider).WantsSignedRequests);

    public TrustedProvider TrustOf(IdentityProvider provider, IdentityProviderMetadata metadata) => new()
    {
        EntityId = metadata.EntityId, Certificates = metadata.Certificates, Audience = EntityIdOf(provider.Id), ConsumerUrl = ConsumerUrlOf(provider.Id),
    };

    /// <summary>Our metadata in a federation.</summary>
    /// <param name="federation">Its id, or the placeholder that instructions name.</param>
    /// <param name="certificate">What we sign with, or null when there is no key yet.</param>
    /// <param name="signsRequests">Whether our requests to sign somebody in are signed.</param>
    public string OwnMetadata(string federation, byte[]? certificate, bool signsRequests) => new ServiceProviderMetadata
    {
        EntityId = EntityId(root, federation), ConsumerUrl = $"{EntityId(root, federation)}/saml/acs", LogoutUrl = $"{EntityId(root, federation)}/saml/logout",
        SignsRequests = signsRequests, SigningCertificate = certificate is null ? null : X509CertificateLoader.LoadCertificate(certificate),
    }.ToXml();
}
