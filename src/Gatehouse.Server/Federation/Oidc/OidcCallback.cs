using System.Globalization;
using System.Security.Claims;

using Gatehouse.Server.Ui;

using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;

using OpenIddict.Client;
using OpenIddict.Client.AspNetCore;

using static OpenIddict.Client.OpenIddictClientEvents;

namespace Gatehouse.Server.Federation.Oidc;

/// <summary>
/// The one address that OpenID providers send people back to. OpenIddict has redeemed the code and judged the tokens by then, as a part of
/// authentication; here it is asked whether the answer belongs to this browser, and read.
/// </summary>
static class OidcCallback
{
    const int LongestIdToken = 8_000;

    /// <summary>Runs the protocol before routing decides. A provider that fails on the way gets a page of ours.</summary>
    public static async Task HandleAsync(HttpContext http, RequestDelegate next)
    {
        var handlers = http.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>();
        var handler = (IAuthenticationRequestHandler?)await handlers.GetHandlerAsync(http, OpenIddictClientAspNetCoreDefaults.AuthenticationScheme)
            ?? throw new InvalidOperationException("OpenIddict's client is not there.");
        try
        {
            if (await handler.HandleRequestAsync())
                return;
        }
        catch (Exception problem) when (Upstream.IsFailure(problem) && !http.RequestAborted.IsCancellationRequested)
        {
            http.Features.Set(Upstream.Of(problem));
        }

        await next(http);
    }

    public static void MapOidcCallback(this IEndpointRouteBuilder routes) =>
        routes.MapPages("").AllowAnonymous().MapGet(UpstreamRegistrations.CallbackPath, ReturnAsync);

    static async Task<IResult> ReturnAsync(
        HttpContext http, Language language, FederationCookies cookies, OidcProviders providers, FederatedSignIns signIns, FederationPages pages, Trials trials,
        TimeProvider clock, CancellationToken stop)
    {
        var pending = cookies.Pending.Read(http);
        cookies.Pending.Remove(http);
        if (pending is null || pending.EndsAt < clock.GetUtcNow() || await providers.FindAsync(pending.Federation, stop) is not { } provider)
            return pages.Refusal(http, language, null, FederationFault.Stale);

        await pages.BrandAsync(http, provider.Id.Organization, stop);
        try
        {
            return await signIns.ArriveAsync(http, language, provider, pending, await ReadAsync(http, provider, pending, clock.GetUtcNow()), stop);
        }
        catch (FederationException refusal)
        {
            return pending.IsTrial
                ? await trials.FailAsync(http, language, provider, refusal.Message, stop)
                : await pages.RefuseAsync(http, language, provider, refusal, stop);
        }
    }

    /// <exception cref="FederationException">It is not to be trusted, or does not belong to this browser's sign-in.</exception>
    static async Task<ExternalIdentity> ReadAsync(HttpContext http, IdentityProvider provider, PendingSignIn pending, DateTimeOffset now)
    {
        if (http.Features.Get<FederationException>() is { } failure)
            throw failure;
        if (http.GetOpenIddictClientResponse() is { Error: not null } fault)
            throw new FederationException(
                IsOfAnother(http) ? FederationFault.Stale : Upstream.FaultOf(fault.Error),
                Upstream.Reason(fault.Error, http.Features.Get<TokenRefusal>()?.Words ?? fault.ErrorDescription));

        var result = await http.AuthenticateAsync(OpenIddictClientAspNetCoreDefaults.AuthenticationScheme);
        if (!result.Succeeded)
            throw new FederationException(FederationFault.Untrusted, result.Failure?.Message ?? "There is no identity token.");
        if (result.Properties.GetString(OpenIddictClientAspNetCoreConstants.Properties.RegistrationId) != pending.Federation
            || result.Properties.GetString(OidcDepartures.Pending) != pending.Id.ToString("N"))
            throw new FederationException(FederationFault.Stale, "The answer belongs to another sign-in than the one that is under way in this browser.");

        return IdentityOf(provider, result.Properties, now);
    }

    /// <summary>Whether the state was none that we gave to this browser.</summary>
    static bool IsOfAnother(HttpContext http)
    {
        var transaction = http.Features.Get<OpenIddictClientAspNetCoreFeature>()?.Transaction;
        return transaction?.GetProperty<ProcessAuthenticationContext>(typeof(ProcessAuthenticationContext).FullName!) is not { StateTokenPrincipal: not null };
    }

    static ExternalIdentity IdentityOf(IdentityProvider provider, AuthenticationProperties properties, DateTimeOffset now)
    {
        // The signed token comes first: what userinfo says besides does not override it.
        ClaimsPrincipal?[] told =
        [
            properties.GetParameter<ClaimsPrincipal>(OpenIddictClientAspNetCoreConstants.Properties.BackchannelIdentityTokenPrincipal),
            properties.GetParameter<ClaimsPrincipal>(OpenIddictClientAspNetCoreConstants.Properties.UserInfoTokenPrincipal),
        ];
        List<ReceivedClaim> claims = [.. told.OfType<ClaimsPrincipal>().SelectMany(static one => one.Claims)
            .Where(static claim => !claim.Type.StartsWith("oi_", StringComparison.Ordinal))
            .Select(static claim => new ReceivedClaim(claim.Type, claim.Value)).Distinct()];
        RequireTenant(provider, claims);

        var token = properties.GetTokenValue(OpenIddictClientAspNetCoreConstants.Tokens.BackchannelIdentityToken);
        IdTokenRules.Check(token ?? "", provider, now);
        return ClaimReader.Read(provider, claims) with
        {
            Methods = [.. claims.Where(static claim => claim.Name == "amr").Select(static claim => claim.Value)],
            AuthenticatedAt = long.TryParse(claims.Find(static claim => claim.Name == "auth_time")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
            Session = new() { IdToken = token is { Length: <= LongestIdToken } ? token : null },
        };
    }

    /// <summary>Ids of people of Microsoft Entra ID are unique together with the tenant's (S46).</summary>
    static void RequireTenant(IdentityProvider provider, List<ReceivedClaim> claims)
    {
        if (provider.Settings.Oidc?.Tenant is { } tenant && !claims.Exists(claim => claim.Name == "tid" && claim.Value.Equals(tenant, StringComparison.OrdinalIgnoreCase)))
            throw new FederationException(FederationFault.Untrusted, $"The identity token is of another tenant than {tenant}, or of none (tid).");
    }
}
