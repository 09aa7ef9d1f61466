using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TradeBooks.Benchmarks.Kafka;

if (KafkaBenchmarks.TryRun(args))
    return;

// In this process: its own build would want packages that a closed network does not have.
var job = Job.Default
    .WithToolchain(InProcessEmitToolchain.DontLogOutput)
    .WithWarmupCount(8)
    .WithIterationCount(21)
    .WithInvocationCount(1)
    .WithUnrollFactor(1);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
