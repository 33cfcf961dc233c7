using Gatehouse.Server.Http;
using Gatehouse.Server.Keys;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

using OpenIddict.Client;
using OpenIddict.Client.AspNetCore;

using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Client.OpenIddictClientEvents;
using static OpenIddict.Client.SystemNetHttp.OpenIddictClientSystemNetHttpHandlers;

namespace Gatehouse.Server.Federation.Oidc;

/// <summary>Every switch of OpenIddict's client, which runs the protocol towards OpenID providers.</summary>
static class OidcClient
{
    public static void Add(IServiceCollection services, GatehouseOptions options)
    {
        services.AddSingleton<UpstreamConfigurations>();
        services.AddSingleton<OidcDepartures>();
        services.AddOpenIddict().AddClient(client => AddClient(client, options));
        services.Replace(ServiceDescriptor.Singleton<OpenIddictClientService, UpstreamRegistrations>());
        services.Replace(ServiceDescriptor.Singleton<IAuthenticationSchemeProvider, RequestHandlers>());
        services.AddSingleton(static provider => (UpstreamRegistrations)provider.GetRequiredService<OpenIddictClientService>());
        services.AddOptions<OpenIddictClientOptions>().Configure<Sealing>(static (options, sealing) =>
        {
            // What waits in the state on the way to the provider and back: only we read it, on any node.
            var key = new SymmetricSecurityKey(sealing.Derive("oidc-state"));
            options.EncryptionCredentials.Add(new(key, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
            options.SigningCredentials.Add(new(new SymmetricSecurityKey(sealing.Derive("oidc-state-signature")), SecurityAlgorithms.HmacSha256));
        });
    }

    static void AddClient(OpenIddictClientBuilder client, GatehouseOptions options)
    {
        client.AllowAuthorizationCodeFlow();
        client.SetRedirectionEndpointUris(UpstreamRegistrations.CallbackPath);
        client.SetStateTokenLifetime(PendingSignIn.Lifetime);
        client.SetClientUri(options.PublicUrl);

        // What was used is noted in the transaction of the sign-in itself (SpentTickets).
        client.DisableTokenStorage();

        // The address of a request is what its Host header says; the one we are registered with is the configured one (S87).
        client.RemoveEventHandler(OpenIddictClientHandlers.ValidateEndpointUri.Descriptor);

        // Claims are read by the names that the provider gives them.
        client.RemoveEventHandler(OpenIddictClientHandlers.MapStandardWebServicesFederationClaims.Descriptor);

        client.UseSystemNetHttp();
        AddDoor<PrepareConfigurationRequestContext>(client);
        AddDoor<PrepareJsonWebKeySetRequestContext>(client);
        AddDoor<PreparePushedAuthorizationRequestContext>(client);
        AddDoor<PrepareTokenRequestContext>(client);
        AddDoor<PrepareUserInfoRequestContext>(client);
        client.AddEventHandler(KnownKeys.Descriptor);
        client.AddEventHandler(UserInfoNeeded.Descriptor);
        client.AddEventHandler(TokenRefusals.Descriptor);

        var isHttps = options.PublicUrl.Scheme == Uri.UriSchemeHttps;
        client.UseAspNetCore()
            .DisableTransportSecurityRequirement()
            .DisableAutomaticAuthenticationSchemeForwarding()
            .EnableRedirectionEndpointPassthrough()
            .EnableErrorPassthrough()
            .Configure(host =>
            {
                host.CookieBuilder.Name = PageCookies.Name(isHttps, "federation-state");
                host.CookieBuilder.SameSite = SameSiteMode.Lax;
                host.CookieBuilder.SecurePolicy = isHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
            });
    }

    /// <summary>Requests of this kind leave by our one door (S95).</summary>
    static void AddDoor<TContext>(OpenIddictClientBuilder client)
        where TContext : BaseExternalContext
    {
        client.RemoveEventHandler(CreateHttpClient<TContext>.Descriptor);
        client.AddEventHandler(OutboundDoor<TContext>.Descriptor);
    }
}

/// <summary>
/// Keeps OpenIddict's client from looking at every request, such as each of a provisioning client: it is asked where it has something to say
/// (<see cref="OidcCallback.HandleAsync"/>).
/// </summary>
sealed class RequestHandlers(IOptions<AuthenticationOptions> options) : AuthenticationSchemeProvider(options)
{
    // Asked with every request; schemes are all there when the first one comes.
    Task<IEnumerable<AuthenticationScheme>>? others;

    public override Task<IEnumerable<AuthenticationScheme>> GetRequestHandlerSchemesAsync() => others ??= FindAsync();

    async Task<IEnumerable<AuthenticationScheme>> FindAsync() =>
        [.. (await base.GetRequestHandlerSchemesAsync()).Where(static scheme => scheme.Name != OpenIddictClientAspNetCoreDefaults.AuthenticationScheme)];
}

/// <summary>Gives OpenIddict an HTTP client of ours in the place of one of its own.</summary>
sealed class OutboundDoor<TContext>(OutboundHttp http) : IOpenIddictClientHandler<TContext>
    where TContext : BaseExternalContext
{
    public static OpenIddictClientHandlerDescriptor Descriptor { get; } = OpenIddictClientHandlerDescriptor.CreateBuilder<TContext>()
        .UseSingletonHandler<OutboundDoor<TContext>>()
        .SetOrder(CreateHttpClient<TContext>.Descriptor.Order)
        .Build();

    public ValueTask HandleAsync(TContext context)
    {
        context.Transaction.SetProperty(typeof(HttpClient).FullName!, http.NewClient()); // A type that is not generic has a full name.
        return default;
    }
}

/// <summary>Reads a provider's keys again before an identity token is judged that is signed by one we do not know: keys change.</summary>
sealed class KnownKeys(UpstreamConfigurations configurations, OpenIddictClientService service) : IOpenIddictClientHandler<ValidateTokenContext>
{
    public static OpenIddictClientHandlerDescriptor Descriptor { get; } = OpenIddictClientHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
        .UseSingletonHandler<KnownKeys>()
        .SetOrder(OpenIddictClientHandlers.Protection.ResolveTokenValidationParameters.Descriptor.Order + 1)
        .Build();

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.Registration is not { } registration || !context.ValidTokenTypes.Contains(TokenTypeIdentifiers.IdentityToken)
            || KeyOf(context.Token) is not { } key || UpstreamConfigurations.Has(context.Configuration, key))
            return;

        var read = await configurations.ForKeyAsync(service, registration, key, context.CancellationToken);
        context.TokenValidationParameters!.IssuerSigningKeys = read.SigningKeys; // The handler before has set them.
    }

