using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

using Microsoft.AspNetCore.DataProtection;

namespace Gatehouse.Server.Ui;

/// <summary>A record that a browser keeps for us between two pages, encrypted and out of reach of scripts (S84).</summary>
/// <param name="protection">Seals it.</param>
/// <param name="name">The cookie's name.</param>
/// <param name="type">How it is written.</param>
/// <param name="lifetime">How long browsers keep it. What depends on that has a time of its own in the record.</param>
/// <param name="isForForeignPosts">Whether it has to come along when a form of another site is posted here.</param>
sealed class ProtectedCookie<T>(
    IDataProtectionProvider protection, string name, JsonTypeInfo<T> type, TimeSpan lifetime, bool isForForeignPosts = false)
    where T : class
{
    readonly IDataProtector protector = protection.CreateProtector("cookie", name);

    /// <returns>Null when there is none, or none of ours.</returns>
    public T? Read(HttpContext http)
    {
        try
        {
            return http.Request.Cookies[PageCookies.Name(http, name)] is { } text
                ? JsonSerializer.Deserialize(protector.Unprotect(Convert.FromBase64String(text)), type)
                : null;
        }
        catch (Exception forged) when (forged is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    public void Write(HttpContext http, T value) => http.Response.Cookies.Append(
        PageCookies.Name(http, name), Convert.ToBase64String(protector.Protect(JsonSerializer.SerializeToUtf8Bytes(value, type))), PageCookies.Options(http, lifetime, isForForeignPosts));

    public void Remove(HttpContext http) => http.Response.Cookies.Delete(PageCookies.Name(http, name), PageCookies.Options(http, maxAge: null, isForForeignPosts));
}
