using System.Globalization;
using System.Text;
using Confluent.Kafka;
using TradeBooks.Domain.Market;
using TradeBooks.Feeds;
using TradeBooks.Feeds.Csv;
using TradeBooks.Feeds.Generation;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Benchmarks.Kafka;

/// <summary>
/// A bare loop of Confluent.Kafka that sends bytes made before, and the publisher that <c>tradebooks produce</c> has,
/// in turns: the same records to the same topics with the same properties, until the last is acknowledged.
/// </summary>
internal sealed class ProduceRate
{
    private const int Days = 126;

    // Compilation, the broker's page cache.
    private const int WarmUps = 1;
    private static readonly string[] Symbols = MemoryBars.Symbols;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly KafkaOptions _options;
    private readonly string _folder;
    private readonly List<(int Symbol, MarketEvent Event)> _events = [];
    private readonly byte[][] _keys = [.. Symbols.Select(Encoding.UTF8.GetBytes)];
    private readonly byte[][] _values;

    private ProduceRate(KafkaOptions options, string folder)
    {
        _options = options;
        _folder = folder;
        using var files = CsvBarFeedSet.Open(folder, Symbols);
        var merge = new EventMerge(files.Feeds, new ReplayRange());
        var buffer = new byte[BarMessage.MaxLength];
        var values = new List<byte[]>();
        while (merge.MoveNext())
        {
            if (merge.IsEnd)
                continue;
            _events.Add((merge.Symbol, merge.Event));
            values.Add(buffer.AsSpan(0, BarMessage.Write(buffer, merge.Event.Bar)).ToArray());
        }

        _values = [.. values];
    }

    public static void Run(KafkaOptions options, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("tradebooks-bench").FullName;
        try
        {
            SyntheticBarGenerator.Generate(new SyntheticBarOptions { Symbols = Symbols, Days = Days }, folder);
            new ProduceRate(options, folder).Run(rounds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Run(int rounds)
    {
        (string Name, Func<Usage> Measure)[] contenders =
        [
            ("bare loop, bytes made before", MeasureBare),
            ("publisher, bars in memory", () => MeasurePublisher(SendEvents)),
            ("publisher, from files", () => MeasurePublisher(SendFiles)),
        ];
        var usages = contenders.Select(_ => new List<Usage>()).ToArray();
        for (var round = -WarmUps; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var usage = contenders[i].Measure();
                if (round >= 0)
                    usages[i].Add(usage);
            }
        }

        var records = _events.Count;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{records:N0} records of {_values.Average(value => value.Length):0} bytes to {Symbols.Length} topics, {rounds} rounds; medians (least to most)"));
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

    // Its queue holds everything, so that it never waits.
    private Usage MeasureBare()
    {
        var config = _options.CreateProducerConfig();
        config.QueueBufferingMaxMessages = 10_000_000;
        config.DeliveryReportFields = "status";
        using var producer = new ProducerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).Build();
        var topics = Symbols.Select(_options.Topic.TopicOf).Select(topic => new TopicPartition(topic, 0)).ToArray();
        var errors = 0;
        Action<DeliveryReport<byte[], byte[]>> handler = report =>
        {
            if (report.Error.IsError)
                Interlocked.Increment(ref errors);
        };
        foreach (var topic in topics)
            producer.Produce(topic, new Message<byte[], byte[]> { Key = _keys[0], Value = _values[0] }, handler);
        producer.Flush(CancellationToken.None);
        var usage = Usage.Of(() =>
        {
            for (var i = 0; i < _values.Length; i++)
            {
                var symbol = _events[i].Symbol;
                producer.Produce(topics[symbol], new Message<byte[], byte[]> { Key = _keys[symbol], Value = _values[i] }, handler);
            }

            producer.Flush(CancellationToken.None);
        });
        return errors == 0 ? usage : throw new InvalidOperationException($"{errors} records were not delivered");
    }

    private Usage MeasurePublisher(Action<KafkaPublisher> send)
    {
        var notices = new BrokerNotices(Console.Error.WriteLine, TimeProvider.System);
        using var publisher = KafkaPublisher.Open(_options, new SymbolRoutes(_options, Symbols), notices, TimeProvider.System, CancellationToken.None);
        for (var symbol = 0; symbol < Symbols.Length; symbol++)
            publisher.PublishEnd(symbol, CancellationToken.None);
        Flush(publisher);
        return Usage.Of(() =>
        {
            send(publisher);
            Flush(publisher);
        });
    }

    private void SendEvents(KafkaPublisher publisher)
    {
        foreach (var (symbol, e) in _events)
            publisher.Publish(symbol, e.Bar, e.Position.Offset, CancellationToken.None);
    }

    private void SendFiles(KafkaPublisher publisher)
    {
        using var files = CsvBarFeedSet.Open(_folder, Symbols);
        var merge = new EventMerge(files.Feeds, new ReplayRange());
        while (merge.MoveNext())
        {
            if (!merge.IsEnd)
                publisher.Publish(merge.Symbol, merge.Event.Bar, merge.Event.Position.Offset, CancellationToken.None);
        }
    }

    private static void Flush(KafkaPublisher publisher)
    {
        while (!publisher.Flush(Look))
        {
            // Some are still on their way.
        }
    }
}
