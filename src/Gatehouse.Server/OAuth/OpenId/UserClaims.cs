using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.Json;

using Gatehouse.Scim.Resources;
using Gatehouse.Server.Clients;
using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.SignIn;

using Microsoft.IdentityModel.JsonWebTokens;

using OpenIddict.Abstractions;

using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Server.OAuth.OpenId;

/// <summary>
/// What an application learns of a person, by the scopes it was granted (OpenID Connect Core §5.4). The subject is the user's SCIM id: random,
/// stable, never used again (S39).
/// </summary>
static class UserClaims
{
    public const string GroupsScope = "groups";
    public const string GroupsClaim = "groups";
    public const string SignInClaim = "sid";

    /// <summary>The scopes that applications may ask people for.</summary>
    public static readonly string[] OfferedScopes = [Scopes.OpenId, Scopes.Profile, Scopes.Email, Scopes.OfflineAccess, GroupsScope];

    /// <summary>Who has proved a second factor, here or where their organization says so, is of this class.</summary>
    const string MultiFactor = "mfa";

    public static readonly string[] Known =
    [
        Claims.Subject, Claims.Name, Claims.GivenName, Claims.FamilyName, Claims.PreferredUsername, Claims.Locale, Claims.Email, Claims.EmailVerified,
        Claims.AuthenticationTime, Claims.AuthenticationMethodReference, Claims.AuthenticationContextReference, GroupsClaim,
    ];

    /// <summary>What a code holds: who signed in, how and when, and what was granted. Short, because it travels in an address.</summary>
    public static ClaimsPrincipal Granted(SignedIn signedIn, Application application, ImmutableArray<string> scopes, AccessTokens accessTokens)
    {
        var identity = new ClaimsIdentity(authenticationType: "user", nameType: Claims.Name, roleType: Claims.Role);
        identity.SetClaim(Claims.Subject, signedIn.User.ToString());
        identity.SetClaim(AccessTokens.OrganizationClaim, signedIn.Organization.ToString());
        identity.SetClaim(SignInClaim, signedIn.SignIn.SignInId.ToString("D"));
        identity.SetClaim(Claims.AuthenticationTime, signedIn.SignIn.AuthenticatedAt.ToUnixTimeSeconds());
        var methods = AmrOf(signedIn.SignIn).ToList();
        if (methods.Count > 0)
            identity.AddClaim(ArrayOf(Claims.AuthenticationMethodReference, methods));
        if (methods.Contains(MultiFactor))
            identity.SetClaim(Claims.AuthenticationContextReference, MultiFactor);
        identity.SetScopes(scopes);
        identity.SetResources(accessTokens.Issuer);
        identity.SetPresenters(application.Id.ToString());
        return new ClaimsPrincipal(identity);
    }

    /// <summary>Adds what the scopes tell of the person, as the directory knows them now, for the tokens that a code is exchanged for.</summary>
    public static void Add(ClaimsPrincipal principal, GrantedUser user)
    {
        var (account, groups, isAddressVerified) = user;
        var scopes = principal.GetScopes();
        foreach (var (name, value) in Of(account, scopes))
            principal.SetClaim(name, value);
        if (scopes.Contains(Scopes.Email))
            principal.SetClaim(Claims.EmailVerified, isAddressVerified);
        if (scopes.Contains(GroupsScope))
            principal.RemoveClaims(GroupsClaim).Identities.First().AddClaim(ArrayOf(GroupsClaim, groups));

        principal.SetDestinations(static claim => claim.Type is Claims.Subject or SignInClaim or AccessTokens.OrganizationClaim
            ? [Destinations.AccessToken, Destinations.IdentityToken]
            : [Destinations.IdentityToken]);
    }

    /// <summary>The claims of the scopes, without those that have no value.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(Account account, ImmutableArray<string> scopes)
    {
        var name = account.Resource["name"].AsObject;
        (string Scope, string Claim, string? Value)[] all =
        [
            (Scopes.Profile, Claims.Name, account.Name), (Scopes.Profile, Claims.GivenName, TextOf(name, "givenName")),
            (Scopes.Profile, Claims.FamilyName, TextOf(name, "familyName")), (Scopes.Profile, Claims.PreferredUsername, account.UserName),
            (Scopes.Profile, Claims.Locale, LocaleOf(account.Language)), (Scopes.Email, Claims.Email, account.Address),
        ];
        return all.Where(one => one.Value is not null && scopes.Contains(one.Scope)).Select(static one => KeyValuePair.Create(one.Claim, one.Value!));
    }

    static string? TextOf(ScimObject? name, string attribute) => name?[attribute].AsText;

    // SCIM keeps what Accept-Language says; the claim is the first tag of it (BCP 47).
    static string? LocaleOf(string? preferred) => preferred?.Split(',', ';')[0].Trim() is { Length: > 0 } tag ? tag : null;

    // An array also when there is one: readers should not have to expect two shapes.
    static Claim ArrayOf(string type, IEnumerable<string?> values) => new(type, JsonSerializer.Serialize(values), JsonClaimValueTypes.JsonArray);

    // RFC 8176 has no name for a recovery code or a mailed one; a one-time code is what they are. A passkey proves the possession of a key.
    static IEnumerable<string> AmrOf(StoredSignIn signIn) => signIn.Methods.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Where(static method => method != SignInMethods.Federated)
        .Select(static method => method switch
        {
            "email" or "recovery" => "otp",
            LocalCredential.Passkey => "pop",
            _ => method,
        })
        .Distinct(StringComparer.Ordinal);
}
