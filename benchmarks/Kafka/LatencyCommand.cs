using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Benchmarks.Kafka;

/// <summary>
/// <c>kafka-latency</c>: bars at a steady rate to a process that trades them; from just before the client is given the bar
/// that completes a slot, to the moment at which a fill of that slot can be read in the trade log.
/// </summary>
internal static class LatencyCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var arguments = new BrokerArguments();
        var rate = new Option<int>("--rate") { Description = "Bars a second, all symbols together", DefaultValueFactory = _ => 1000 };
        var seconds = new Option<int>("--seconds") { Description = "How long is measured", DefaultValueFactory = _ => 20 };
        var warmUp = new Option<int>("--warm-up") { Description = "Seconds before that", DefaultValueFactory = _ => 5 };
        var linger = new Option<string>("--linger") { Description = "linger.ms of the producer", DefaultValueFactory = _ => "0" };
        var program = new Option<string>("--program") { Description = "What trades", DefaultValueFactory = _ => "./tradebooks" };
        var command = new Command("kafka-latency", "Time from a bar's append to its fill's row") { rate, seconds, warmUp, linger, program };
        arguments.AddTo(command);
        command.SetAction(result =>
        {
            var kafka = arguments.Kafka(result);
            var symbols = arguments.Symbols(result);
            if (new Routes(kafka, symbols).CountRecords(BrokerArguments.BareConsumer(kafka)) > 0)
                throw new InvalidOperationException($"topics {kafka.Topic} are to be empty");
            var folder = Directory.CreateTempSubdirectory("tradebooks-bench").FullName;
            string[] trade =
            [
                "trade", "--from", "kafka", "--brokers", kafka.Brokers, "--topic", kafka.Topic.Text,
                .. kafka.PartitionMap is { } map ? ["--partition-map", map] : Array.Empty<string>(), "--symbols", string.Join(',', symbols),
                "--mode", "event-time", "--until-end", "--json", "--out", folder, .. WaveBars.Options,
                .. arguments.Set(result).SelectMany(setting => new[] { "--set", setting }),
            ];
            try
            {
                using var process = Process.Start(new ProcessStartInfo(result.GetValue(program)!, trade) { RedirectStandardOutput = true })!;
                try
                {
                    Measure(
                        kafka, symbols, process, Path.Combine(folder, ".run", "order_book.csv"),
                        result.GetValue(rate), result.GetValue(warmUp), result.GetValue(seconds), result.GetValue(linger)!);
                }
                finally
                {
                    process.Kill();
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }

    private static void Measure(
        KafkaOptions kafka, IReadOnlyList<string> symbols, Process trader, string log, int rate, int warmUp, int seconds, string linger)
    {
        var watch = new FillWatch(log);
        var watching = Task.Factory.StartNew(watch.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var firstSlot = warmUp * rate / symbols.Count;
        long[] sent;
        Spread lateness;
        try
        {
            (sent, lateness) = Send(kafka, symbols, rate, (warmUp + seconds) * rate / symbols.Count, linger);
            if (!trader.WaitForExit(Patience) || trader.ExitCode != 0)
                throw new InvalidOperationException("the process that trades has not come to its end");
        }
        finally
        {
            watch.Stop();
            watching.GetAwaiter().GetResult();
        }

        var latencies = watch.Rows.Where(row => row.Slot >= firstSlot)
            .Select(row => Stopwatch.GetElapsedTime(sent[row.Slot], row.Seen).TotalMilliseconds).Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{rate:N0} bars/s of {symbols.Count} symbols for {seconds} s, linger.ms={linger}: {latencies.Length:N0} fills; append to row"
            + $" p50 {At(latencies, 0.5):0.00} ms, p99 {At(latencies, 0.99):0.00} ms, most {latencies[^1]:0.00} ms"
            + $" (sent later than planned: median {lateness.Median:0.00} ms, most {lateness.Most:0.00} ms)"));
    }

    private static (long[] Sent, Spread Lateness) Send(KafkaOptions kafka, IReadOnlyList<string> symbols, int rate, int slots, string linger)
    {
        var routes = new Routes(kafka, symbols);
        var config = new ProducerConfig(kafka.CreateProducerConfig().ToDictionary());
        config.Set("linger.ms", linger);
        config.EnableDeliveryReports = false;
        using var producer = new ProducerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).Build();
        var sent = new long[slots];
        var lateness = new double[slots * symbols.Count];
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < lateness.Length; i++)
        {
            var (slot, symbol) = Math.DivRem(i, symbols.Count);
            var value = new byte[BarMessage.MaxLength];
            Array.Resize(ref value, BarMessage.Write(value, WaveBars.Create(symbol, slot)));
            var due = start + (long)(i * (double)Stopwatch.Frequency / rate);
            while (Stopwatch.GetTimestamp() < due)
                Nap.For(50);
            sent[slot] = Stopwatch.GetTimestamp();
            lateness[i] = Stopwatch.GetElapsedTime(due, sent[slot]).TotalMilliseconds;
            producer.Produce(routes.Targets[symbol], new Message<byte[], byte[]> { Key = routes.Keys[symbol], Value = value });
        }

        for (var i = 0; i < symbols.Count; i++)
            producer.Produce(routes.Targets[i], EndOfData.Create(routes.Keys[i], kafka.HasHeaders));
        producer.Flush(Patience);
        return (sent, Spread.Of(lateness));
    }

    private static double At(double[] sorted, double share) => sorted[(int)((sorted.Length - 1) * share)];
}
