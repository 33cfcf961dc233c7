using Gatehouse.Server.Clients;

using OpenIddict.Abstractions;
using OpenIddict.Server;

using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth.OpenId;

/// <summary>/oidc/v1/userinfo: the person as the directory knows them now, not as they were when the token was made.</summary>
sealed class UserInfo(UserGrants grants) : IOpenIddictServerHandler<HandleUserInfoRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleUserInfoRequestContext>()
            .UseScopedHandler<UserInfo>()
            .SetOrder(OpenIddictServerHandlers.UserInfo.AttachClaims.Descriptor.Order + 500)
            .Build();

    public async ValueTask HandleAsync(HandleUserInfoRequestContext context)
    {
        var principal = context.AccessTokenPrincipal;
        if (!principal.HasScope(Scopes.OpenId) || await grants.FindAsync(principal, context.CancellationToken) is not var (account, groups, isAddressVerified))
        {
            context.Reject(Errors.InvalidToken, "The token is no user's, or its sign-in has ended.");
            return;
        }

        var scopes = principal.GetScopes();
        context.Claims[AccessTokens.OrganizationClaim] = account.Organization.ToString();
        foreach (var (name, value) in UserClaims.Of(account, scopes))
            context.Claims[name] = value;
        if (scopes.Contains(Scopes.Email))
            context.Claims[Claims.EmailVerified] = isAddressVerified;
        if (scopes.Contains(UserClaims.GroupsScope))
            context.Claims[UserClaims.GroupsClaim] = new OpenIddictParameter([.. groups]);
    }
}
