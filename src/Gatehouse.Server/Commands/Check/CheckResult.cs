namespace Gatehouse.Server.Commands.Check;

enum Verdict
{
    Passed,
    Failed,

    /// <summary>Failed, but only recommended or relied on by Entra.</summary>
    Advice,

    /// <summary>The endpoint announces that it does not have the feature, or does not have the attribute.</summary>
    NotApplicable,

    /// <summary>What the check needs could not be prepared, because something failed that another check reports.</summary>
    Skipped,
}

/// <summary>What a person needs to act on a failure.</summary>
/// <param name="Request">The request line.</param>
/// <param name="Sent">The body that was sent, shortened, or null.</param>
/// <param name="Received">What came back, in short.</param>
/// <param name="Expected">What should have come.</param>
/// <param name="Why">What breaks otherwise.</param>
sealed record Finding(string Request, string? Sent, string Received, string Expected, string Why);

/// <param name="Check">The check.</param>
/// <param name="Verdict">How it went.</param>
/// <param name="Reason">Why it was not applicable or skipped, or null.</param>
/// <param name="Finding">What was wrong, when it failed.</param>
sealed record CheckResult(Check Check, Verdict Verdict, string? Reason = null, Finding? Finding = null);
