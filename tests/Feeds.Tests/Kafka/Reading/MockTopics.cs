using Confluent.Kafka;
using TradeBooks.Domain.Settings;
using TradeBooks.Feeds.Kafka;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.Feeds.Tests.Kafka.Reading;

/// <summary>Topics on a mock cluster that are filled by a test and read by feed sets.</summary>
internal sealed class MockTopics : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly IProducer<byte[], byte[]> _producer;

    public MockTopics() => _producer = Numbers.Producer(new ProducerConfig(Cluster.Client) { LingerMs = 5, EnableIdempotence = true });

    public MockCluster Cluster { get; } = MockCluster.Start();

    /// <summary>What the sets' clients had to say.</summary>
    public List<string> Said { get; } = [];

    public static Message<byte[], byte[]> BarOf(string symbol, int minute, decimal price = 10)
    {
        var value = new byte[BarMessage.MaxLength];
        Array.Resize(ref value, BarMessage.Write(value, TestBars.Make(minute, price)));
        return new Message<byte[], byte[]> { Key = Key(symbol), Value = value };
    }

    public static Message<byte[], byte[]> EndOf(string symbol) => EndOfData.Create(Key(symbol), withHeaders: true);

    public static Message<byte[], byte[]> Of(LogRecord record) => record.Kind switch
    {
        LogKind.Bar => BarOf(record.Symbol, record.Minute, record.Price),
        LogKind.End => EndOf(record.Symbol),
        _ => new Message<byte[], byte[]> { Key = Key(record.Symbol), Value = "no bar"u8.ToArray() },
    };

    /// <summary>Appends records and waits until they are there.</summary>
    public void Append(string topic, int partition, IEnumerable<Message<byte[], byte[]>> messages)
    {
        var failures = 0;
        foreach (var message in messages)
        {
            _producer.Produce(new TopicPartition(topic, partition), message, report =>
            {
                if (report.Error.IsError)
                    Interlocked.Increment(ref failures);
            });
        }

        Assert.Equal(0, _producer.Flush(Patience));
        Assert.Equal(0, failures);
    }

    public KafkaOptions Options(string topic = "topic_{symbol}", string? map = null) => KafkaOptions.Read(
        new SettingsReader(new Dictionary<string, string>
        {
            ["Kafka.Brokers"] = Cluster.Address,
            ["Kafka.Topic"] = topic,
            // The mock cluster lets an empty fetch wait all of it.
            ["Kafka.Consumer.fetch.wait.max.ms"] = "10",
        }),
        partitionMap: map);

    public KafkaFeedSet Open(KafkaOptions options, KafkaFeedOptions feeds) => KafkaFeedSet.Open(
        options, feeds, new BrokerNotices(Said.Add, TimeProvider.System), TimeProvider.System, TestContext.Current.CancellationToken);

    public KafkaFeedSet Open(string topic, params string[] symbols) =>
        Open(Options(topic), new KafkaFeedOptions { Symbols = symbols, Group = "tests" });

    /// <summary>Polls until a condition holds.</summary>
    public static void PollUntil(KafkaFeedSet set, Func<bool> isDone, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!isDone())
        {
            set.Poll(TimeSpan.FromMilliseconds(50));
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, what);
        }
    }

    /// <summary>Records of a topic's dead letters.</summary>
    public List<DeadLetter> DeadLetters(string topic) =>
    [
        .. TopicReader.ReadAll(Cluster.Client, DeadLetter.TopicOf(topic)).Select(record =>
        {
            Assert.Null(DeadLetter.TryRead(record.Message, out var letter));
            return letter!;
        }),
    ];

    /// <summary>Where a run is, as it would be saved.</summary>
    public static KafkaFeedOptions After(KafkaFeedSet set, BarTape tape, KafkaFeedOptions options, TimeSpan flush = default) => options with
    {
        Partitions = set.Positions(tape.Processed, flush),
        Positions =
        [
            .. set.Feeds.Zip(tape.Backtest.Engines).Where(pair => pair.Second.Time.IsKnown)
                .Select(pair => new KafkaFeedPosition(pair.First.Symbol, pair.First.Topic, pair.Second.Position, pair.Second.Time)),
        ],
    };

    public void Dispose()
    {
        _producer.Dispose();
        Cluster.Dispose();
    }

    private static byte[] Key(string symbol) => System.Text.Encoding.UTF8.GetBytes(symbol);
}
