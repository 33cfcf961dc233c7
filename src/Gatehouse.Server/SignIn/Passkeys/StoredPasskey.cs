using Gatehouse.Server.Directory;
using Gatehouse.Server.Storage;

using Microsoft.AspNetCore.Identity;

namespace Gatehouse.Server.SignIn.Passkeys;

/// <summary>A row of the passkeys table.</summary>
sealed record StoredPasskey
{
    /// <summary>The credential's id, which the authenticator made.</summary>
    public required byte[] PasskeyId { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>What the person calls it.</summary>
    public required string Name { get; init; }

    /// <summary>COSE_Key (RFC 9052 §7).</summary>
    public required byte[] PublicKey { get; init; }

    public required long SignCount { get; init; }

    /// <summary>How browsers reach it, separated by spaces.</summary>
    public required string Transports { get; init; }

    public required bool IsBackupEligible { get; init; }

    public required bool IsBackedUp { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>As it stands in forms.</summary>
    public string Key => Convert.ToHexStringLower(PasskeyId);

    /// <summary>For the framework. What the authenticator said of itself when it was added is not kept: nothing here asks for its make.</summary>
    public UserPasskeyInfo ToInfo() => new(
        PasskeyId, PublicKey, CreatedAt, (uint)SignCount, Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries), isUserVerified: true,
        IsBackupEligible, IsBackedUp, attestationObject: [], clientDataJson: []);
}

/// <summary>Whose passkey it is, as the framework and authenticators see them.</summary>
/// <param name="Organization">The organization.</param>
/// <param name="User">The user.</param>
sealed record PasskeyUser(OrganizationId Organization, UserId User)
{
    const int HalfLength = 32;

    /// <summary>The user handle: 64 bytes, the most that there may be (WebAuthn §5.4.3), which tell nothing but find the user on one shard.</summary>
    public string Handle => $"{Organization}{User.Value:N}";

    public static PasskeyUser? Parse(string? handle) =>
        handle is { Length: 2 * HalfLength }
        && OrganizationId.TryParse(handle[..HalfLength], out var organization) && Guid.TryParseExact(handle[HalfLength..], "N", out var user)
            ? new(organization, new UserId(user))
            : null;
}
