using System.Security.Cryptography;
using System.Text.Json;

using Gatehouse.Server.Directory;
using Gatehouse.Server.Keys;
using Gatehouse.Server.SignIn.Passkeys;

using Microsoft.AspNetCore.DataProtection;

namespace Gatehouse.Server.SignIn;

/// <summary>
/// The cookies of sign-in: the sign-in itself, one that is under way, the challenge of a passkey, and the mark of a device on which somebody
/// has signed in. Bound to this host, out of reach of scripts (S84).
/// </summary>
sealed class SignInCookies(GatehouseOptions options, IDataProtectionProvider protection, TimeProvider clock)
{
    static readonly TimeSpan DeviceLifetime = TimeSpan.FromDays(180);

    readonly IDataProtector flows = protection.CreateProtector("sign-in-flow");
    readonly IDataProtector challenges = protection.CreateProtector("passkey-challenge");
    readonly IDataProtector devices = protection.CreateProtector("sign-in-device");

    bool IsSecure => options.PublicUrl.Scheme == Uri.UriSchemeHttps;

    // Browsers take the prefix only over TLS; without it there is nothing to bind.
    string NameOf(string name) => IsSecure ? $"__Host-{name}" : name;

    public string? SignInHandle(HttpRequest request) => request.Cookies[NameOf("sign-in")];

    public void SetSignIn(HttpResponse response, string handle) => Set(response, "sign-in", handle, lifetime: null);

    public void RemoveSignIn(HttpResponse response) => Remove(response, "sign-in");

    public SignInFlow? Flow(HttpRequest request)
    {
        if (Open(flows, request.Cookies[NameOf("sign-in-flow")]) is not { } json)
            return null;

        var flow = JsonSerializer.Deserialize(json, SignInJson.Default.SignInFlow);
        return flow is not null && flow.BegunAt + SignInFlow.Lifetime > clock.GetUtcNow() ? flow : null;
    }

    public void SetFlow(HttpResponse response, SignInFlow flow) =>
        Set(response, "sign-in-flow", Convert.ToBase64String(flows.Protect(JsonSerializer.SerializeToUtf8Bytes(flow, SignInJson.Default.SignInFlow))), SignInFlow.Lifetime);

    public void RemoveFlow(HttpResponse response) => Remove(response, "sign-in-flow");

    public PasskeyState? PasskeyState(HttpRequest request) =>
        Open(challenges, request.Cookies[NameOf("passkey")]) is { } json ? JsonSerializer.Deserialize(json, SignInJson.Default.PasskeyState) : null;

    public void SetPasskeyState(HttpResponse response, PasskeyState state) => Set(
        response, "passkey", Convert.ToBase64String(challenges.Protect(JsonSerializer.SerializeToUtf8Bytes(state, SignInJson.Default.PasskeyState))),
        PasskeyCeremonies.Lifetime);

    public void RemovePasskeyState(HttpResponse response) => Remove(response, "passkey");

    /// <summary>Where a try comes from: the device, if this user signed in on it before.</summary>
    public SignInOrigin OriginOf(HttpContext http, UserId user)
    {
        var mark = Open(devices.CreateProtector(user.ToString()), http.Request.Cookies[NameOf(DeviceOf(user))]);
        return new(
            mark is null ? null : Convert.ToHexStringLower(mark), http.Connection.RemoteIpAddress?.ToString() ?? "");
    }

    /// <summary>Marks the device as one that the user has signed in on.</summary>
    public void MarkDevice(HttpContext http, UserId user)
    {
        if (!OriginOf(http, user).IsKnownDevice)
            Set(http.Response, DeviceOf(user), Convert.ToBase64String(devices.CreateProtector(user.ToString()).Protect(Secrets.Bytes(8))), DeviceLifetime);
    }

    // The name tells the user apart without telling who it is.
    static string DeviceOf(UserId user) => "device-" + Convert.ToHexStringLower(Secrets.Hash(user.ToString()).AsSpan(0, 6));

    void Set(HttpResponse response, string name, string value, TimeSpan? lifetime) => response.Cookies.Append(NameOf(name), value, new CookieOptions
    {
        HttpOnly = true, Secure = IsSecure, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = lifetime, IsEssential = true,
    });

    void Remove(HttpResponse response, string name) =>
        response.Cookies.Delete(NameOf(name), new CookieOptions { HttpOnly = true, Secure = IsSecure, SameSite = SameSiteMode.Lax, Path = "/" });

    static byte[]? Open(IDataProtector protector, string? text)
    {
        try
        {
            return text is null ? null : protector.Unprotect(Convert.FromBase64String(text));
        }
        catch (Exception forged) when (forged is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
