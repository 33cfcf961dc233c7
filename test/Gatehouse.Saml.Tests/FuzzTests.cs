using Gatehouse.Fuzz;

namespace Gatehouse.Saml.Tests;

/// <summary>Every fuzz target bears its corpus, what was found once, and some thousand changes of both. Longer runs are fuzz/'s.</summary>
public sealed class FuzzTests
{
    const int Changes = 3_000;

    public static TheoryData<string> Names => [.. Targets.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_target_bears_its_corpus_and_changes_of_it(string target)
    {
        var (seeds, mutator) = (Corpus.Of(target), new Mutator(seed: 7));
        Assert.NotEmpty(seeds);
        Assert.All(seeds, Targets.All[target]);

        for (var run = 0; run < Changes; run++)
            Targets.All[target](mutator.Change(seeds[run % seeds.Count], seeds));
    }

    [Fact]
    public void The_seed_response_is_taken_so_that_its_changes_mean_something() =>
        Assert.All(Corpus.Of("saml-response"), static seed => Assert.Contains("<saml:Assertion", System.Text.Encoding.UTF8.GetString(seed), StringComparison.Ordinal));
}
