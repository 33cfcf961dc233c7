using System.Text.Json.Serialization;

using Gatehouse.Server.Ui;

using Microsoft.AspNetCore.DataProtection;

namespace Gatehouse.Server.Federation;

/// <summary>Somebody is on the way to an identity provider and back. Binds what comes back to this browser (S45).</summary>
sealed record PendingSignIn
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Names it, so that it is finished once.</summary>
    public required Guid Id { get; init; }

    /// <summary>The federation's id.</summary>
    public required string Federation { get; init; }

    /// <summary>The sign-in that it is a part of; none when the connection is only tried.</summary>
    public Guid? Flow { get; init; }

    /// <summary>The ID of the SAML request that is to be answered.</summary>
    public string? RequestId { get; init; }

    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>Whether the person has to prove it there although they are signed in there.</summary>
    public bool MustProveAnew { get; init; }

    [JsonIgnore]
    public bool IsTrial => Flow is null;

    [JsonIgnore]
    public DateTimeOffset EndsAt => BegunAt + Lifetime;
}

/// <summary>Somebody has come back, and the page that goes on has yet to be opened: a form of another site brings no cookies of ours along.</summary>
sealed record ArrivedSignIn(PendingSignIn Pending, ExternalIdentity Who);

/// <summary>The cookies of a sign-in that is elsewhere.</summary>
sealed class FederationCookies(IDataProtectionProvider protection)
{
    /// <summary>A SAML response is posted by a form of the identity provider.</summary>
    public ProtectedCookie<PendingSignIn> Pending { get; } = new(
        protection, "federation", FederationJson.Default.PendingSignIn, PendingSignIn.Lifetime, isForForeignPosts: true);

    public ProtectedCookie<ArrivedSignIn> Arrived { get; } = new(
        protection, "federation-arrived", FederationJson.Default.ArrivedSignIn, PendingSignIn.Lifetime, isForForeignPosts: true);

    /// <summary>Whoever has to prove that an address is theirs.</summary>
    public ProtectedCookie<ArrivedSignIn> Unproven { get; } = new(
        protection, "federation-unproven", FederationJson.Default.ArrivedSignIn, PendingSignIn.Lifetime);
}

[JsonSerializable(typeof(PendingSignIn))]
[JsonSerializable(typeof(ArrivedSignIn))]
[JsonSerializable(typeof(UpstreamSession))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
sealed partial class FederationJson : JsonSerializerContext;
