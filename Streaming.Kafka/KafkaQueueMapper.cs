using Confluent.Kafka;
using Orleans.Streams;

namespace TradeBooks.Streaming.Kafka;

/// <summary>
/// One queue per partition, in the order that they are given, evenly spread over Orleans' ring of hashes: silos that were
/// given the same partitions agree on everything.
/// </summary>
internal sealed class KafkaQueueMapper : IConsistentRingStreamQueueMapper
{
    private const ulong RingSize = 1UL << 32;
    private readonly QueueId[] _queues;
    private readonly Dictionary<QueueId, TopicPartition> _partitions;

    public KafkaQueueMapper(IReadOnlyList<TopicPartition> partitions)
    {
        _queues = [.. partitions.Select((partition, index) => QueueId.GetQueueId(
            partition.Topic, (uint)partition.Partition.Value, (uint)((ulong)index * RingSize / (ulong)partitions.Count)))];
        _partitions = _queues.Zip(partitions).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such queue.</exception>
    public TopicPartition GetPartition(QueueId queue) => _partitions.TryGetValue(queue, out var partition)
        ? partition
        : throw new ArgumentOutOfRangeException(nameof(queue), queue, "there is no partition for this queue");

    public IEnumerable<QueueId> GetAllQueues() => _queues;

    public IEnumerable<QueueId> GetQueuesForRange(IRingRange range) => _queues.Where(queue => range.InRange(queue.GetUniformHashCode()));

    /// <summary>
    /// Some queue, always the same for a stream. Which partition feeds a stream is decided by who produces; Orleans asks
    /// only for providers that produce by queue.
    /// </summary>
    public QueueId GetQueueForStream(StreamId streamId) => _queues[(uint)streamId.GetHashCode() % (uint)_queues.Length];
}
