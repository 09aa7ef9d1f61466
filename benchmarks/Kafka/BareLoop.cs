using Confluent.Kafka;

namespace TradeBooks.Benchmarks.Kafka;

/// <summary>A consumer that does nothing but count: the yardstick of what reads from Kafka.</summary>
internal static class BareLoop
{
    /// <summary>Reads so many records, from the making of the consumer to its end.</summary>
    public static void Count<TKey, TValue>(ConsumerConfig config, IEnumerable<TopicPartition> partitions, long records)
    {
        var consumer = new ConsumerBuilder<TKey, TValue>(config).SetLogHandler((_, _) => { }).Build();
        try
        {
            consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
            for (var count = 0L; count < records; count++)
                consumer.Consume(CancellationToken.None);
        }
        finally
        {
            consumer.Close();
            consumer.Dispose();
        }
    }
}
