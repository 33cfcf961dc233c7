namespace Gatehouse.Saml.Validation;

/// <summary>
/// What an identity provider says about a person, after all checks. Made by <see cref="ResponseValidator"/> alone, out of the octets whose
/// signature it verified. Whether it was used before is for the caller to decide, by <see cref="Id"/> until <see cref="UsableUntil"/>.
/// </summary>
public sealed record ValidatedAssertion
{
    internal ValidatedAssertion()
    {
    }

    /// <summary>The assertion's ID, for one-time use.</summary>
    public required string Id { get; init; }

    /// <summary>Who says it: the identity provider's entity id.</summary>
    public required string Issuer { get; init; }

    /// <summary>Of whom.</summary>
    public required string NameId { get; init; }

    /// <summary>The format of <see cref="NameId"/>, or null when it names none.</summary>
    public string? NameIdFormat { get; init; }

    /// <summary>Names the session at the identity provider, or null.</summary>
    public string? SessionIndex { get; init; }

    /// <summary>When the person signed in there.</summary>
    public required DateTimeOffset AuthenticatedAt { get; init; }

    /// <summary>How, as a URI, or null.</summary>
    public string? AuthenticationContext { get; init; }

    /// <summary>Until when the assertion could be presented again.</summary>
    public required DateTimeOffset UsableUntil { get; init; }

    /// <summary>When the session ends that comes of it, or null when the identity provider does not say.</summary>
    public DateTimeOffset? SessionEndsAt { get; init; }

    /// <summary>Attributes by name, each with its values in order.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; }
}
