using Gatehouse.Server.Audit;

namespace Gatehouse.Server.Transfer;

/// <summary>How to import.</summary>
sealed record ImportOptions
{
    /// <summary>Who imports, for the audit trail.</summary>
    public required AuditEvent Event { get; init; }

    /// <summary>From the first record, although an import of this file stopped further on.</summary>
    public bool StartsOver { get; init; }

    /// <summary>Only tells what would happen.</summary>
    public bool ChangesNothing { get; init; }
}

/// <summary>How far an import has come.</summary>
/// <param name="State">What it has done.</param>
/// <param name="Bytes">How much of the file the stage has read.</param>
/// <param name="GoesOn">True once, at the beginning, when it goes on from where an earlier one stopped.</param>
sealed record ImportProgress(ImportState State, long Bytes, bool GoesOn);
