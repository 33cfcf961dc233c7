using BenchmarkDotNet.Attributes;

using Gatehouse.Scim.Resources;

namespace Gatehouse.Benchmarks;

/// <summary>A new user: the body's JSON, then every attribute checked against the schema.</summary>
public class CreateBenchmarks
{
    readonly byte[] body = Documents.NewUser(1);
    ScimValue parsed;

    [GlobalSetup]
    public void Parse() => parsed = ScimJson.Parse(body);

    [Benchmark(Description = "parse the JSON")]
    public ScimValue ParseJson() => ScimJson.Parse(body);

    [Benchmark(Description = "check against the schema")]
    public ScimObject Check() => ResourceReader.Read(parsed, Documents.UserType);

    [Benchmark(Description = "parse and check", Baseline = true)]
    public ScimObject ParseAndCheck() => ResourceReader.Read(ScimJson.Parse(body), Documents.UserType);

    [Benchmark(Description = "write as stored")]
    public byte[] Write() => ScimJson.ToUtf8(parsed);
}
