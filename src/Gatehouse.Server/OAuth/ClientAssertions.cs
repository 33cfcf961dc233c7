using System.Security.Claims;

using Gatehouse.Server.Clients;

using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.Server;

using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth;

/// <summary>
/// private_key_jwt (RFC 7523 §3). OpenIddict alone would accept the same assertion twice, without a jti, with any
/// expiry, and would refuse the type and audience most clients send; this takes the place of its check (S28).
/// </summary>
sealed class ClientAssertions(
    OpenIddictApplicationManager<OAuthClient> applications,
    AssertionIds assertionIds,
    AccessTokens accessTokens,
    CredentialUses uses,
    TimeProvider clock,
    ILogger<ClientAssertions> log)
    : IOpenIddictServerHandler<ValidateTokenContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseScopedHandler<ClientAssertions>()
            .SetOrder(OpenIddictServerHandlers.Protection.ValidateIdentityModelToken.Descriptor.Order - 500)
            .Build();

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (!context.ValidTokenTypes.Contains(TokenTypeIdentifiers.Private.ClientAssertion))
            return;

        var (assertion, fault) = AssertionRules.Read(context.Token, clock.GetUtcNow());
        if (assertion is null)
        {
            Refuse(context, fault);
            return;
        }

        if (await applications.FindByClientIdAsync(assertion.Issuer, context.CancellationToken) is not { Provisioning: { } client })
        {
            Refuse(context, "The assertion's issuer is not a client.");
            return;
        }

        var key = await FindSigningKeyAsync(assertion, client);
        if (key is null)
        {
            // 400 and not 401: what clients that watch for a deleted key have learned to expect.
            log.AssertionRefused(client.Id.ToString(), "no valid key of this client verifies it");
            context.Reject(Errors.InvalidGrant, "No key registered for this client verifies the assertion. The key may have been deleted.");
            return;
        }

        if (!Audiences.Contains(assertion.Audience))
        {
            Refuse(context, $"The assertion's audience must be {accessTokens.Issuer} or {accessTokens.TokenEndpoint}.");
            return;
        }

        if (!await assertionIds.TryUseAsync(client.Id, assertion.Id, assertion.ExpiresAt, context.CancellationToken))
        {
            Refuse(context, "The assertion was used before. Make a new one, with its own jti, for each request.");
            return;
        }

        uses.Note(client.Id, key.CredentialId);
        context.Principal = PrincipalOf(assertion);
        context.ValidAudiences.Add(assertion.Audience);
    }

    IReadOnlyList<string> Audiences => [accessTokens.Issuer, accessTokens.Issuer.TrimEnd('/'), accessTokens.TokenEndpoint];

    async Task<ClientKey?> FindSigningKeyAsync(AssertionClaims assertion, AuthenticatingClient client)
    {
        var now = clock.GetUtcNow();
        foreach (var key in client.Keys.Where(key => key.IsValid(now)))
        {
            var result = await Handler.ValidateTokenAsync(assertion.Text, new TokenValidationParameters
            {
                IssuerSigningKey = key.ToSecurityKey(),
                TryAllIssuerSigningKeys = true,
                ValidAlgorithms = AssertionRules.Algorithms,
                RequireSignedTokens = true,
                // AssertionRules has checked these, against our clock and with words a client's author can use.
                ValidateIssuer = false,
                ValidateAudience = false,
                ValidateLifetime = false,
            });
            if (result.IsValid)
                return key;
        }

        return null;
    }

    static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = AssertionRules.MaxLength };

    static ClaimsPrincipal PrincipalOf(AssertionClaims assertion)
    {
        var principal = new ClaimsPrincipal(new ClaimsIdentity("private_key_jwt"));
        principal.SetTokenType(TokenTypeIdentifiers.Private.ClientAssertion);
        principal.SetClaim(Claims.Issuer, assertion.Issuer);
        principal.SetClaim(Claims.Subject, assertion.Issuer);
        principal.SetAudiences(assertion.Audience);
        principal.SetExpirationDate(assertion.ExpiresAt);
        return principal;
    }

    void Refuse(ValidateTokenContext context, string reason)
    {
        log.AssertionRefused(context.Request?.ClientId ?? "", reason);
        context.Reject(Errors.InvalidClient, reason);
    }
}
