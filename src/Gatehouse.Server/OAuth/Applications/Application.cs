using System.Text.Json.Serialization;

using Gatehouse.Server.Storage;

namespace Gatehouse.Server.OAuth.Applications;

/// <summary>An application that people of an organization sign in to.</summary>
sealed record Application
{
    public required ApplicationClientId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Whether it runs where no secret can be kept: in a browser, on a phone, in a terminal.</summary>
    public required bool IsPublic { get; init; }

    public required ApplicationSettings Settings { get; init; }

    public OrganizationId Organization => Id.Organization;
}

/// <summary>What an application may do. The settings column, as JSON.</summary>
sealed record ApplicationSettings
{
    /// <summary>Compared character by character, except for the port of a loopback address (RFC 8252 §7.3).</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    /// <summary>False only for a confidential client that cannot do it.</summary>
    public bool RequiresPkce { get; init; } = true;

    /// <summary>Somebody else's: people are asked before it learns of them.</summary>
    public bool IsThirdParty { get; init; }

    /// <summary>Whether a device without a browser may ask for a sign-in that happens on another one (RFC 8628).</summary>
    public bool AllowsDeviceFlow { get; init; }

    /// <summary>Where it is told that a sign-in has ended (OpenID Connect Back-Channel Logout §2.2).</summary>
    public string? BackChannelLogoutUri { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApplicationSettings))]
sealed partial class ApplicationJson : JsonSerializerContext;
