using System.Globalization;

namespace Gatehouse.Load;

/// <summary>What one kind of request did under load.</summary>
sealed record LoadResult(string Operation, int Answered, int Errors, TimeSpan Took, IReadOnlyList<double> SortedMilliseconds)
{
    public double PerSecond => Answered / Took.TotalSeconds;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Operation,-18}{PerSecond,12:0}{Percentile(0.50),9:0.0}{Percentile(0.95),9:0.0}{Percentile(0.99),9:0.0}{Errors,9}");

    double Percentile(double part) =>
        SortedMilliseconds.Count == 0 ? 0 : SortedMilliseconds[Math.Min(SortedMilliseconds.Count - 1, (int)(part * SortedMilliseconds.Count))];
}
