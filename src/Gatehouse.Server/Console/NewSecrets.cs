using System.Security.Cryptography;
using System.Text;

using Gatehouse.Server.OAuth.Applications;
using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.DataProtection;

namespace Gatehouse.Server.Console;

/// <summary>
/// Takes a new secret from the post that made it to the page that shows it: sealed, in a cookie, for that operator and application, until
/// it is said to be stored. Stored in the clear it is nowhere, and reloading makes no second one.
/// </summary>
sealed class NewSecrets(IDataProtectionProvider protection, TimeProvider clock)
{
    const string Cookie = "new-secret";
    const int InstantBytes = 8;
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    readonly IDataProtector protector = protection.CreateProtector("console-new-secret");

    public void Keep(HttpContext http, Operator who, ApplicationClientId application, string secret)
    {
        byte[] plain = [.. BitConverter.GetBytes((clock.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds()), .. Encoding.UTF8.GetBytes(secret)];
        http.Response.Cookies.Append(
            PageCookies.Name(http, Cookie), Convert.ToBase64String(ProtectorOf(who, application).Protect(plain)), PageCookies.Options(http, Lifetime));
    }

    public string? Find(HttpContext http, Operator who, ApplicationClientId application)
    {
        try
        {
            if (http.Request.Cookies[PageCookies.Name(http, Cookie)] is not { } sealedText)
                return null;

            var plain = ProtectorOf(who, application).Unprotect(Convert.FromBase64String(sealedText));
            var endsAt = DateTimeOffset.FromUnixTimeMilliseconds(BitConverter.ToInt64(plain));
            return endsAt > clock.GetUtcNow() ? Encoding.UTF8.GetString(plain.AsSpan(InstantBytes)) : null;
        }
        catch (Exception foreign) when (foreign is CryptographicException or FormatException)
        {
            return null;
        }
    }

    public void Forget(HttpContext http) => http.Response.Cookies.Delete(PageCookies.Name(http, Cookie), PageCookies.Options(http));

    IDataProtector ProtectorOf(Operator who, ApplicationClientId application) => protector.CreateProtector(who.User.ToString(), application.ToString());
}
