namespace Gatehouse.Server.Commands.Check;

/// <summary>What a run found.</summary>
/// <param name="Address">The endpoint.</param>
/// <param name="CheckedAt">When the run began.</param>
/// <param name="Results">One entry a check, in the order they ran.</param>
/// <param name="IsComplete">False when the run was stopped before its end.</param>
/// <param name="LeftBehind">Test data that could not be deleted, as paths below the endpoint.</param>
sealed record CheckReport(
    Uri Address, DateTimeOffset CheckedAt, IReadOnlyList<CheckResult> Results, bool IsComplete, IReadOnlyList<string> LeftBehind)
{
    public int Count(Verdict verdict) => Results.Count(result => result.Verdict == verdict);

    public bool IsConformant => Count(Verdict.Failed) == 0;
}
