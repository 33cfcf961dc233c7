using Gatehouse.Server.Ui.Pieces;

namespace Gatehouse.Server.Console;

/// <summary>An identity provider in the list.</summary>
public sealed record FederationLine(string Path, string Name, bool IsSaml, string State, IReadOnlyList<FederationDomain> Domains);

/// <summary>A domain that an identity provider speaks for.</summary>
/// <param name="Name">The domain.</param>
/// <param name="IsVerified">Whether it counts.</param>
/// <param name="RecordName">Where the DNS record has to be that proves it.</param>
/// <param name="Record">What it has to say.</param>
public sealed record FederationDomain(string Name, bool IsVerified, string RecordName, string Record);

/// <summary>Something to look at, in words.</summary>
public sealed record FindingLine(string Words, DateTimeOffset At);

/// <summary>A value to enter at the other side.</summary>
public sealed record FederationValue(string Id, string Label, string Value);

/// <summary>A sign-in that came to nothing.</summary>
public sealed record RefusalLine(DateTimeOffset At, string Fault, string? Reason, string? Address);

/// <summary>An identity provider as its own page shows it.</summary>
public sealed record FederationDetail
{
    public required string Path { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string State { get; init; }

    /// <summary>The issuer, or the entity id.</summary>
    public string? Provider { get; init; }

    public required IReadOnlyList<FederationValue> Values { get; init; }

    public required IReadOnlyList<FederationDomain> Domains { get; init; }

    /// <summary>What is set, each with the word for it.</summary>
    public required IReadOnlyList<(string Term, string Value)> Facts { get; init; }

    public required IReadOnlyList<RefusalLine> Refusals { get; init; }

    /// <summary>Where it can be tried, or null when it cannot.</summary>
    public string? TrialPath { get; init; }

    /// <summary>What the state means for the reader.</summary>
    public TagKind Kind => State switch { "active" => TagKind.Ok, "disabled" => TagKind.Warn, "testing" => TagKind.Info, _ => TagKind.Plain };
}
