namespace Gatehouse.Server.Federation;

/// <summary>Whom an identity provider says somebody is, after everything that protects its word was checked. Everything in it is hostile text.</summary>
sealed record ExternalIdentity
{
    /// <summary>What never changes for the person.</summary>
    public required string Subject { get; init; }

    /// <summary>The address in its canonical form; null when there is none, or none that mail could be sent to.</summary>
    public string? Address { get; init; }

    /// <summary>The address as it came.</summary>
    public string? AddressAsSent { get; init; }

    /// <summary>Whether the identity provider itself says that it has not checked the address.</summary>
    public bool IsAddressUnverified { get; init; }

    public string? PreferredName { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    /// <summary>How the person proved it there, as far as the identity provider tells (RFC 8176).</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>When the person proved it there, or null when the identity provider does not tell.</summary>
    public DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>Until when the identity provider vouches for the person, or null when it does not say.</summary>
    public DateTimeOffset? SessionEndsAt { get; init; }

    /// <summary>Everything that was received, for whoever tries the connection.</summary>
    public IReadOnlyList<ReceivedClaim> Received { get; init; } = [];

    /// <summary>What signing out there needs.</summary>
    public UpstreamSession? Session { get; init; }
}

/// <summary>A claim or attribute as it came.</summary>
public sealed record ReceivedClaim(string Name, string Value);

/// <summary>What signing out at the identity provider needs.</summary>
sealed record UpstreamSession
{
    /// <summary>The identity token, as a hint whom to sign out.</summary>
    public string? IdToken { get; init; }

    public string? NameId { get; init; }

    public string? NameIdFormat { get; init; }

    public string? SessionIndex { get; init; }
}
