using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TradeBooks.Benchmarks;
using TradeBooks.Benchmarks.Kafka;
using TradeBooks.Benchmarks.Store;

// What needs a server is no matter for BenchmarkDotNet: a command of its own each.
var servers = new RootCommand("Benchmarks with Kafka and PostgreSQL; benchmarks/kafka.sh and benchmarks/store.sh run all of them")
{
    ProduceRateCommand.Create(), TradeRateCommand.Create(), LatencyCommand.Create(), StoreRateCommand.Create(),
};
if (servers.Subcommands.Any(command => command.Name == args.FirstOrDefault()))
    return servers.Parse(args).Invoke();

// In this process: its own build would want packages that a closed network does not have.
var job = Job.Default
    .WithToolchain(InProcessEmitToolchain.DontLogOutput)
    .WithWarmupCount(8)
    .WithIterationCount(21)
    .WithInvocationCount(1)
    .WithUnrollFactor(1);
BenchmarkSwitcher.FromAssembly(typeof(EngineBenchmarks).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
return 0;
