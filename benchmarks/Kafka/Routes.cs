using System.Text;
using Confluent.Kafka;
using TradeBooks.Feeds.Kafka;

namespace TradeBooks.Benchmarks.Kafka;

/// <summary>Key, topic and partition of every symbol.</summary>
internal sealed class Routes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public Routes(KafkaOptions kafka, IReadOnlyList<string> symbols)
    {
        var map = kafka.PartitionMap is { } file ? PartitionMap.Read(file) : null;
        Keys = [.. symbols.Select(Encoding.UTF8.GetBytes)];
        Targets = [.. symbols.Select(symbol => new TopicPartition(kafka.Topic.TopicOf(symbol), map?.PartitionOf(symbol) ?? 0))];
    }

    public IReadOnlyList<byte[]> Keys { get; }

    public IReadOnlyList<TopicPartition> Targets { get; }

    public IEnumerable<string> Topics => Targets.Select(target => target.Topic).Distinct();

    /// <summary>Records that the symbols' partitions hold.</summary>
    public long CountRecords(ConsumerConfig config)
    {
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(config).SetLogHandler((_, _) => { }).Build();
        return Targets.Distinct().Select(target => consumer.QueryWatermarkOffsets(target, Patience)).Sum(range => range.High.Value - range.Low.Value);
    }
}
