using Gatehouse.Server.Clients;
using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.OAuth.Grants;
using Gatehouse.Server.OAuth.OpenId;
using Gatehouse.Server.OAuth.Stores;
using Gatehouse.Server.Storage;

using Microsoft.Extensions.Options;

using OpenIddict.Server;

using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth;

/// <summary>
/// Owns the authorization server and OpenID provider: /oauth/v2/*, /oidc/v1/*, discovery and JWKS, on OpenIddict; applications and what they
/// were granted; the tables assertion_ids, applications, application_secrets, authorizations and tokens. Every switch of OpenIddict is in
/// this file. Does not own clients and their credentials (Clients/), keys (Keys/), how people sign in (SignIn/), or the check of bearer
/// tokens at our own resources (Clients/BearerTokens).
/// </summary>
static class OAuthModule
{
    public static void Add(IServiceCollection services)
    {
        AddCore(services);
        services.AddSingleton<TokenClaims>();
        services.AddSingleton<UserGrants>();
        services.AddSingleton<Consents>();
        services.AddSingleton<IRetention, OAuthRetention>();
        services.AddSingleton<ConsentCookie>();
        services.AddSingleton<LogoutTokens>();
        services.AddSingleton<BackChannelLogout>();
        services.AddHostedService(static provider => provider.GetRequiredService<BackChannelLogout>());
        services.AddHttpContextAccessor();
        services.AddSingleton<RequestOrganization>();
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

    /// <summary>What commands need as well as the server.</summary>
    public static void AddCore(IServiceCollection services)
    {
        services.AddSingleton<ApplicationRegister>();
        services.AddSingleton<RegisteredApplications>();
    }

    /// <summary>OpenIddict answers its endpoints as part of authentication; RequestRules comes before it and sees the raw request.</summary>
    public static void Map(WebApplication app)
    {
        app.UseMiddleware<RequestRules>();
        app.UseWhen(static http => HasOtherForms(http.Request), static forms => forms.Use(RefuseUnreadableAsync));
        app.UseAuthentication();
    }

    /// <summary>Forms that OpenIddict reads and RequestRules does not.</summary>
    static bool HasOtherForms(HttpRequest request) =>
        request.HasFormContentType && (request.Path.StartsWithSegments("/oidc/v1") || request.Path.StartsWithSegments("/device"));

    /// <summary>OpenIddict would fail on a form that cannot be read, as if that were our fault.</summary>
    static async Task RefuseUnreadableAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (InvalidDataException)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await next(http);
    }

    /// <summary>What OpenIddict leaves to pages.</summary>
    public static void MapPages(IEndpointRouteBuilder routes)
    {
        routes.MapAuthorization();
        routes.MapEndSession();
        routes.MapConsent();
        routes.MapDevice();
    }

    static void AddStores(OpenIddictCoreBuilder core)
    {
        core.SetDefaultApplicationEntity<OAuthClient>();
        core.ReplaceApplicationStore<OAuthClient, ApplicationStore>();
        core.ReplaceApplicationManager<OAuthClient, ApplicationManager>();
        core.SetDefaultAuthorizationEntity<StoredAuthorization>();
        core.ReplaceAuthorizationStore<StoredAuthorization, AuthorizationStore>();
        core.SetDefaultTokenEntity<StoredToken>();
        core.ReplaceTokenStore<StoredToken, TokenStore>();
    }

    static void AddServer(OpenIddictServerBuilder server)
    {
        // Relative: PublicAddress makes them absolute under the public URL, whatever Host the request named (S87).
        server.SetAuthorizationEndpointUris("/oauth/v2/authorize");
        server.SetTokenEndpointUris("/oauth/v2/token");
        server.SetUserInfoEndpointUris("/oidc/v1/userinfo");
        server.SetEndSessionEndpointUris("/oidc/v1/end_session");
        server.SetPushedAuthorizationEndpointUris("/oauth/v2/par");
        server.SetDeviceAuthorizationEndpointUris("/oauth/v2/device_authorization");
        server.SetEndUserVerificationEndpointUris("/device");
        server.SetIntrospectionEndpointUris("/oauth/v2/introspect");
        server.SetRevocationEndpointUris("/oauth/v2/revoke");
        server.SetConfigurationEndpointUris("/.well-known/openid-configuration");
        server.SetJsonWebKeySetEndpointUris("/.well-known/jwks.json");

        server.AllowClientCredentialsFlow();
        server.AllowAuthorizationCodeFlow();
        server.AllowRefreshTokenFlow();
        server.AllowDeviceAuthorizationFlow();
        server.RegisterScopes(
            ScimScopes.Read, ScimScopes.Write, Scopes.Profile, Scopes.Email, Scopes.OfflineAccess, UserClaims.GroupsScope);
        server.RegisterClaims(UserClaims.Known);

        // RFC 9700 §2.1.1 and §2.4: a plain challenge protects nothing, and a fragment ends up in histories.
        server.Configure(static options => options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain));
        server.Configure(static options => options.ResponseModes.Remove(ResponseModes.Fragment));
        server.SetAuthorizationCodeLifetime(TimeSpan.FromSeconds(60));
        server.SetRefreshTokenLifetime(TimeSpan.FromDays(30));
        server.SetRefreshTokenReuseLeeway(TimeSpan.FromSeconds(15));
        server.SetIdentityTokenLifetime(TimeSpan.FromMinutes(10));
        server.Configure(static options => options.RequestTokenLifetime = TimeSpan.FromSeconds(60));

