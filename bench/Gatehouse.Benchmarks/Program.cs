using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// dotnet run -c Release --project bench/Gatehouse.Benchmarks            all of them, short runs: about two minutes
// dotnet run -c Release --project bench/Gatehouse.Benchmarks -- --filter '*Patch*' --long
// In this process, because a generated project would need package versions and a lock file of its own.
var job = args.Contains("--long") ? Job.Default : Job.ShortRun;
var config = ManualConfig.Create(DefaultConfig.Instance)
    .AddJob(job.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "gatehouse-benchmarks"));
string[] rest = [.. args.Where(static argument => argument != "--long")];
BenchmarkSwitcher.FromAssembly(typeof(Gatehouse.Benchmarks.FilterBenchmarks).Assembly).Run(rest.Length == 0 ? ["--filter", "*"] : rest, config);
