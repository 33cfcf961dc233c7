using System.Collections.Concurrent;
using System.Security.Claims;

using Gatehouse.Server.Keys;

using Microsoft.AspNetCore;

using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;

using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Server.OAuth.OpenId;

/// <summary>Notes where a device asked from, for the page that asks the person (S40).</summary>
sealed class DeviceRequests : IOpenIddictServerHandler<HandleDeviceAuthorizationRequestContext>
{
    public const string SourceClaim = "device_source";

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleDeviceAuthorizationRequestContext>()
            .UseSingletonHandler<DeviceRequests>()
            .SetOrder(int.MaxValue - 100_000)
            .Build();

    public ValueTask HandleAsync(HandleDeviceAuthorizationRequestContext context)
    {
        var principal = new ClaimsPrincipal(new ClaimsIdentity());
        principal.SetScopes(context.Request.GetScopes());
        principal.SetClaim(SourceClaim, context.Transaction.GetHttpRequest()?.HttpContext.Connection.RemoteIpAddress?.ToString());
        context.SignIn(principal);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Reads a code as people type it: in small letters, with blanks, with or without the hyphen (RFC 8628 §6.1).</summary>
sealed class UserCodes : IOpenIddictServerHandler<ExtractEndUserVerificationRequestContext>
{
    /// <summary>Consonants: easy to type, and no words.</summary>
    public const string Letters = "BCDFGHJKLMNPQRSTVWXZ";

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ExtractEndUserVerificationRequestContext>()
            .UseSingletonHandler<UserCodes>()
            .SetOrder(OpenIddictServerAspNetCoreHandlers.ExtractGetOrPostRequest<ExtractEndUserVerificationRequestContext>.Descriptor.Order + 500)
            .Build();

    public ValueTask HandleAsync(ExtractEndUserVerificationRequestContext context)
    {
        if (context.Request?.UserCode is { } code)
            context.Request.UserCode = new string([.. code.ToUpperInvariant().Where(static letter => Letters.Contains(letter, StringComparison.Ordinal))]);
        return ValueTask.CompletedTask;
    }
}

/// <summary>
/// Tells devices that ask too often to slow down (RFC 8628 §3.5). Held in memory, per node, and bounded: it saves work and guards nothing.
/// </summary>
sealed class DevicePolling(TimeProvider clock) : IOpenIddictServerHandler<ApplyTokenResponseContext>
{
    const int MostKept = 10_000;

    /// <summary>What a device may assume that was told nothing else (§3.2), less what a network may take.</summary>
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(4);

    readonly ConcurrentDictionary<string, long> asked = new(StringComparer.Ordinal);

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyTokenResponseContext>()
            .UseSingletonHandler<DevicePolling>()
            .SetOrder(int.MinValue + 40_000)
            .Build();

    public ValueTask HandleAsync(ApplyTokenResponseContext context)
    {
        if (context.Response.Error != Errors.AuthorizationPending || context.Request?.DeviceCode is not { } code)
            return ValueTask.CompletedTask;

        var key = Convert.ToHexStringLower(Secrets.Hash(code));
        var now = clock.GetTimestamp();
        if (asked.TryGetValue(key, out var before) && clock.GetElapsedTime(before, now) < Interval)
        {
            context.Response.Error = Errors.SlowDown;
            context.Response.ErrorDescription = "The device asks too often. It has to wait five seconds longer between two requests from now on.";
        }

        if (asked.Count >= MostKept)
            asked.Clear();
        asked[key] = now;
        return ValueTask.CompletedTask;
    }
}