        // Who may enter one is signed in, and soon has to wait.
        server.SetDeviceCodeLifetime(TimeSpan.FromMinutes(10));
        server.SetUserCodeLifetime(TimeSpan.FromMinutes(10));
        server.SetUserCodeCharset([.. UserCodes.Letters.Select(static letter => letter.ToString())]);
        server.SetUserCodeLength(8);

        // RFC 9068: a signed token is enough for a resource that reads it in the open anyway.
        server.DisableAccessTokenEncryption();

        // Scopes are the client's own: ClientCredentialsGrant compares them and can name them in its refusal.
        server.DisableScopeValidation();
        server.IgnoreScopePermissions();

        AddHandlers(server);

        // TLS may end at a proxy in front of us. Whether addresses are https is decided by the public URL.
        server.UseAspNetCore()
            .DisableTransportSecurityRequirement()
            .SetRealm("Gatehouse")
            .EnableAuthorizationEndpointPassthrough()
            .EnableEndSessionEndpointPassthrough()
            .EnableEndUserVerificationEndpointPassthrough()
            .EnableErrorPassthrough();
    }

    static void AddHandlers(OpenIddictServerBuilder server)
    {
        server.AddEventHandler(PublicAddress.Descriptor);
        server.AddEventHandler(MissingAuthentication.Descriptor);
        server.AddEventHandler(ClientAssertions.Descriptor);
        server.AddEventHandler(TokenLookup.Descriptor);
        server.AddEventHandler(UserTokenLookup.Descriptor);
        server.AddEventHandler(ClientCredentialsGrant.Descriptor);
        server.AddEventHandler(UserGrant.Descriptor);
        server.AddEventHandler(UserInfo.Descriptor);
        server.AddEventHandler(TokenRows.Descriptor);
        server.AddEventHandler(HintedClient.Descriptor);
        server.AddEventHandler(DeviceRequests.Descriptor);
        server.AddEventHandler(DevicePolling.Descriptor);
        server.AddEventHandler(UserCodes.Descriptor);
        server.AddEventHandler(Expiry.Descriptor);
        server.AddEventHandler(Discovery.Descriptor);
        server.AddEventHandler(Introspection.Descriptor);

        // The client stands in client_id (RFC 9068 §2.2); OpenIddict's private claim would say it a second time.
        server.RemoveEventHandler(OpenIddictServerHandlers.AttachDefaultPresenters.Descriptor);

        server.RemoveEventHandler(OpenIddictServerHandlers.Revocation.RevokeToken.Descriptor);
        server.AddEventHandler(Revocation.Descriptor);

        server.AddEventHandler(FormPost.Descriptor);

        server.AddEventHandler(ErrorLinks<ApplyAuthorizationResponseContext>.Descriptor);
        server.AddEventHandler(ErrorLinks<ApplyPushedAuthorizationResponseContext>.Descriptor);
        server.AddEventHandler(ErrorLinks<ApplyDeviceAuthorizationResponseContext>.Descriptor);
        server.AddEventHandler(ErrorLinks<ApplyUserInfoResponseContext>.Descriptor);
        server.AddEventHandler(ErrorLinks<ApplyEndSessionResponseContext>.Descriptor);
        server.AddEventHandler(ErrorLinks<ApplyTokenResponseContext>.Descriptor);
        server.AddEventHandler(ErrorLinks<ApplyIntrospectionResponseContext>.Descriptor);
        server.AddEventHandler(ErrorLinks<ApplyRevocationResponseContext>.Descriptor);
        server.AddEventHandler(ErrorLinks<ApplyConfigurationResponseContext>.Descriptor);
        server.AddEventHandler(ErrorLinks<ApplyJsonWebKeySetResponseContext>.Descriptor);
    }
}
