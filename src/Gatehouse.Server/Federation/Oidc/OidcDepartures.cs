using Microsoft.AspNetCore.Authentication;

using OpenIddict.Client.AspNetCore;

using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Server.Federation.Oidc;

/// <summary>Sends somebody to an OpenID provider: OpenIddict writes the request, with state, nonce and PKCE.</summary>
sealed class OidcDepartures(FederationCookies cookies, UpstreamRegistrations registrations, UpstreamConfigurations configurations)
{
    /// <summary>What in the state names the pending sign-in.</summary>
    public const string Pending = "gatehouse-pending";

    /// <exception cref="FederationException">The provider does not answer, or does not take us.</exception>
    public async Task<IResult> LeaveAsync(HttpContext http, IdentityProvider provider, PendingSignIn pending, string? address)
    {
        // Its document is read now, so that a provider that is down has a page of ours and not a failure inside the library.
        await configurations.GetAsync(registrations, registrations.Of(provider), http.RequestAborted);

        var properties = new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictClientAspNetCoreConstants.Properties.RegistrationId] = provider.Id.ToString(), [Pending] = pending.Id.ToString("N"),
        });
        if (address is not null)
            properties.SetParameter(Parameters.LoginHint, address);
        if (pending.MustProveAnew)
        {
            // With max_age the answer has to say when the person proved it (OpenID Connect Core §3.1.2.1).
            properties.SetParameter(Parameters.Prompt, PromptValues.Login);
            properties.SetParameter(Parameters.MaxAge, "0");
        }

        cookies.Pending.Write(http, pending);
        try
        {
            await http.ChallengeAsync(OpenIddictClientAspNetCoreDefaults.AuthenticationScheme, properties);
        }
        catch (Exception problem) when (Upstream.IsFailure(problem) && !http.RequestAborted.IsCancellationRequested)
        {
            throw Upstream.Of(problem);
        }

        return Results.Empty;
    }
}
