namespace Gatehouse.Server.Commands.Check;

/// <summary>How much a failed check weighs.</summary>
enum CheckLevel
{
    /// <summary>The standard demands it: a failure makes the endpoint non-conformant.</summary>
    Must,

    /// <summary>The standard recommends it: a failure is advice.</summary>
    Should,

    /// <summary>Microsoft Entra ID relies on it, whatever the standard says: a failure is advice.</summary>
    Entra,
}
