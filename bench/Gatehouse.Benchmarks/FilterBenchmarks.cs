using BenchmarkDotNet.Attributes;

using Gatehouse.Scim.Filters;
using Gatehouse.Scim.Resources;

namespace Gatehouse.Benchmarks;

/// <summary>A filter's way: text, expression, bound to a schema, decided for one user.</summary>
public class FilterBenchmarks
{
    readonly ScimObject user = Documents.User(1);
    Filter filter = null!; // Set before anything runs.
    BoundFilter bound = null!; // Set before anything runs.

    [Params(
        "userName eq \"00000000.u1@contoso.example\"",
        "emails[type eq \"work\" and value co \"@contoso.example\"] and (active eq true or title sw \"Payments\") and not (displayName pr)")]
    public string Text { get; set; } = "";

    [GlobalSetup]
    public void Bind()
    {
        filter = FilterParser.Parse(Text);
        bound = filter.Bind(Documents.UserType);
    }

    [Benchmark(Description = "parse")]
    public Filter Parse() => FilterParser.Parse(Text);

    [Benchmark(Description = "bind")]
    public BoundFilter BindAgain() => filter.Bind(Documents.UserType);

    [Benchmark(Description = "evaluate")]
    public bool Evaluate() => FilterEvaluator.Matches(bound, user);
}
