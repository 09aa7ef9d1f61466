using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TradeBooks.Benchmarks;
using TradeBooks.Benchmarks.Kafka;

// What needs a broker is no matter for BenchmarkDotNet: a command of its own each.
var kafka = new RootCommand("Benchmarks with Kafka; benchmarks/kafka.sh runs all of them")
{
    ProduceRateCommand.Create(), TradeRateCommand.Create(), LatencyCommand.Create(),
};
if (kafka.Subcommands.Any(command => command.Name == args.FirstOrDefault()))
    return kafka.Parse(args).Invoke();

// In this process: its own build would want packages that a closed network does not have.
var job = Job.Default
    .WithToolchain(InProcessEmitToolchain.DontLogOutput)
    .WithWarmupCount(8)
    .WithIterationCount(21)
    .WithInvocationCount(1)
    .WithUnrollFactor(1);
BenchmarkSwitcher.FromAssembly(typeof(EngineBenchmarks).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
return 0;
