using System.Text.Json.Serialization;

using Gatehouse.Server.SignIn;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.DataProtection;

namespace Gatehouse.Server.Portal;

/// <summary>The secret of an authenticator app that is being connected, until its first code proves that it arrived.</summary>
sealed class NewAuthenticators(IDataProtectionProvider protection, TimeProvider clock)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    readonly ProtectedCookie<NewAuthenticator> cookie = new(protection, "authenticator", NewAuthenticatorJson.Default.NewAuthenticator, Lifetime);

    public byte[]? Find(HttpContext http, SignedIn signedIn) =>
        cookie.Read(http) is { } made && made.User == signedIn.User.Value && made.EndsAt > clock.GetUtcNow() ? made.Secret : null;

    public byte[] Begin(HttpContext http, SignedIn signedIn)
    {
        var secret = Totp.NewSecret();
        cookie.Write(http, new NewAuthenticator(signedIn.User.Value, secret, clock.GetUtcNow() + Lifetime));
        return secret;
    }

    public void End(HttpContext http) => cookie.Remove(http);
}

sealed record NewAuthenticator(Guid User, byte[] Secret, DateTimeOffset EndsAt);

[JsonSerializable(typeof(NewAuthenticator))]
sealed partial class NewAuthenticatorJson : JsonSerializerContext;
