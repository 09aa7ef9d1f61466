using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using TradeBooks.Cli.Output;
using TradeBooks.Cli.Running;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Benchmarks.Kafka;

/// <summary>
/// <c>kafka-trade</c>: all that <c>tradebooks trade --mode event-time --until-end</c> does, beside loops that only count
/// the records of the same topics, one after the other, round by round.
/// </summary>
internal static class TradeRateCommand
{
    // Compilation, the broker's page cache.
    private const int WarmUps = 1;

    public static Command Create()
    {
        var arguments = new BrokerArguments();
        var rounds = new Option<int>("--rounds") { Description = "Rounds that count", DefaultValueFactory = _ => 7 };
        var command = new Command("kafka-trade", "Rate of trade beside bare consume loops on the same topics") { rounds };
        arguments.AddTo(command);
        command.SetAction(result => Run(arguments.Kafka(result), arguments.Symbols(result), result.GetValue(rounds)));
        return command;
    }

    private static void Run(KafkaOptions kafka, IReadOnlyList<string> symbols, int rounds)
    {
        var routes = new Routes(kafka, symbols);
        var config = BrokerArguments.BareConsumer(kafka);
        var records = routes.CountRecords(config);

        // By default a client that is well ahead pauses for a second, which can cost more than the reading.
        var unpaused = new ConsumerConfig(config) { FetchQueueBackoffMs = 10 };
        (string Name, Action Work)[] contenders =
        [
            ("Consumer<Ignore, Ignore>, fetch.queue.backoff.ms=10 as trade has it", () => BareLoop.Count<Ignore, Ignore>(unpaused, routes.Targets, records)),
            ("Consumer<Ignore, Ignore>", () => BareLoop.Count<Ignore, Ignore>(config, routes.Targets, records)),
            ("Consumer<string, byte[]>", () => BareLoop.Count<string, byte[]>(config, routes.Targets, records)),
            ("trade", () => Trade(kafka, symbols, records)),
        ];
        var usages = contenders.Select(_ => new List<Usage>()).ToArray();
        for (var round = -WarmUps; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var usage = Usage.Of(contenders[i].Work);
                if (round >= 0)
                    usages[i].Add(usage);
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{records:N0} records in {routes.Targets.Count} partitions of {routes.Topics.Count()} topics, {rounds} rounds; medians (least to most)"));
        Console.WriteLine("| | records/s | of the first | s of processor per million | bytes allocated per record |");
        Console.WriteLine("|---|---|---|---|---|");
        for (var i = 0; i < contenders.Length; i++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {contenders[i].Name} | {Spread.Of(usages[i].Select(usage => records / usage.Wall.TotalSeconds / 1e6)):0.00} M"
                + $" | {Spread.Of(usages[i].Zip(usages[0], (own, first) => first.Wall / own.Wall * 100)):0} %"
                + $" | {Spread.Of(usages[i].Select(usage => usage.Processor.TotalSeconds / records * 1e6)):0.00}"
                + $" | {Spread.Of(usages[i].Select(usage => (double)usage.Allocated / records)).Median:0} |"));
        }
    }

    private static void Trade(KafkaOptions kafka, IReadOnlyList<string> symbols, long records)
    {
        var folder = Directory.CreateTempSubdirectory("tradebooks-bench").FullName;
        try
        {
            var request = new TradeRequest
            {
                Kafka = kafka,
                Symbols = symbols,
                Strategies = ["lss"],
                Out = Path.Combine(folder, "out"),
                Settings = new Dictionary<string, string>(),
                FromBeginning = true,
                UntilEnd = true,
            };
            var start = Stopwatch.GetTimestamp();
            using var progress = new NoTradeProgress(Console.Error);
            var result = new TradeRun(TimeProvider.System, () => Stopwatch.GetElapsedTime(start)).Run(request, progress, CancellationToken.None);

            // All but the ends of data.
            if (result.BarsProcessed != records - symbols.Count)
                throw new InvalidOperationException($"{result.BarsProcessed} bars of {records} records");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
