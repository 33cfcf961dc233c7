using BenchmarkDotNet.Attributes;

using Gatehouse.Scim.Patch;
using Gatehouse.Scim.Resources;

namespace Gatehouse.Benchmarks;

/// <summary>Entra's change of a job: three operations, one of them with a filter in its path.</summary>
public class PatchBenchmarks
{
    readonly ScimObject user = Documents.User(1);
    readonly byte[] body = Documents.Patch(1);
    IReadOnlyList<ResolvedOperation> operations = [];

    [GlobalSetup]
    public void Prepare() => operations = PatchResolver.Resolve(PatchRequest.Read(ScimJson.Parse(body)), Documents.UserType);

    [Benchmark(Description = "parse and resolve")]
    public IReadOnlyList<ResolvedOperation> Resolve() => PatchResolver.Resolve(PatchRequest.Read(ScimJson.Parse(body)), Documents.UserType);

    [Benchmark(Description = "copy and apply")]
    public ScimObject Apply()
    {
        var copy = user.Clone();
        PatchApplier.Apply(operations, Documents.UserType, copy);
        return copy;
    }

    [Benchmark(Description = "from body to document", Baseline = true)]
    public ScimObject All()
    {
        var copy = user.Clone();
        PatchApplier.Apply(PatchResolver.Resolve(PatchRequest.Read(ScimJson.Parse(body)), Documents.UserType), Documents.UserType, copy);
        return copy;
    }
}
