namespace Gatehouse.Server.Commands.Check;

/// <summary>Ends a probe before its end, as an assertion ends a test.</summary>
sealed class CheckEnded : Exception
{
    CheckEnded(Verdict verdict, string reason)
        : base(reason) => Verdict = verdict;

    /// <summary><see cref="Verdict.Failed"/>, <see cref="Verdict.NotApplicable"/> or <see cref="Verdict.Skipped"/>.</summary>
    public Verdict Verdict { get; }

    /// <summary>The exchange that shows the failure.</summary>
    public Answer? Answer { get; private init; }

    public static CheckEnded Failed(Answer answer, string expected) => new(Verdict.Failed, expected) { Answer = answer };

    public static CheckEnded NotApplicable(string reason) => new(Verdict.NotApplicable, reason);

    public static CheckEnded Skipped(string reason) => new(Verdict.Skipped, reason);
}
