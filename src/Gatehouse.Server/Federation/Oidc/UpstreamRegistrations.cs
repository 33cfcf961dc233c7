using System.Security.Cryptography.X509Certificates;

using Gatehouse.Server.Storage;

using Microsoft.IdentityModel.Tokens;

using OpenIddict.Client;

namespace Gatehouse.Server.Federation.Oidc;

/// <summary>
/// Tells OpenIddict how we are registered at an OpenID provider, out of the database and at the moment somebody signs in: any number of
/// organizations cost nothing until then.
/// </summary>
sealed class UpstreamRegistrations(
    IServiceProvider services, Database database, IdentityProviders providers, UpstreamConfigurations configurations, GatehouseOptions options)
    : OpenIddictClientService(services)
{
    /// <summary>Where every provider sends people back to; which one it was stands in the state.</summary>
    public const string CallbackPath = "/ui/login/login/externalidp/callback";

    static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

    public static string CallbackUrl(string publicUrl) => publicUrl.TrimEnd('/') + CallbackPath;

    public override async ValueTask<OpenIddictClientRegistration> GetClientRegistrationByIdAsync(string identifier, CancellationToken cancellationToken = default) =>
        FederationId.TryParse(identifier, out var id)
            && await database.ReadAsync(id.Organization, db => providers.FindAsync(db, id.Value, cancellationToken), cancellationToken) is { CanBeTried: true, Settings.Oidc: not null } provider
            ? Of(provider)
            : throw new FederationException(FederationFault.Disabled, "The federation is not on duty, or is no OpenID provider.");

    /// <summary>The registration of a federation.</summary>
    public OpenIddictClientRegistration Of(IdentityProvider provider)
    {
        var oidc = provider.Settings.Oidc ?? throw new InvalidOperationException("The federation is no OpenID provider.");
        var registration = new OpenIddictClientRegistration
        {
            RegistrationId = provider.Id.ToString(), ProviderName = provider.Id.ToString(), Issuer = new Uri(oidc.Issuer), ClientId = oidc.ClientId,
            ClientSecret = providers.SecretOf(provider), ClientType = OpenIddict.Abstractions.OpenIddictConstants.ClientTypes.Confidential,
            RedirectUri = new Uri(CallbackUrl(options.PublicUrl.AbsoluteUri)), PostLogoutRedirectUri = SignedOutUrl(options.PublicUrl),
        };
        registration.Scopes.UnionWith(oidc.Scopes);
        registration.TokenValidationParameters.ValidAlgorithms = Algorithms;
        registration.TokenValidationParameters.ClockSkew = Clocks.Skew;
        if (oidc.UsesKey && providers.KeyOf(provider) is { } key && provider.Certificate is { } certificate)
            registration.SigningCredentials.Add(CredentialsOf(key, certificate));
        registration.ConfigurationManager = configurations.For(this, registration);
        return registration;
    }

    public static Uri SignedOutUrl(Uri publicUrl) => new(publicUrl.AbsoluteUri.TrimEnd('/') + "/federation/signed-out");

    static SigningCredentials CredentialsOf(byte[] key, byte[] certificate)
    {
        using var rsa = FederationKeys.Read(key);
        using var bare = X509CertificateLoader.LoadCertificate(certificate);
        return new(new X509SecurityKey(bare.CopyWithPrivateKey(rsa)), SecurityAlgorithms.RsaSha256);
    }
}
