using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using TradeBooks.Benchmarks.Kafka;
using TradeBooks.Domain.Books;
using TradeBooks.Feeds.Exchanges;
using TradeBooks.Feeds.Exchanges.Connecting;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Benchmarks.Books;

/// <summary>
/// <c>ingest-latency</c>: an exchange on loopback sends recorded updates at a steady rate; from just before a frame is sent to
/// the moment at which the connector's book holds it, and to that at which the book of a reader behind Kafka does.
/// </summary>
internal static class IngestLatencyCommand
{
    private const string Symbol = "btcusdt";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public static Command Create()
    {
        var arguments = new BrokerArguments();
        var rate = new Option<double>("--rate") { Description = "Updates a second; Binance sends ten of each symbol", DefaultValueFactory = _ => 100 };
        var command = new Command("ingest-latency", "Time from an exchange's frame to the books made of it") { rate };
        arguments.AddTo(command);
        command.SetAction(async (result, stop) =>
        {
            var kafka = arguments.Kafka(result);
            await MeasureAsync(kafka, result.GetValue(rate), stop);
        });
        return command;
    }

    private static async Task MeasureAsync(KafkaOptions kafka, double rate, CancellationToken stop)
    {
        var capture = DepthCapture.Load();
        var last = capture.Updates[^1].LastUpdateId;
        await using var exchange = CaptureExchange.Start(capture, rate);
        var notices = new BrokerNotices(Console.Error.WriteLine, TimeProvider.System);
        var linger = kafka.CreateProducerConfig().LingerMs;
        using var publisher = MarketPublisher.Open(
            kafka, Exchange.BinanceSpot.Id, PartitionMap.Read(kafka.PartitionMap!), notices, TimeProvider.System, stop);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var behind = new ConcurrentDictionary<long, long>();
        using var ready = new ManualResetEventSlim();
        var reading = Task.Factory.StartNew(
            () => Read(kafka, behind, last, ready, ended.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        ready.Wait(stop);
        var here = new ConcurrentDictionary<long, long>();
        using var connector = new ExchangeConnector(
            Exchange.BinanceSpot, [Symbol], new ConnectorOptions { StreamAddress = exchange.Stream, RestAddress = exchange.Rest },
            publisher, Console.Error.WriteLine, TimeProvider.System, onApplied: (_, book) => here[book.LastUpdateId] = Stopwatch.GetTimestamp());
        var running = connector.RunAsync(ended.Token);
        try
        {
            await Task.WhenAny(reading, running).WaitAsync(Patience, stop);
            await reading;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(
                $"{exchange.SentAt.Count} updates sent, {here.Count} in the connector's book, {behind.Count} in the reader's; {connector.Counters[0]}");
        }
        finally
        {
            await ended.CancelAsync();
            await running.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        Write(exchange, rate, linger, "to the connector's book", here);
        Write(exchange, rate, linger, "to a reader's book behind Kafka", behind);
    }

    private static void Read(
        KafkaOptions kafka, ConcurrentDictionary<long, long> behind, long last, ManualResetEventSlim ready, CancellationToken stop)
    {
        var map = PartitionMap.Read(kafka.PartitionMap!);
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig(BrokerArguments.BareConsumer(kafka)) { FetchWaitMaxMs = 10 })
            .SetLogHandler((_, _) => { }).Build();
        var partition = new TopicPartition(Exchange.BinanceSpot.Id + MarketPublisher.DepthSuffix, map.Partitions[Symbol]);
        consumer.Assign(new TopicPartitionOffset(partition, consumer.QueryWatermarkOffsets(partition, TimeSpan.FromSeconds(10)).High));
        consumer.Consume(TimeSpan.FromMilliseconds(500));
        ready.Set();
        var book = new SyncedBook(
            new LadderOrderBook(), Exchange.BinanceSpot.CreateSequencer(), synced => behind[synced.LastUpdateId] = Stopwatch.GetTimestamp());
        while (book.LastUpdateId != last)
        {
            stop.ThrowIfCancellationRequested();
            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is not { } record)
                continue;
            if (DepthMessage.TryRead(record.Message.Value, out var message) is { } reason)
                throw new InvalidOperationException(reason);
            book.Apply(message!.Depth);
        }
    }

    private static void Write(CaptureExchange exchange, double rate, double? linger, string where, ConcurrentDictionary<long, long> seen)
    {
        // The first second is the connection's and the compiler's.
        var latencies = exchange.SentAt.Skip((int)Math.Min(rate, exchange.SentAt.Count / 2.0)).Where(sent => seen.ContainsKey(sent.Key))
            .Select(sent => Stopwatch.GetElapsedTime(sent.Value, seen[sent.Key]).TotalMilliseconds).Order().ToArray();
        var lateness = Spread.Of(exchange.Lateness);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{rate:0} updates/s, linger.ms={linger}: frame {where}: {latencies.Length:N0} updates, p50 {At(latencies, 0.5):0.00} ms,"
            + $" p99 {At(latencies, 0.99):0.00} ms, most {latencies[^1]:0.00} ms (sent later than planned: median {lateness.Median:0.00} ms)"));
    }

    private static double At(double[] sorted, double share) => sorted[(int)((sorted.Length - 1) * share)];
}
