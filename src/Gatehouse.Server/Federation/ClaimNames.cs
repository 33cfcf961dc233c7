namespace Gatehouse.Server.Federation;

/// <summary>What an identity provider calls the things we want to know about a person: names of claims, or of SAML attributes.</summary>
sealed record ClaimNames
{
    /// <summary>Stands for the name id of a SAML assertion.</summary>
    public const string NameId = "NameID";

    /// <summary>Never changes for a person and is never given to another one.</summary>
    public required string UserId { get; init; }

    public required string Email { get; init; }

    public string? PreferredName { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    /// <summary>What OpenID providers say (OpenID Connect Core §5.1).</summary>
    public static ClaimNames OfOidc { get; } = new()
    {
        UserId = "sub", Email = "email", PreferredName = "name", FirstName = "given_name", LastName = "family_name",
    };

    /// <summary>The same of Microsoft Entra ID, whose <c>sub</c> is another one for each application.</summary>
    public static ClaimNames OfEntra { get; } = OfOidc with { UserId = "oid" };

    public static ClaimNames OfSaml { get; } = new() { UserId = "id", Email = "email", PreferredName = "preferredName" };

    /// <summary>The names by which administrators set them.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["userId", "email", "preferredName", "firstName", "lastName"];

    /// <summary>With another name for one of them.</summary>
    /// <param name="key">One of <see cref="Keys"/>.</param>
    /// <param name="claim">What the identity provider calls it.</param>
    /// <exception cref="ArgumentException">There is no such key.</exception>
    public ClaimNames With(string key, string claim) => key switch
    {
        "userId" => this with { UserId = claim },
        "email" => this with { Email = claim },
        "preferredName" => this with { PreferredName = claim },
        "firstName" => this with { FirstName = claim },
        "lastName" => this with { LastName = claim },
        _ => throw new ArgumentException($"There is no claim key '{key}'.", nameof(key)),
    };
}
