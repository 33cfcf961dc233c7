using Gatehouse.Server.Federation.Domains;
using Gatehouse.Server.Federation.Oidc;
using Gatehouse.Server.Federation.Saml;
using Gatehouse.Server.Storage;

namespace Gatehouse.Server.Federation;

/// <summary>
/// Owns how people sign in by their organization's own identity provider: OpenID Connect (Oidc/) and SAML (Saml/) towards it, whom its word
/// makes somebody here, the proof of domains; the tables identity_providers, identity_provider_domains and federated_identities. Does not own
/// the sign-in itself (SignIn/), users (Directory/) and what is found (Findings/).
/// </summary>
static class FederationModule
{
    /// <summary>What commands need as well as the server.</summary>
    public static void AddCore(IServiceCollection services)
    {
        services.AddSingleton<IdentityProviders>();
        services.AddSingleton<FederatedIdentities>();
        services.AddSingleton<FederationRegister>();
        services.AddSingleton<AccountStates>();
        services.AddSingleton<MetadataSource>();
        services.AddSingleton<ConnectionCheck>();
        services.AddSingleton<TrialLinks>();
        services.AddSingleton<DomainProofs>();
    }

    public static void Add(IServiceCollection services, GatehouseOptions options)
    {
        AddCore(services);
        OidcClient.Add(services, options);
        services.AddSingleton<OidcProviders>();
        services.AddSingleton<SamlConnections>();
        services.AddSingleton<SamlDepartures>();
        services.AddSingleton<MetadataRefreshes>();
        services.AddSingleton<Departures>();
        services.AddSingleton<FederationCookies>();
        services.AddSingleton<FederationPages>();
        services.AddSingleton<FederatedSignIns>();
        services.AddSingleton<UpstreamSignOuts>();
        services.AddSingleton<AccountLinker>();
        services.AddSingleton<AccountReset>();
        services.AddSingleton<AddressProofs>();
        services.AddSingleton<Trials>();
        services.AddSingleton<ProviderWatch>();
        services.AddSingleton<IRetention, FederationRetention>();
        services.AddSingleton<FederationRounds>();
        services.AddHostedService(static provider => provider.GetRequiredService<FederationRounds>());
        services.AddSingleton<DomainRounds>();
        services.AddHostedService(static provider => provider.GetRequiredService<DomainRounds>());
    }

    /// <summary>Goes before the endpoints: OpenIddict's client runs the protocol where people leave for a provider and come back.</summary>
    public static void Use(WebApplication app) => app.UseWhen(
        static http => http.Request.Path == UpstreamRegistrations.CallbackPath || http.Request.Path.StartsWithSegments("/federation"),
        static client => client.Use(OidcCallback.HandleAsync));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapFederation();
        routes.MapOidcCallback();
        routes.MapOidcKeys();
        routes.MapSaml();
    }
}

/// <summary>Forgets who deleted users were elsewhere, once nobody can bring them back.</summary>
sealed class FederationRetention(FederatedIdentities identities) : IRetention
{
    public Task ForgetAsync(DbScope db, DateTimeOffset now, CancellationToken stop) => identities.SweepAsync(db, stop);
}
