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
internal sealed class ProduceBenchmark
{
    private const int Days = 126;
    private static readonly string[] Symbols = ["A", "B", "C", "D", "E", "F"];
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly KafkaOptions _options;
    private readonly string _folder;
    private readonly List<(int Symbol, MarketEvent Event)> _events = [];
    private readonly byte[][] _keys = [.. Symbols.Select(Encoding.UTF8.GetBytes)];
    private readonly byte[][] _values;

    private ProduceBenchmark(KafkaOptions options, string folder)
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
            new ProduceBenchmark(options, folder).Run(rounds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Run(int rounds)
    {
        Console.WriteLine($"{_events.Count} records of {Symbols.Length} symbols, {_values.Average(value => value.Length):0} bytes each, {rounds} rounds in turns");
        var (bare, publisher, files) = (new List<Measurement>(), new List<Measurement>(), new List<Measurement>());
        for (var round = -1; round < rounds; round++)
        {
            var results = (MeasureBare(), MeasurePublisher(SendEvents), MeasurePublisher(SendFiles));
            // The first is for the compiler.
            if (round < 0)
                continue;
            bare.Add(results.Item1);
            publisher.Add(results.Item2);
            files.Add(results.Item3);
        }

        var reference = Measurement.Median([.. bare.Select(one => one.Rate).Order()]);
        Console.WriteLine("| | median (range) | of bare | allocated per record |");
        Console.WriteLine("|---|---|---|---|");
        Console.WriteLine(Measurement.Describe("bare loop, bytes made before", bare, reference));
        Console.WriteLine(Measurement.Describe("publisher, bars in memory", publisher, reference));
        Console.WriteLine(Measurement.Describe("publisher, from files", files, reference));
    }

    // Its queue holds everything, so that it never waits.
    private Measurement MeasureBare()
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
        var measurement = Measurement.Take(_events.Count, () =>
        {
            for (var i = 0; i < _values.Length; i++)
            {
                var symbol = _events[i].Symbol;
                producer.Produce(topics[symbol], new Message<byte[], byte[]> { Key = _keys[symbol], Value = _values[i] }, handler);
            }

            producer.Flush(CancellationToken.None);
        });
        return errors == 0 ? measurement : throw new InvalidOperationException($"{errors} records were not delivered");
    }

    private Measurement MeasurePublisher(Action<KafkaPublisher> send)
    {
        var notices = new BrokerNotices(Console.Error.WriteLine, TimeProvider.System);
        using var publisher = KafkaPublisher.Open(_options, new SymbolRoutes(_options, Symbols), notices, TimeProvider.System, CancellationToken.None);
        for (var symbol = 0; symbol < Symbols.Length; symbol++)
            publisher.PublishEnd(symbol, CancellationToken.None);
        Flush(publisher);
        return Measurement.Take(_events.Count, () =>
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
