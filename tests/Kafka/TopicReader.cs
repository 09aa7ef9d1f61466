using System.Diagnostics;
using Confluent.Kafka;

namespace TradeBooks.Tests.Kafka;

/// <summary>Reads what a topic holds, without a group's help.</summary>
internal static class TopicReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>All records from the first to the last that are there now; those of one partition in their order.</summary>
    public static List<ConsumeResult<byte[], byte[]>> ReadAll(ClientConfig client, string topic)
    {
        var config = new ConsumerConfig(client)
        {
            GroupId = "topic-reader",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Error,
            // The mock cluster lets an empty fetch wait all of it.
            FetchWaitMaxMs = 10,
        };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = Partitions(admin, topic);
        var bounds = partitions.ToDictionary(partition => partition, partition => consumer.QueryWatermarkOffsets(partition, Patience));
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(partition, bounds[partition].Low)));

        var open = partitions.Where(partition => bounds[partition].Low < bounds[partition].High).ToHashSet();
        var records = new List<ConsumeResult<byte[], byte[]>>();
        var watch = Stopwatch.StartNew();
        while (open.Count > 0)
        {
            if (watch.Elapsed > Patience)
                throw new InvalidOperationException($"{topic}: {records.Count} records were read, then no more came from {string.Join(", ", open)}");
            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is not { } record)
                continue;
            if (record.Offset < bounds[record.TopicPartition].High)
                records.Add(record);
            if (record.Offset >= bounds[record.TopicPartition].High - 1)
                open.Remove(record.TopicPartition);
        }

        return records;
    }

    // None of a topic that is not there. One that was just made has no leader for a moment, and must not be taken for empty.
    private static List<TopicPartition> Partitions(IAdminClient admin, string topic)
    {
        for (var watch = Stopwatch.StartNew(); ; Thread.Sleep(10))
        {
            var found = admin.GetMetadata(topic, Patience).Topics.Single();
            if (found.Error.Code == ErrorCode.UnknownTopicOrPart)
                return [];
            if (BrokerMetadata.Led(found) is > 0 and var led && led == found.Partitions.Count)
                return [.. found.Partitions.Select(partition => new TopicPartition(topic, partition.PartitionId))];
            if (watch.Elapsed > Patience)
                throw new InvalidOperationException($"{topic} has no leader: {found}");
        }
    }
}
