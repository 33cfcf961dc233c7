using System.Text.Json;

using Gatehouse.Server.Clients;
using Gatehouse.Server.Directory;
using Gatehouse.Server.Keys;

using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Server.OAuth.OpenId;

/// <summary>Logout tokens (OpenID Connect Back-Channel Logout §2.4): that a sign-in has ended, signed like every token of ours.</summary>
sealed class LogoutTokens(SigningKeys keys, AccessTokens accessTokens, TimeProvider clock)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);
    static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement.Clone();

    public string Create(string client, UserId user, Guid signIn)
    {
        var now = clock.GetUtcNow();
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = "logout+jwt",
            Issuer = accessTokens.Issuer,
            Audience = client,
            IssuedAt = now.UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            SigningCredentials = keys.Active.Credentials,
            Claims = new Dictionary<string, object>
            {
                [Claims.JwtId] = Guid.CreateVersion7(now).ToString("N"),
                [Claims.Subject] = user.ToString(),
                [UserClaims.SignInClaim] = signIn.ToString("D"),
                ["events"] = new Dictionary<string, object> { ["http://schemas.openid.net/event/backchannel-logout"] = Nothing },
            },
        });
    }
}
