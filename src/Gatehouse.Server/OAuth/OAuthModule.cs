using Gatehouse.Server.Clients;
using Gatehouse.Server.OAuth.Grants;
using Gatehouse.Server.OAuth.Stores;

using Microsoft.Extensions.Options;

using OpenIddict.Server;

using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth;

/// <summary>
/// Owns the authorization server: /oauth/v2/*, discovery and JWKS, on OpenIddict, and the table assertion_ids. Every switch
/// of OpenIddict is in this file. Does not own clients and their credentials (Clients/), keys (Keys/), or the check of bearer
/// tokens at our own resources (Clients/BearerTokens).
/// </summary>
static class OAuthModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<TokenClaims>();
        services.AddSingleton<AssertionIds>();
        services.AddSingleton<FailureThrottle>();
        services.AddSingleton<ServerKeys>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(provider => provider.GetRequiredService<ServerKeys>());
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(provider => provider.GetRequiredService<ServerKeys>());

        services.AddOpenIddict().AddCore(AddStores).AddServer(AddServer);
        services.AddAuthentication();

        // Below a warning it writes every request and answer down; what matters of them is in our own log (S92).
        services.AddLogging(logging => logging.AddFilter("OpenIddict", LogLevel.Warning));
    }

    /// <summary>OpenIddict answers its endpoints as part of authentication; RequestRules comes before it and sees the raw request.</summary>
    public static void Map(WebApplication app)
    {
        app.UseMiddleware<RequestRules>();
        app.UseAuthentication();
    }

    static void AddStores(OpenIddictCoreBuilder core)
    {
        core.SetDefaultApplicationEntity<AuthenticatingClient>();
        core.ReplaceApplicationStore<AuthenticatingClient, ApplicationStore>();
        core.ReplaceApplicationManager<AuthenticatingClient, ApplicationManager>();
    }

    static void AddServer(OpenIddictServerBuilder server)
    {
        // Relative: PublicAddress makes them absolute under the public URL, whatever Host the request named (S87).
        server.SetTokenEndpointUris("/oauth/v2/token");
        server.SetIntrospectionEndpointUris("/oauth/v2/introspect");
        server.SetRevocationEndpointUris("/oauth/v2/revoke");
        server.SetConfigurationEndpointUris("/.well-known/openid-configuration");
        server.SetJsonWebKeySetEndpointUris("/.well-known/jwks.json");

        server.AllowClientCredentialsFlow();
        server.RegisterScopes(ScimScopes.Read, ScimScopes.Write);
        server.Configure(options => options.Scopes.Remove(Scopes.OpenId));
        server.Configure(options => options.PromptValues.Clear());

        // RFC 9068: a signed token is enough for a resource that reads it in the open anyway.
        server.DisableAccessTokenEncryption();

        // No grant leaves a row behind: a JWT is verified locally, and ends early by its jti, its client or its organization.
        server.DisableTokenStorage();
        server.Configure(options => options.DisableAuthorizationStorage = true);

        // Scopes are the client's own: ClientCredentialsGrant compares them and can name them in its refusal.
        server.DisableScopeValidation();
        server.IgnoreScopePermissions();

        AddHandlers(server);

        // TLS may end at a proxy in front of us. Whether addresses are https is decided by the public URL.
        server.UseAspNetCore().DisableTransportSecurityRequirement().SetRealm("Gatehouse");
    }

    static void AddHandlers(OpenIddictServerBuilder server)
    {
        server.AddEventHandler(PublicAddress.Descriptor);
        server.AddEventHandler(MissingAuthentication.Descriptor);
        server.AddEventHandler(ClientAssertions.Descriptor);
        server.AddEventHandler(TokenLookup.Descriptor);
        server.AddEventHandler(ClientCredentialsGrant.Descriptor);
        server.AddEventHandler(Expiry.Descriptor);
        server.AddEventHandler(Discovery.Descriptor);
        server.AddEventHandler(Introspection.Descriptor);

        // The client stands in client_id (RFC 9068 §2.2); OpenIddict's private claim would say it a second time.
        server.RemoveEventHandler(OpenIddictServerHandlers.AttachDefaultPresenters.Descriptor);

        server.RemoveEventHandler(OpenIddictServerHandlers.Revocation.RevokeToken.Descriptor);
        server.AddEventHandler(Revocation.Descriptor);

        server.AddEventHandler(ErrorLinks<ApplyTokenResponseContext>.Descriptor);
        server.AddEventHandler(ErrorLinks<ApplyIntrospectionResponseContext>.Descriptor);
        server.AddEventHandler(ErrorLinks<ApplyRevocationResponseContext>.Descriptor);
        server.AddEventHandler(ErrorLinks<ApplyConfigurationResponseContext>.Descriptor);
        server.AddEventHandler(ErrorLinks<ApplyJsonWebKeySetResponseContext>.Descriptor);
    }
}
