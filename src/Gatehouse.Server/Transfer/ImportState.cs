namespace Gatehouse.Server.Transfer;

/// <summary>How far an import has come and what it has done. A row of the imports table.</summary>
sealed record ImportState
{
    public const string Resources = "resources";
    public const string Members = "members";

    /// <summary>Identifies the file by what is in it.</summary>
    public required string ImportId { get; init; }

    /// <summary><see cref="Resources"/> first, then <see cref="Members"/>, for which all resources must be there.</summary>
    public string Stage { get; init; } = Resources;

    /// <summary>The last record of this stage that was dealt with; they count from 1.</summary>
    public long Position { get; init; }

    public long Users { get; init; }

    public long Groups { get; init; }

    public long Joined { get; init; }

    public long Existing { get; init; }

    public long Rejected { get; init; }

    public long StartedAt { get; init; }
}
