using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;

using Gatehouse.Saml.Xml;

namespace Gatehouse.Saml.Metadata;

/// <summary>What an identity provider's metadata say of it (SAML Metadata §2.4.3).</summary>
public sealed record IdentityProviderMetadata
{
    /// <summary>Its entity id.</summary>
    public required string EntityId { get; init; }

    /// <summary>Where browsers are sent, by redirect. Always https.</summary>
    public required Uri SignOnUrl { get; init; }

    /// <summary>Where browsers are sent to be signed out, by redirect, or null when it offers none.</summary>
    public Uri? LogoutUrl { get; init; }

    /// <summary>What it signs with: one certificate, or two while it changes.</summary>
    public required IReadOnlyList<X509Certificate2> Certificates { get; init; }

    /// <summary>Whether it wants our requests signed.</summary>
    public bool WantsSignedRequests { get; init; }

    /// <summary>Until when the document says it holds, or null.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    const int MostCertificates = 10;

    /// <summary>Reads a metadata document: an EntityDescriptor, or a list that holds exactly one identity provider.</summary>
    /// <exception cref="SamlException">It cannot be used; the message says why.</exception>
    public static IdentityProviderMetadata Read(ReadOnlyMemory<byte> xml)
    {
        var root = SafeXml.Read(xml, XmlLimits.Metadata).DocumentElement!;
        var (entity, provider) = Find(root);
        var entityId = entity.Value("entityID") is { Length: > 0 and <= 1_024 } id ? id : throw Fault("The metadata name no entityID.");
        var certificates = CertificatesOf(provider);
        foreach (var certificate in certificates)
            VerificationKey.Of(certificate);

        return new()
        {
            EntityId = entityId, SignOnUrl = SignOnOf(provider), LogoutUrl = AddressOf(provider, "SingleLogoutService"), Certificates = certificates,
            WantsSignedRequests = provider.Value("WantAuthnRequestsSigned") is "true" or "1", ValidUntil = Instant(entity),
        };
    }

    static (XmlElement Entity, XmlElement Provider) Find(XmlElement root)
    {
        IEnumerable<XmlElement> entities = root.Is("EntitiesDescriptor", Names.Metadata) ? root.Children("EntityDescriptor", Names.Metadata)
            : root.Is("EntityDescriptor", Names.Metadata) ? [root]
            : throw Fault("The document is no SAML metadata. Give the address of the identity provider's metadata, often called federation metadata.");
        var providers = entities.SelectMany(static entity => entity.Children("IDPSSODescriptor", Names.Metadata).Select(provider => (entity, provider))).Take(2).ToList();
        return providers switch
        {
            [var only] => only,
            [] => throw Fault("The metadata describe no identity provider. They may be our own, or a service provider's."),
            _ => throw Fault("The metadata describe several identity providers. Give the metadata of one."),
        };
    }

    static Uri SignOnOf(XmlElement provider)
    {
        if (!provider.Children("SingleSignOnService", Names.Metadata).Any(static one => one.Value("Binding") == Names.RedirectBinding))
            throw Fault("The identity provider offers no sign-in by redirect (HTTP-Redirect binding).");

        return AddressOf(provider, "SingleSignOnService") ?? throw Fault("The identity provider's sign-in address is not https.");
    }

    /// <returns>Where a service is by redirect; null when it is not, or not by https.</returns>
    static Uri? AddressOf(XmlElement provider, string service)
    {
        var location = provider.Children(service, Names.Metadata).FirstOrDefault(static one => one.Value("Binding") == Names.RedirectBinding)?.Value("Location");
        return Uri.TryCreate(location, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            && url.UserInfo.Length == 0 && url.Fragment.Length == 0 ? url : null;
    }

    static List<X509Certificate2> CertificatesOf(XmlElement provider)
    {
        var found = provider.Children("KeyDescriptor", Names.Metadata).Where(static key => key.Value("use") is null or "signing")
            .SelectMany(static key => key.Children("KeyInfo", Names.Signature)).SelectMany(static info => info.Children("X509Data", Names.Signature))
            .SelectMany(static data => data.Children("X509Certificate", Names.Signature)).Select(static one => one.Text()).Distinct(StringComparer.Ordinal).ToList();
        return found.Count is 0 or > MostCertificates
            ? throw Fault(found.Count == 0 ? "The metadata hold no signing certificate." : $"The metadata hold more than {MostCertificates} signing certificates.")
            : [.. found.Select(CertificateOf)];
    }

    static X509Certificate2 CertificateOf(string text)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text));
        }
        catch (Exception problem) when (problem is FormatException or CryptographicException)
        {
            throw new SamlException(SamlFault.Structure, "A certificate of the metadata cannot be read.", problem);
        }
    }

    static DateTimeOffset? Instant(XmlElement entity) =>
        DateTimeOffset.TryParse(entity.Value("validUntil"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) ? until : null;

    static SamlException Fault(string message) => new(SamlFault.Structure, message);
}
