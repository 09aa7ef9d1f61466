using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TradeBooks.Benchmarks;
using TradeBooks.Benchmarks.Books;
using TradeBooks.Benchmarks.Kafka;
using TradeBooks.Benchmarks.Store;

// What needs a server or a recorded stream is no matter for BenchmarkDotNet: a command of its own each.
var own = new RootCommand("Benchmarks with Kafka, PostgreSQL and recorded streams; benchmarks/kafka.sh and benchmarks/store.sh run those with servers")
{
    ProduceRateCommand.Create(), TradeRateCommand.Create(), LatencyCommand.Create(), StoreRateCommand.Create(), BookRateCommand.Create(),
    IngestLatencyCommand.Create(),
};
if (own.Subcommands.Any(command => command.Name == args.FirstOrDefault()))
    return own.Parse(args).Invoke();

// In this process: its own build would want packages that a closed network does not have.
var job = Job.Default
    .WithToolchain(InProcessEmitToolchain.DontLogOutput)
    .WithWarmupCount(8)
    .WithIterationCount(21)
    .WithInvocationCount(1)
    .WithUnrollFactor(1);
BenchmarkSwitcher.FromAssembly(typeof(EngineBenchmarks).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
return 0;
