using System.Globalization;
using System.Text;
using Confluent.Kafka;
using TradeBooks.Tests.Kafka;

namespace TradeBooks.Streaming.Kafka.Tests.Cluster;

/// <summary>Writes numbered records; each value is the number that its key's records have reached.</summary>
internal sealed class TestTopic : IDisposable
{
    private readonly KafkaBroker _broker;
    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly Dictionary<string, int> _written = [];

    public TestTopic(KafkaBroker broker, string stem)
    {
        _broker = broker;
        Name = TestBroker.NewName(stem);
        _producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig(broker.Client) { LingerMs = 1, MaxInFlight = 1 })
            .SetLogHandler((_, _) => { }).Build();
    }

    public string Name { get; }

    /// <summary>How many records each key has.</summary>
    public IReadOnlyDictionary<string, int> Written => _written;

    /// <summary>Which partition carries a key: the last character says it.</summary>
    public static int PartitionOf(string key) => (key[^1] - '0') % BrokerFixture.Partitions;

    public async Task CreateAsync()
    {
        var sent = await _producer.ProduceAsync(
            new TopicPartition(Name, 0), new Message<byte[]?, byte[]?> { Key = "first"u8.ToArray(), Value = [] }, TestContext.Current.CancellationToken);
        Assert.Equal(0, sent.Offset.Value);
    }

    /// <summary>Writes <paramref name="count"/> records to each key in turn; returns when the broker has them.</summary>
    public void Write(int count, params IReadOnlyList<string> keys) => Write(count, 0, keys);

    public void Write(int count, int padding, params IReadOnlyList<string> keys)
    {
        var bytes = keys.ToDictionary(key => key, Encoding.UTF8.GetBytes);
        var failed = 0;
        for (var i = 0; i < count; i++)
        {
            foreach (var key in keys)
            {
                var number = _written[key] = _written.GetValueOrDefault(key) + 1;
                var value = Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture).PadRight(padding));
                var message = new Message<byte[]?, byte[]?> { Key = bytes[key], Value = value };
                while (true)
                {
                    try
                    {
                        _producer.Produce(new TopicPartition(Name, PartitionOf(key)), message, report => Interlocked.Add(ref failed, report.Error.IsError ? 1 : 0));
                        break;
                    }
                    catch (ProduceException<byte[]?, byte[]?> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
                    {
                        _producer.Flush(TimeSpan.FromMilliseconds(100));
                    }
                }
            }
        }

        Assert.Equal(0, _producer.Flush(TimeSpan.FromSeconds(30)));
        Assert.Equal(0, failed);
    }

    /// <summary>What a group has committed of each partition.</summary>
    public long[] Committed(string group)
    {
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig(_broker.Client) { GroupId = group }).SetLogHandler((_, _) => { }).Build();
        return
        [
            .. consumer.Committed(Enumerable.Range(0, BrokerFixture.Partitions).Select(partition => new TopicPartition(Name, partition)), TimeSpan.FromSeconds(10))
                .Select(offset => offset.Offset.Value),
        ];
    }

    public void Dispose() => _producer.Dispose();
}
