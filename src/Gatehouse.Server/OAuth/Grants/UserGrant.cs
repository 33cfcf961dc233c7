using Gatehouse.Server.OAuth.OpenId;

using OpenIddict.Abstractions;
using OpenIddict.Server;

using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth.Grants;

/// <summary>RFC 6749 §4.1.3 and §6, RFC 8628 §3.4. OpenIddict has checked the code or refresh token; what remains is whether its user may still (S35).</summary>
sealed class UserGrant(UserGrants grants, TimeProvider clock) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    /// <summary>However often a refresh token was renewed, after this time the person signs in again.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleTokenRequestContext>()
            .UseScopedHandler<UserGrant>()
            .SetOrder(ClientCredentialsGrant.Descriptor.Order + 100)
            .Build();

    public async ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        if (!context.Request.IsAuthorizationCodeGrantType() && !context.Request.IsRefreshTokenGrantType() && !context.Request.IsDeviceCodeGrantType())
            return;

        var principal = context.Principal ?? throw new InvalidOperationException("A code or refresh token was taken without its contents.");
        var signedInAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(principal.GetClaim(Claims.AuthenticationTime)!, System.Globalization.CultureInfo.InvariantCulture));
        if (signedInAt + Longest >= clock.GetUtcNow() && await grants.FindAsync(principal, context.CancellationToken) is { } user)
            UserClaims.Add(principal, user);
        else
            context.Reject(Errors.InvalidGrant, "The sign-in that this was granted in has ended. Send the person to sign in again.");
    }
}
