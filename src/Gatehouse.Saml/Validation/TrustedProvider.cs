using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Saml.Validation;

/// <summary>What a connection says about its identity provider and about our side of it.</summary>
public sealed record TrustedProvider
{
    /// <summary>The identity provider's entity id, compared character by character.</summary>
    public required string EntityId { get; init; }

    /// <summary>Its signing certificates; two while it changes from one to the next.</summary>
    public required IReadOnlyList<X509Certificate2> Certificates { get; init; }

    /// <summary>Our entity id in this connection: the audience of its assertions.</summary>
    public required string Audience { get; init; }

    /// <summary>Our assertion consumer address in this connection.</summary>
    public required string ConsumerUrl { get; init; }
}

/// <summary>What a response answers.</summary>
/// <param name="RequestId">The ID of our request that this browser carries.</param>
/// <param name="Now">The time.</param>
public sealed record ExpectedAnswer(string RequestId, DateTimeOffset Now)
{
    /// <summary>How far clocks may be apart.</summary>
    public TimeSpan Skew { get; init; } = TimeSpan.FromSeconds(60);
}