    static string? KeyOf(string? token)
    {
        try
        {
            return token is null ? null : new JsonWebToken(token).Kid is { Length: > 0 } key ? key : null;
        }
        catch (ArgumentException)
        {
            // It is none, which the validation will say.
            return null;
        }
    }
}

/// <summary>What a provider's token endpoint said when it said no.</summary>
sealed record TokenRefusal(string Words);

/// <summary>Keeps a provider's own words for the trail, where the library has one sentence for all of them: they say that a secret has ended.</summary>
sealed class TokenRefusals(IHttpContextAccessor http) : IOpenIddictClientHandler<HandleTokenResponseContext>
{
    public static OpenIddictClientHandlerDescriptor Descriptor { get; } = OpenIddictClientHandlerDescriptor.CreateBuilder<HandleTokenResponseContext>()
        .UseSingletonHandler<TokenRefusals>()
        .SetOrder(OpenIddictClientHandlers.Exchange.HandleErrorResponse.Descriptor.Order - 1)
        .Build();

    public ValueTask HandleAsync(HandleTokenResponseContext context)
    {
        if (context.Response is { Error: not null, ErrorDescription: { } words })
            http.HttpContext?.Features.Set(new TokenRefusal(words));
        return default;
    }
}

/// <summary>Asks a provider's userinfo endpoint only for what the identity token has not told.</summary>
sealed class UserInfoNeeded(IServiceProvider services) : IOpenIddictClientHandler<ProcessAuthenticationContext>
{
    public static OpenIddictClientHandlerDescriptor Descriptor { get; } = OpenIddictClientHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
        .UseSingletonHandler<UserInfoNeeded>()
        .SetOrder(OpenIddictClientHandlers.EvaluateUserInfoRequest.Descriptor.Order + 1)
        .Build();

    public async ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        if (!context.SendUserInfoRequest || context.BackchannelIdentityTokenPrincipal is not { } told
            || await services.GetRequiredService<OidcProviders>().FindAsync(context.RegistrationId, context.CancellationToken) is not { } provider)
            return;

        var names = provider.Settings.Claims;
        context.SendUserInfoRequest = told.FindFirst(names.UserId) is null || told.FindFirst(names.Email) is null;
    }
}
